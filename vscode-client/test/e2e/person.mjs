// A person with the packaged extension: Restricted Mode, trust, the lens, what is asked, the response, the environment.
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CLIENT, openEditor, SERVER, until, WORK } from "./editor.mjs";
import { startService } from "./service.mjs";
import { stepsOn } from "./steps.mjs";
import { makeWorkspace, SECRET } from "./workspace.mjs";

const PICTURES = process.env.PICTURES ?? path.join(WORK, "pictures");
const service = await startService();
const workspace = path.join(WORK, "person");
makeWorkspace(workspace, service.port, "dev");
const editor = await openEditor({
  name: "person",
  port: 18412,
  workspace,
  machine: { "connlint.server.command": [SERVER] },
  vsix: path.join(CLIENT, "connlint.vsix"),
});
const { page } = editor;
const step = stepsOn(page, "person");
page.setDefaultTimeout(30_000);
const sent = () => service.seen.requests.length;
const lens = (title) =>
  page.locator(".codelens-decoration > a, .codelens-decoration > span", { hasText: title }).first();
const picture = (name) => page.screenshot({ path: path.join(PICTURES, name) });
const input = () => page.locator(".quick-input-widget input:visible").first();
const dialog = () => page.locator(".monaco-dialog-box");

async function palette(command) {
  await page.keyboard.press("F1");
  await input().fill(`>${command}`);
}
async function openFile(name) {
  // The first group: a file opens in the group that was used last.
  await page.keyboard.press("Control+1");
  await page.getByRole("treeitem", { name: new RegExp(`^${name}`) }).dblclick();
  await page.locator(".tab.active", { hasText: name }).first().waitFor();
}

try {
  await page.goto(`${editor.address}/?folder=${workspace}`);

  await step("Restricted Mode checks models and sends nothing", async () => {
    await page.getByText("Restricted Mode").first().waitFor();
    await openFile("weather.bpmn");
    const why = lens("Trust this workspace");
    await why.waitFor();
    assert.equal(await lens("▶ Run").count(), 0);
    await why.click();
    await page.locator(".view-line").nth(5).click();
    await page.locator(".editor-actions .codicon-play").first().click({ force: true });
    await palette("connlint:");
    await page.locator(".quick-input-list").getByText("connlint: Show Logs").waitFor();
    assert.equal(await page.locator(".quick-input-list").getByText("connlint: Run Task").count(), 0);
    await page.keyboard.press("Escape");
    await page.waitForTimeout(1000);
    assert.equal(await dialog().count(), 0);
    assert.equal(sent(), 0);
    await openFile("orders.bpmn");
    await page.locator(".squiggly-error").first().waitFor();
    await picture("restricted-mode.png");
  });

  await step("trust offers the run at once", async () => {
    await palette("Workspaces: Manage Workspace Trust");
    await page.keyboard.press("Enter");
    await page.locator(".workspace-trust-editor").getByRole("button", { name: "Trust", exact: true }).click();
    await page.locator(".workspace-trust-trusted").waitFor();
    await openFile("weather.bpmn");
    await lens("▶ Run").waitFor();
    assert.equal(sent(), 0);
  });

  await step("the log is set to tell everything", async () => {
    await palette("Developer: Set Log Level");
    await page.keyboard.press("Enter");
    await input().fill("connlint");
    await page.locator(".quick-input-list").getByText("connlint", { exact: true }).first().click();
    await page.locator(".quick-input-list").getByText("Trace").first().click();
  });

  await step("a run asks for the variable, the secret and consent", async () => {
    await lens("▶ Run").click();
    await page.getByText("Process variable city").waitFor();
    await input().fill("Berlin");
    await page.keyboard.press("Enter");
    await page.getByText("Secret OPEN_WEATHER_MAP_API_KEY").waitFor();
    assert.equal(await input().getAttribute("type"), "password");
    await input().fill(SECRET);
    await page.keyboard.press("Enter");
    await dialog().waitFor();
    assert.equal(sent(), 0);
    await picture("confirmation.png");
    await dialog()
      .getByRole("button", { name: /do not ask again/ })
      .click();
    await page.locator(".tab", { hasText: ".http" }).first().waitFor();
    await page.getByText("broken clouds").first().waitFor();
    assert.deepEqual(service.seen.requests, [`GET /data/2.5/weather?q=Berlin&appid=${SECRET}&units=metric&lang=en`]);
    await picture("response.png");
  });

  await step("the second run asks for nothing", async () => {
    await lens("▶ Run").click();
    await until(() => sent() === 2, "the second request");
    assert.equal(await dialog().count(), 0);
  });

  await step("the panel shows the response in tabs", async () => {
    await palette("connlint: Show Response Panel");
    await page.keyboard.press("Enter");
    const frame = page.frameLocator("iframe.webview").frameLocator("#active-frame");
    await frame.getByRole("tab", { name: "Process gets" }).click();
    await frame.getByText("17.4").waitFor();
    await frame.getByRole("tab", { name: "Response" }).click();
    await frame.getByText("broken clouds").first().waitFor();
    await picture("panel.png");
  });

  await step("another environment is chosen in the status bar; a protected one is confirmed every time", async () => {
    await page.locator(".statusbar-item", { hasText: "dev" }).click();
    await input().fill("prod");
    await page.keyboard.press("Enter");
    await page.locator(".statusbar-item", { hasText: "prod" }).waitFor();
    await openFile("weather.bpmn");
    await lens("▶ Run").click();
    await dialog().waitFor();
    assert.equal(
      await dialog()
        .getByRole("button", { name: /do not ask again/ })
        .count(),
      0,
    );
    await dialog().getByRole("button", { name: "Cancel" }).click();
    assert.equal(sent(), 2);
    await lens("▶ Run").click();
    await dialog().getByRole("button", { name: "Send", exact: true }).click();
    await until(() => sent() === 3, "the request to prod");
    assert.match(service.seen.requests[2], /^GET \/prod\//);
  });

  await step("the Connectors view lists the tasks", async () => {
    await page.getByRole("button", { name: /Connectors Section/ }).click();
    await page.getByRole("treeitem", { name: /Get weather/ }).waitFor();
    await page.getByRole("treeitem", { name: /Wait for the report/ }).waitFor();
    await picture("connectors.png");
  });

  await step("findings stand in the text and in Problems", async () => {
    await palette("View: Close All Editors");
    await page.keyboard.press("Enter");
    await openFile("orders.bpmn");
    await page.locator(".squiggly-error").first().waitFor();
    await page.keyboard.press("Control+Shift+M");
    const problem = page.locator(".markers-panel").getByText("WEATHER_KEY").first();
    await problem.click();
  });

  await step("the secret's value is in no file of the profile and nowhere on the page", async () => {
    const files = [editor.profile, workspace].flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== ".env")
        .map((entry) => path.join(entry.parentPath, entry.name)),
    );
    assert.ok(
      files.some((file) => /connlint[^/]*\.log$/.test(file)),
      "the logs are among the files",
    );
    assert.ok(
      files.some((file) => file.includes("/state/connlint/runs/")),
      "the history of runs is among the files",
    );
    for (const form of [SECRET, Buffer.from(SECRET).toString("base64")]) {
      assert.deepEqual(
        files.filter((file) => readFileSync(file).includes(form)),
        [],
      );
      assert.ok(!(await page.content()).includes(form));
    }
  });

  await step("a server that speaks another protocol is refused, with what to do", async () => {
    const other = [process.execPath, path.join(import.meta.dirname, "other-server.mjs")];
    writeFileSync(
      path.join(editor.profile, "Machine/settings.json"),
      JSON.stringify({ "connlint.server.command": other }),
    );
    await page.getByText("is newer than this extension").first().waitFor({ state: "attached" });
    await openFile("orders.bpmn");
    await page
      .locator(".statusbar-item[id='status.languageStatus'], .statusbar-item[id*='languageStatus']")
      .first()
      .hover();
    await page.locator(".hover-language-status").getByText("is newer than this extension").first().waitFor();
  });
} finally {
  await editor.close();
  service.stop();
}
process.exit(0);
