// What is done with a response: the consent to a POST that lasts, the body copied and saved, and a run of a document without a file.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { deskOf } from "./desk.mjs";
import { CLIENT, openEditor, SERVER, until, WORK } from "./editor.mjs";
import { addReport, single } from "./report.mjs";
import { PICTURE, startService } from "./service.mjs";
import { stepsOn } from "./steps.mjs";
import { makeWorkspace } from "./workspace.mjs";

const service = await startService();
const workspace = path.join(WORK, "response");
makeWorkspace(workspace, service.port, "full");
addReport(workspace);
const editor = await openEditor({
  name: "response",
  port: 18415,
  workspace,
  machine: { "connlint.server.command": [SERVER], "connlint.responseView": "panel" },
  vsix: path.join(CLIENT, "connlint.vsix"),
  trust: true,
});
const { page } = editor;
page.setDefaultTimeout(30_000);
await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
const step = stepsOn(page, "response");
const desk = deskOf(page);
const frame = page.frameLocator("iframe.webview").frameLocator("#active-frame");
const button = (name) => frame.getByRole("button", { name });
const clipboard = () => page.evaluate("navigator.clipboard.readText()");
const clip = (text) => page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);

/** The bytes of the saved file; `offered` is the name that the dialog comes to, once it has read the folder. */
async function save(name, offered) {
  const file = path.join(workspace, name);
  await button("Save body…").click();
  await until(async () => offered.test(await desk.input().inputValue()), `the name ${offered}`);
  await desk.input().fill(file);
  await page.keyboard.press("Enter");
  await until(() => existsSync(file) && readFileSync(file).length > 0, "the file");
  return readFileSync(file);
}

try {
  await page.goto(`${editor.address}/?folder=${workspace}`);

  await step("a POST is confirmed with what is sent and where", async () => {
    await desk.openFile("report.bpmn");
    await page.locator(".codelens-decoration > a", { hasText: "▶ Run" }).nth(1).click();
    await page.getByText("Process variable degrees").waitFor();
    await desk.input().fill("17");
    await page.keyboard.press("Enter");
    await desk.dialog().getByText(`POST http://127.0.0.1:${service.port}/reports`).waitFor();
    await desk.dialog().getByRole("button", { name: "Cancel" }).click();
    await page.waitForTimeout(500);
    assert.deepEqual(service.seen.requests, []);
  });

  await step("consent that lasts is the user's own setting, and is not asked for again", async () => {
    const run = page.locator(".codelens-decoration > a", { hasText: "▶ Run" }).nth(1);
    await run.click();
    await desk
      .dialog()
      .getByRole("button", { name: `do not ask again for 127.0.0.1:${service.port}` })
      .click();
    await until(() => service.seen.requests.length === 1, "the request");
    assert.deepEqual(service.seen.requests, ["POST /reports"]);
    await frame.getByRole("heading", { name: "Send report" }).waitFor();
    await run.click();
    await until(() => service.seen.requests.length === 2, "the second request");
    assert.equal(await desk.dialog().count(), 0);
  });

  await step("Copy body gives the text that came, not the formatted one", async () => {
    await frame.getByText('"ok"').first().waitFor();
    await button("Copy body").click();
    await until(async () => (await clipboard()) === '{"ok":true}', "the clipboard");
  });

  await step("Save body writes the same bytes, under the name of the task", async () => {
    const bytes = await save("answer.json", /\/Activity_Report-\d+\.json$/);
    assert.equal(bytes.toString(), '{"ok":true}');
  });

  await step("a document without a file is checked and run", async () => {
    // Out of the panel, whose page has the keyboard.
    await page.locator(".view-line").nth(5).click();
    await desk.palette("File: New Untitled Text File");
    await page.locator(".tab.active", { hasText: "Untitled-1" }).waitFor();
    await desk.palette("Change Language Mode");
    await desk.input().fill("XML");
    await page.keyboard.press("Enter");
    const model = single(`http://127.0.0.1:${service.port}/picture`);
    await clip(model.replace('"noAuth"', '"noAut"'));
    await page.keyboard.press("Control+V");
    await page.locator(".squiggly-error").first().waitFor();
    await page.keyboard.press("Control+A");
    await clip(model);
    await page.keyboard.press("Control+V");
    await page.locator(".squiggly-error").first().waitFor({ state: "detached" });
    await desk.lens("▶ Run").click();
    await until(() => service.seen.requests.at(-1) === "GET /picture", "the request");
    await frame.getByRole("heading", { name: "Get picture" }).waitFor();
  });

  await step("a body that is no text is not copied, and saved to the byte", async () => {
    assert.ok(await button("Copy body").isDisabled());
    assert.match(await button("Copy body").getAttribute("title"), /no text/);
    await desk.picture("response-binary.png");
    assert.ok((await save("picture.png", /\/Activity_Picture-\d+\.png$/)).equals(PICTURE));
  });

  await step("a run of a document without a file is made again while that is open, and then told why not", async () => {
    await page.getByRole("button", { name: "Connector Runs Section" }).click();
    await desk.enlarge("Connector Runs", 220);
    const row = desk.rows("Connector Runs").filter({ hasText: "Get picture" });
    await row.first().hover();
    await row.first().getByRole("button", { name: "Run Again" }).click();
    await until(() => service.seen.requests.filter((each) => each === "GET /picture").length === 2, "the request");
    await desk.palette("View: Close All Editors");
    await desk.dialog().getByRole("button", { name: "Don't Save" }).click();
    await page.locator(".tab").first().waitFor({ state: "detached" });
    await row.first().hover();
    await row.first().getByRole("button", { name: "Run Again" }).click();
    await page.getByText("was never saved, and it is closed").first().waitFor();
    assert.equal(service.seen.requests.length, 4);
  });
} finally {
  await editor.close();
  service.stop();
}
process.exit(0);
