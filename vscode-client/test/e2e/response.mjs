// What is done with a response: the consent to a POST that lasts, the body copied and saved, and a run of a document without a file.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { openEditor, SERVER, VSIX, WORK } from "./editor.mjs";
import { handsOn } from "./hands.mjs";
import { addReport, single } from "./report.mjs";
import { PICTURE, startService } from "./service.mjs";
import { stepsIn } from "./steps.mjs";
import { until } from "./until.mjs";
import { viewOf } from "./views.mjs";
import { makeWorkspace } from "./workspace.mjs";

const service = await startService();
const workspace = path.join(WORK, "response");
makeWorkspace(workspace, service.port, "full");
addReport(workspace);
const editor = await openEditor({
  name: "response",
  workspace,
  machine: { "connlint.server.command": [SERVER], "connlint.responseView": "panel" },
  vsix: [VSIX],
  trust: true,
});
const { page } = editor;
await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
const hands = handsOn(page);
const { answer, command, dialog, input, notification, openFile, palette, picture, squiggle, tab } = hands;
const step = stepsIn(editor);
const view = viewOf(page, "Connector Runs");
const frame = page.frameLocator("iframe.webview").frameLocator("#active-frame");
const button = (name) => frame.getByRole("button", { name });
const run = () => page.locator(".codelens-decoration > a", { hasText: "▶ Run" });
/** The lens of the second task, which posts. */
const post = () => run().nth(1);
const clipboard = () => page.evaluate("navigator.clipboard.readText()");
const clip = (text) => page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);

/** The bytes of the saved file; `offered` is the name that the dialog comes to, once it has read the folder. */
async function save(name, offered) {
  const file = path.join(workspace, name);
  await button("Save body…").click();
  await until(async () => offered.test(await input().inputValue()), `the name ${offered}`);
  await input().fill(file);
  await page.keyboard.press("Enter");
  await until(() => existsSync(file) && readFileSync(file).length > 0, "the file");
  return readFileSync(file);
}

try {
  await page.goto(`${editor.address}/?folder=${workspace}`);

  await step("a POST is confirmed with what is sent and where", async () => {
    await openFile("report.bpmn");
    await post().click();
    await answer("Process variable degrees", "17");
    await dialog().getByText(`POST http://127.0.0.1:${service.port}/reports`).waitFor();
    await dialog().getByRole("button", { name: "Cancel" }).click();
    await dialog().waitFor({ state: "detached" });
    // What the click began would have arrived before the answer to this.
    await command("connlint: Check All Models");
    await page.getByText("4 models").first().waitFor({ state: "attached" });
    assert.equal(service.seen.connections, 0);
  });

  await step("consent that lasts is the user's own setting, and is not asked for again", async () => {
    await post().click();
    await dialog()
      .getByRole("button", { name: `do not ask again for 127.0.0.1:${service.port}` })
      .click();
    await until(() => service.seen.requests.length === 1, "the request");
    assert.deepEqual(service.seen.requests, ["POST /reports"]);
    await frame.getByRole("heading", { name: "Send report" }).waitFor();
    await post().click();
    await until(() => service.seen.requests.length === 2, "the second request");
    assert.equal(await dialog().count(), 0);
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
    await palette("File: New Untitled Text File");
    // The list begins with another command that fits the text.
    const row = page.locator(".quick-input-list .monaco-list-row", { hasText: "File: New Untitled Text File" });
    await row.first().click();
    await tab("Untitled-1").waitFor();
    await command("Change Language Mode");
    await input().fill("XML");
    await page.keyboard.press("Enter");
    const model = single(`http://127.0.0.1:${service.port}/picture`);
    await clip(model.replace('"noAuth"', '"noAut"'));
    await page.keyboard.press("Control+V");
    await squiggle().waitFor();
    await page.keyboard.press("Control+A");
    await clip(model);
    await page.keyboard.press("Control+V");
    await squiggle().waitFor({ state: "detached" });
    await run().first().click();
    await until(() => service.seen.requests.at(-1) === "GET /picture", "the request");
    await frame.getByRole("heading", { name: "Get picture" }).waitFor();
  });

  await step("a body that is no text is not copied, and saved to the byte", async () => {
    assert.ok(await button("Copy body").isDisabled());
    assert.match(await button("Copy body").getAttribute("title"), /no text/);
    await picture("response-binary.png");
    assert.ok((await save("picture.png", /\/Activity_Picture-\d+\.png$/)).equals(PICTURE));
  });

  await step("a run of a document without a file is made again while that is open, and then told why not", async () => {
    await view.open(220);
    const row = view.rows().filter({ hasText: "Get picture" });
    await view.press(row.first(), "Run Again");
    await until(() => service.seen.requests.filter((each) => each === "GET /picture").length === 2, "the request");
    await command("View: Close All Editors");
    await dialog().getByRole("button", { name: "Don't Save" }).click();
    await page.locator(".tab").first().waitFor({ state: "detached" });
    await view.press(row.first(), "Run Again");
    await notification("was never saved, and it is closed");
    assert.equal(service.seen.requests.length, 4);
  });

  await step("a server command that is no list is told, and a mended one starts the server", async () => {
    const settings = path.join(editor.profile, "Machine/settings.json");
    const good = readFileSync(settings, "utf-8");
    writeFileSync(settings, JSON.stringify({ ...JSON.parse(good), "connlint.server.command": SERVER }));
    await notification("connlint.server.command is a string; a list of strings is expected");
    await openFile("orders.bpmn");
    assert.equal(await run().count(), 0);
    writeFileSync(settings, good);
    await squiggle().waitFor();
    await run().first().waitFor();
  });
} finally {
  await editor.close();
  service.stop();
}
process.exit(0);
