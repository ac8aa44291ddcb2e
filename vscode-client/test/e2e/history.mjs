// Runs of the past, for a person with the packaged extension: listed, shown, made again, compared, deleted; and a rename between two runs.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { openEditor, SERVER, VSIX, WORK } from "./editor.mjs";
import { handsOn } from "./hands.mjs";
import { leaksOf } from "./leaks.mjs";
import { addReport } from "./report.mjs";
import { startService } from "./service.mjs";
import { stepsIn } from "./steps.mjs";
import { until } from "./until.mjs";
import { viewOf } from "./views.mjs";
import { makeWorkspace, SECRET } from "./workspace.mjs";

const service = await startService();
const workspace = path.join(WORK, "history");
makeWorkspace(workspace, service.port, "full");
addReport(workspace);
const editor = await openEditor({
  name: "history",
  workspace,
  machine: { "connlint.server.command": [SERVER], "connlint.run.allowedHosts": [`127.0.0.1:${service.port}`] },
  vsix: [VSIX],
});
const { page } = editor;
const hands = handsOn(page);
const { command, dialog, input, openFile, picture, status, tab } = hands;
const step = stepsIn(editor);
const view = viewOf(page, "Connector Runs");
/** Lenses that run; while a document opens the editor shows what it remembers of them, as mere text. */
const run = () => page.locator(".codelens-decoration > a", { hasText: "▶ Run" });
const sent = () => service.seen.requests.length;
const { rows } = view;
const runs = () => rows().filter({ hasText: "ms" });
const open = (name) => readFileSync(path.join(workspace, name), "utf-8");
/** The editor draws the lines around the first difference. */
const compared = async (before, after) => {
  const shows = async (side, text) => {
    const lines = page.locator(`.monaco-diff-editor .editor.${side} .view-lines`);
    return (await lines.count()) === 1 && text.test((await lines.innerText()).replaceAll("\u00a0", " "));
  };
  await until(
    async () => (await shows("original", before)) && (await shows("modified", after)),
    `a comparison of ${before} and ${after}`,
  );
};
const closeAll = async () => {
  await command("View: Close All Editors");
  await page.locator(".tab").first().waitFor({ state: "detached" });
};

/** In the box at the cursor, which shows the name that is there. */
const rename = async (name, other) => {
  await page.keyboard.press("F2");
  const box = page.locator(".rename-box input, input.rename-input").first();
  await box.waitFor();
  assert.equal(await box.inputValue(), name);
  await box.fill(other);
};
/** Another environment, in the status bar. */
const choose = async (before, after) => {
  await status(before).click();
  await input().fill(after);
  await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: after }).waitFor();
  await page.keyboard.press("Enter");
  await status(after).waitFor();
};

/** The rename edits the env file, and the editor's own history keeps a copy of each file that it saves. */
function isCopyOfEnvFile(place) {
  const entries = path.join(path.dirname(place), "entries.json");
  return existsSync(entries) && JSON.parse(readFileSync(entries, "utf-8")).resource.endsWith("/.env");
}

try {
  // What was run in a terminal is among the runs.
  const cli = await promisify(execFile)(path.join(path.dirname(SERVER), "connlint"), ["run", "weather.bpmn"], {
    cwd: workspace,
    env: { ...process.env, XDG_STATE_HOME: path.join(editor.profile, "state") },
  });
  assert.match(cli.stdout, /200/);
  await page.goto(`${editor.address}/?folder=${workspace}`);

  await step("Restricted Mode lists and shows runs, and sends nothing", async () => {
    await status("Restricted Mode").waitFor();
    await openFile("weather.bpmn");
    await view.open(220);
    await runs().filter({ hasText: "Get weather" }).waitFor();
    assert.equal(await runs().count(), 1);
    await runs().first().click();
    await tab(".run.http").waitFor();
    await page.getByText("broken clouds").first().waitFor();
    await runs().first().click({ button: "right" });
    await view.entry("Show Run").waitFor();
    assert.equal(await view.entry("Run Again").locator("a:not(.disabled)").count(), 0);
    await page.keyboard.press("Escape");
    assert.equal(sent(), 1);
    await picture("history-restricted.png");
  });

  await step("a run in the editor comes into the view by itself", async () => {
    await command("Workspaces: Manage Workspace Trust");
    await page.locator(".workspace-trust-editor").getByRole("button", { name: "Trust", exact: true }).click();
    await page.locator(".workspace-trust-trusted").waitFor();
    await openFile("weather.bpmn");
    await run().first().click();
    await until(() => sent() === 2, "the request");
    await until(async () => (await runs().count()) === 2, "the second row");
  });

  await step("a run is made again from the view", async () => {
    await view.press(runs().last(), "Run Again");
    await until(() => sent() === 3, "the request");
    await until(async () => (await runs().count()) === 3, "the third row");
    assert.equal(await dialog().count(), 0);
  });

  await step("F2 renames a variable wherever the model names it", async () => {
    await closeAll();
    await openFile("report.bpmn");
    await run().first().waitFor();
    await page.locator(".view-line span", { hasText: "degrees" }).last().dblclick();
    await rename("degrees", "celsius");
    await picture("rename.png");
    await page.keyboard.press("Enter");
    await page.locator(".view-line", { hasText: "now: celsius" }).waitFor();
    await page.locator(".view-line", { hasText: "celsius: response.body.main.temp" }).waitFor();
    await page.keyboard.press("Control+S");
    await until(() => open("report.bpmn").includes("{now: celsius}"), "the file");
    assert.doesNotMatch(open("report.bpmn"), /degrees/);
  });

  await step("F2 renames a secret in all models of the workspace, and in the env file", async () => {
    await page.locator(".view-line span", { hasText: "OPEN_WEATHER_MAP_API_KEY" }).first().dblclick();
    await rename("OPEN_WEATHER_MAP_API_KEY", "WEATHER_API_KEY");
    await page.keyboard.press("Enter");
    for (const name of ["report.bpmn", "weather.bpmn"]) {
      await until(() => open(name).includes("{{secrets.WEATHER_API_KEY}}"), `the new name in ${name}`);
      assert.doesNotMatch(open(name), /OPEN_WEATHER_MAP_API_KEY/);
    }
    await until(() => open(".env") === `WEATHER_API_KEY=${SECRET}\n`, "the new name in the env file");
  });

  await step("a name that is no variable's is refused with the reason", async () => {
    await page.locator(".view-line span", { hasText: "celsius" }).last().dblclick();
    await rename("celsius", "2 much");
    await page.keyboard.press("Enter");
    await page.getByText("is no name of a variable").first().waitFor();
  });

  await step("a run is compared with the one before it: what was renamed stands in the difference", async () => {
    await closeAll();
    await openFile("report.bpmn");
    await run().first().click();
    await until(async () => (await runs().count()) === 4, "the run under the new name");
    writeFileSync(
      path.join(workspace, "report.bpmn"),
      open("report.bpmn").replace("celsius: resp", "fahrenheit: resp"),
    );
    await page.locator(".view-line", { hasText: "fahrenheit: response.body" }).waitFor();
    await run().first().click();
    await until(async () => (await runs().count()) === 5, "the run under another name");
    await closeAll();
    await view.press(runs().first(), "Compare Run with Previous");
    await compared(/"celsius": 17\.4/, /"fahrenheit": 17\.4/);
    await tab("↔").waitFor();
    await picture("history-by-day.png");
  });

  await step("a run in another environment goes through its consent, the first time and again", async () => {
    await closeAll();
    await choose("full", "prod");
    await openFile("weather.bpmn");
    await run().first().click();
    await dialog().getByRole("button", { name: "Send", exact: true }).click();
    await until(async () => (await runs().count()) === 6, "the run in prod");
    await choose("prod", "full");
    const before = sent();
    await view.choose(runs().first(), "Run Again");
    await dialog().getByText("prod").first().waitFor();
    await dialog().getByRole("button", { name: "Cancel" }).click();
    await dialog().waitFor({ state: "detached" });
    // What the click began would have arrived before the answer to this.
    await command("connlint: Check All Models");
    await page.getByText("4 models").first().waitFor({ state: "attached" });
    assert.equal(sent(), before);
    assert.equal(await runs().count(), 6);
  });

  await step("two runs are compared: one selected before, both selected, one chosen from a list", async () => {
    await closeAll();
    await view.choose(runs().last(), "Select for Compare");
    await view.choose(runs().first(), "Compare with Selected");
    await compared(/environment: full[^]*appid=\*\*\*/, /environment: prod[^]*\/prod\/data/);
    await runs().first().click();
    await tab(".run.http").waitFor();
    await closeAll();
    await runs()
      .nth(1)
      .click({ modifiers: ["Control"] });
    await view.choose(runs().first(), "Compare Selected");
    await compared(/environment: full/, /environment: prod/);
    await closeAll();
    await view.choose(runs().last(), "Compare Run with…");
    await page.locator(".quick-input-list").getByText("prod").first().waitFor();
    await picture("history-pick.png");
    await page.keyboard.press("Enter");
    await compared(/environment: full/, /environment: prod/);
  });

  await step("the view groups by task", async () => {
    await rows().first().hover();
    await page.getByRole("button", { name: "Group by Task" }).click();
    await rows().filter({ hasText: "report.bpmn" }).waitFor();
    await rows().filter({ hasText: "weather.bpmn" }).waitFor();
    assert.equal(await runs().count(), 6);
    await picture("history.png");
  });

  await step("the panel shows a run of the past", async () => {
    await closeAll();
    const settings = path.join(editor.profile, "Machine/settings.json");
    writeFileSync(
      settings,
      JSON.stringify({ ...JSON.parse(readFileSync(settings, "utf-8")), "connlint.responseView": "panel" }),
    );
    const frame = page.frameLocator("iframe.webview").frameLocator("#active-frame");
    await until(async () => {
      await runs().first().click();
      return frame.getByRole("button", { name: "Copy body" }).count();
    }, "the panel");
    await frame.getByText("broken clouds").first().waitFor();
    await tab("Run of").waitFor();
    await picture("history-panel.png");
  });

  await step("the secret's value is in no file and nowhere in the window", async () => {
    assert.equal(readdirSync(path.join(editor.profile, "state/connlint/runs")).length, 6);
    const leaks = await leaksOf(SECRET, editor, hands, workspace);
    assert.deepEqual(
      leaks.filter((place) => !isCopyOfEnvFile(place)),
      [],
    );
  });

  await step("one run is deleted, then all", async () => {
    await view.choose(runs().first(), "Delete");
    await dialog().getByRole("button", { name: "Delete", exact: true }).click();
    await until(async () => (await runs().count()) === 5, "one run less");
    await command("connlint: Clear History");
    await dialog().waitFor();
    await picture("history-clear.png");
    await dialog().getByRole("button", { name: "Delete All" }).click();
    await page.getByText("Nothing was run here yet").waitFor();
    assert.deepEqual(readdirSync(path.join(editor.profile, "state/connlint/runs")), []);
    await picture("history-empty.png");
  });
} finally {
  await editor.close();
  service.stop();
}
process.exit(0);
