// connlint beside other extensions: diagram editors that show the models, and the Python extension, whose environment has the server.
import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import path from "node:path";
import { openEditor, VSIX, WORK } from "./editor.mjs";
import { handsOn } from "./hands.mjs";
import { startService } from "./service.mjs";
import { stepsIn } from "./steps.mjs";
import { until } from "./until.mjs";
import { makeWorkspace } from "./workspace.mjs";

const service = await startService();
const workspace = path.join(WORK, "beside");
makeWorkspace(workspace, service.port, "full");
copyFileSync(path.join(workspace, "orders.bpmn"), path.join(workspace, "parcels.bpmn"));
process.env.CONNLINT_TEST_PYTHON = path.join(WORK, "server/bin/python");
const editor = await openEditor({
  name: "beside",
  workspace,
  machine: { "connlint.run.allowedHosts": [`127.0.0.1:${service.port}`] },
  vsix: [VSIX, path.join(WORK, "diagram.vsix"), path.join(WORK, "python.vsix")],
  trust: true,
});
const { page } = editor;
const { chooseFor, command, lens, openFile, problems, status, tab } = handsOn(page);
const step = stepsIn(editor);
const sent = () => service.seen.requests.length;
const diagram = (name) =>
  page
    .locator("iframe.webview:visible")
    .contentFrame()
    .locator("#active-frame")
    .contentFrame()
    .getByText(`Diagram of ${name}`);
const problem = (name) => problems().getByRole("treeitem", { name: new RegExp(`3 problems in file ${name}`) });

try {
  await page.goto(`${editor.address}/?folder=${workspace}`);

  await step("a diagram over the text's document: Problems is filled", async () => {
    // What is opened before the extensions are known is opened as a text.
    await status("full").waitFor();
    await openFile("orders.bpmn");
    await diagram("orders.bpmn").waitFor();
    await page.keyboard.press("Control+Shift+M");
    await problem("orders.bpmn").waitFor();
  });

  await step("a diagram over a document of its own: Problems is filled", async () => {
    await openFile("parcels.bpmn");
    await diagram("parcels.bpmn").waitFor();
    await problem("parcels.bpmn").waitFor();
  });

  await step("the palette runs the task of the diagram in front", async () => {
    await openFile("weather.bpmn");
    await diagram("weather.bpmn").waitFor();
    await command("connlint: Run Task");
    await page.getByText("feelsLike").first().waitFor();
    assert.equal(sent(), 1);
  });

  await step("the explorer's menu runs the task of a model", async () => {
    await chooseFor("weather.bpmn", "Run Task");
    await until(() => sent() === 2, "the second request");
  });

  await step("Reopen as Text shows the text, with lenses", async () => {
    await tab("weather.bpmn").click();
    await diagram("weather.bpmn").waitFor();
    await command("connlint: Reopen as Text");
    await lens("▶ Run").waitFor();
    await openFile("orders.bpmn");
    await diagram("orders.bpmn").waitFor();
    await page.locator(".editor-actions").getByRole("button", { name: "Reopen as Text" }).first().click();
    await page.locator(".view-line").getByText("Process_UnquotedSecret").first().waitFor();
  });

  await step("the server is the one of the Python extension's environment", async () => {
    await page.locator(".statusbar-item[id*='languageStatus']").first().hover();
    await page.locator(".hover-language-status").getByText("of the workspace's Python environment").first().waitFor();
  });
} finally {
  await editor.close();
  service.stop();
}
process.exit(0);
