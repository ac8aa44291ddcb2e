// A person with the packaged extension: Restricted Mode, trust, the lens, what is asked, the response, the environment.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { openEditor, SERVER, VSIX, WORK } from "./editor.mjs";
import { handsOn } from "./hands.mjs";
import { leaksOf } from "./leaks.mjs";
import { startService } from "./service.mjs";
import { stepsIn } from "./steps.mjs";
import { until } from "./until.mjs";
import { makeWorkspace, SECRET } from "./workspace.mjs";

const service = await startService();
const workspace = path.join(WORK, "person/models");
makeWorkspace(workspace, service.port, "dev");
const editor = await openEditor({
  name: "person",
  workspace,
  machine: { "connlint.server.command": [SERVER] },
  vsix: [VSIX],
});
const { page } = editor;
const hands = handsOn(page);
const { answer, command, dialog, input, lens, menuEntry, openFile, palette, picture, problems, squiggle, status, tab } =
  hands;
const step = stepsIn(editor);
const sent = () => service.seen.requests.length;
const assertNothingLeaks = async () => assert.deepEqual(await leaksOf(SECRET, editor, hands, workspace), []);

/** Runs in the page: as soon as the editor has the focus and shows the lenses that it remembers, the focus goes to the files. */
function leaveOnceShown() {
  const shown = document.querySelector(".codelens-decoration");
  if (shown === null || document.activeElement?.closest(".monaco-editor") === null) {
    return false;
  }
  document.querySelector(".explorer-folders-view .monaco-list").focus();
  return true;
}

try {
  await page.goto(`${editor.address}/?folder=${workspace}`);

  await step("Restricted Mode checks models and sends nothing, wherever one clicks", async () => {
    await status("Restricted Mode").waitFor();
    await openFile("weather.bpmn");
    await lens("Trust this workspace").waitFor();
    assert.equal(await lens("▶ Run").count(), 0);
    await lens("Trust this workspace").click();
    await page.locator(".editor-actions .codicon-play").first().click({ force: true });
    const entry = await menuEntry("weather.bpmn", "Run Task");
    assert.match((await entry.getAttribute("class")) ?? "", /disabled/);
    await entry.click({ force: true });
    await page.keyboard.press("Escape");
    await palette("connlint:");
    await page.locator(".quick-input-list").getByText("connlint: Show Logs").waitFor();
    assert.equal(await page.locator(".quick-input-list").getByText("connlint: Run Task").count(), 0);
    await page.keyboard.press("Escape");
    // What the clicks began would be asked for, or would have arrived, before the answer to this.
    await command("connlint: Check All Models");
    await page.getByText("3 models, 5 connectors").first().waitFor({ state: "attached" });
    assert.equal(await dialog().count(), 0);
    assert.equal(await input().count(), 0);
    assert.equal(service.seen.connections, 0);
    await command("Notifications: Clear All Notifications");
    await openFile("orders.bpmn");
    await squiggle().waitFor();
    await lens("Trust this workspace").waitFor();
    await picture("restricted-mode.png");
  });

  await step("trust offers the run at once, also in a tab behind, and wherever the focus goes", async () => {
    await command("Workspaces: Manage Workspace Trust");
    await page.locator(".workspace-trust-editor").getByRole("button", { name: "Trust", exact: true }).click();
    await page.locator(".workspace-trust-trusted").waitFor();
    await tab("weather.bpmn").click();
    await page.waitForFunction(leaveOnceShown);
    await lens("▶ Run").waitFor();
    await tab("Workspace Trust").click({ button: "middle" });
    assert.equal(service.seen.connections, 0);
  });

  await step("the log is set to tell everything", async () => {
    await command("Developer: Set Log Level");
    await input().fill("connlint");
    await page.locator(".quick-input-list").getByText("connlint", { exact: true }).first().click();
    await page.locator(".quick-input-list").getByText("Trace").first().click();
  });

  await step("a run asks for the variable, the secret and consent", async () => {
    await lens("▶ Run").click();
    await answer("Process variable city", "Berlin");
    await page.getByText("Secret OPEN_WEATHER_MAP_API_KEY").waitFor();
    assert.equal(await input().getAttribute("type"), "password");
    await answer("Secret OPEN_WEATHER_MAP_API_KEY", SECRET);
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
    await assertNothingLeaks();
  });

  await step("the second run asks for nothing", async () => {
    await lens("▶ Run").click();
    await until(() => sent() === 2, "the second request");
    assert.equal(await dialog().count(), 0);
  });

  await step("another environment is chosen in the status bar; a protected one is confirmed every time", async () => {
    await status("dev").click();
    await input().fill("prod");
    await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: "prod" }).waitFor();
    await page.keyboard.press("Enter");
    await status("prod").waitFor();
    await lens("▶ Run").click();
    await dialog().waitFor();
    assert.equal(
      await dialog()
        .getByRole("button", { name: /do not ask again/ })
        .count(),
      0,
    );
    await dialog().getByRole("button", { name: "Cancel" }).click();
    await dialog().waitFor({ state: "detached" });
    assert.equal(sent(), 2);
    await lens("▶ Run").click();
    await dialog().getByRole("button", { name: "Send", exact: true }).click();
    await until(() => sent() === 3, "the request to prod");
    assert.match(service.seen.requests[2], /^GET \/prod\//);
    await page.getByText('"asked"').first().waitFor();
    await assertNothingLeaks();
  });

  await step("the Connectors view lists the tasks", async () => {
    await page.getByRole("button", { name: /Connectors Section/ }).click();
    await page
      .getByRole("treeitem", { name: /Get weather/ })
      .first()
      .waitFor();
    await page.getByRole("treeitem", { name: /Wait for the report/ }).waitFor();
  });

  await step("the panel shows the response in tabs, and nowhere the secret that came back", async () => {
    await command("connlint: Show Response Panel");
    const frame = page.locator("iframe.webview:visible").contentFrame().locator("#active-frame").contentFrame();
    for (const [name, text] of [
      ["Process gets", "17.4"],
      ["Request", "/prod/data/2.5/weather"],
      ["Response", "broken clouds"],
    ]) {
      await frame.getByRole("tab", { name }).click();
      await frame.getByText(text).first().waitFor();
      for (const folded of await frame.locator("details:not([open]) > summary").all()) {
        await folded.click();
      }
      await assertNothingLeaks();
    }
    await frame.getByRole("tab", { name: "Response" }).click();
    await frame.getByText("broken clouds").first().waitFor();
    await picture("panel.png");
  });

  await step("the log and the notifications do not tell the secret", async () => {
    await command("connlint: Show Logs");
    await page.locator(".output-view, .output-view-body").getByText("is ready").first().waitFor();
    await command("Notifications: Show Notifications");
    await assertNothingLeaks();
    await command("View: Hide Panel");
  });

  await step("findings stand in the text and in Problems", async () => {
    await command("View: Close All Editors");
    await openFile("orders.bpmn");
    await squiggle().waitFor();
    await page.keyboard.press("Control+Shift+M");
    await problems().getByText("WEATHER_KEY").first().click();
  });

  await step("a server that speaks another protocol is refused, with what to do", async () => {
    const other = [process.execPath, path.join(import.meta.dirname, "other-server.mjs")];
    writeFileSync(
      path.join(editor.profile, "Machine/settings.json"),
      JSON.stringify({ "connlint.server.command": other }),
    );
    await page.getByText("is newer than this extension").first().waitFor({ state: "attached" });
    await openFile("orders.bpmn");
    await status("XML").waitFor();
    await page.locator(".statusbar-item[id*='languageStatus']").first().hover();
    await page.locator(".hover-language-status").getByText("is newer than this extension").first().waitFor();
  });
} finally {
  await editor.close();
  service.stop();
}
process.exit(0);
