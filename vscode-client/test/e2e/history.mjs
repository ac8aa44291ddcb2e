// Runs of the past, for a person with the packaged extension: listed, shown, made again, compared, deleted; and a rename between two runs.
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { deskOf } from "./desk.mjs";
import { CLIENT, openEditor, SERVER, until, WORK } from "./editor.mjs";
import { addReport } from "./report.mjs";
import { startService } from "./service.mjs";
import { stepsOn } from "./steps.mjs";
import { makeWorkspace, SECRET } from "./workspace.mjs";

const service = await startService();
const workspace = path.join(WORK, "history");
makeWorkspace(workspace, service.port, "full");
addReport(workspace);
const editor = await openEditor({
  name: "history",
  port: 18414,
  workspace,
  machine: { "connlint.server.command": [SERVER], "connlint.run.allowedHosts": [`127.0.0.1:${service.port}`] },
  vsix: path.join(CLIENT, "connlint.vsix"),
});
const { page } = editor;
page.setDefaultTimeout(30_000);
const step = stepsOn(page, "history");
const desk = deskOf(page);
const sent = () => service.seen.requests.length;
const rows = () => desk.rows("Connector Runs");
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
  await desk.palette("View: Close All Editors");
  await page.locator(".tab").first().waitFor({ state: "detached" });
};

try {
  // What was run in a terminal is among the runs.
  const cli = await promisify(execFile)(path.join(path.dirname(SERVER), "connlint"), ["run", "weather.bpmn"], {
    cwd: workspace,
    env: { ...process.env, XDG_STATE_HOME: path.join(editor.profile, "state") },
  });
  assert.match(cli.stdout, /200/);
  await page.goto(`${editor.address}/?folder=${workspace}`);

  await step("Restricted Mode lists and shows runs, and sends nothing", async () => {
    await page.getByText("Restricted Mode").first().waitFor();
    await desk.openFile("weather.bpmn");
    await page.getByRole("button", { name: "Connector Runs Section" }).click();
    await desk.enlarge("Connector Runs", 220);
    await runs().filter({ hasText: "Get weather" }).waitFor();
    assert.equal(await runs().count(), 1);
    await runs().first().click();
    await page.locator(".tab.active, .tab", { hasText: ".run.http" }).first().waitFor();
    await page.getByText("broken clouds").first().waitFor();
    await runs().first().click({ button: "right" });
    await desk.menuItem("Show Run").waitFor();
    assert.equal(await desk.menuItem("Run Again").locator("a:not(.disabled)").count(), 0);
    await page.keyboard.press("Escape");
    assert.equal(sent(), 1);
    await desk.picture("history-restricted.png");
  });

  await step("a run in the editor comes into the view by itself", async () => {
    await desk.trust();
    await desk.openFile("weather.bpmn");
    await desk.lens("▶ Run").click();
    await until(() => sent() === 2, "the request");
    await until(async () => (await runs().count()) === 2, "the second row");
  });

  await step("a run is made again from the view", async () => {
    await runs().last().hover();
    await runs().last().getByRole("button", { name: "Run Again" }).click();
    await until(() => sent() === 3, "the request");
    await until(async () => (await runs().count()) === 3, "the third row");
    assert.equal(await desk.dialog().count(), 0);
  });

  await step("F2 renames a variable wherever the model names it", async () => {
    await closeAll();
    await desk.openFile("report.bpmn");
    await desk.lens("▶ Run").waitFor();
    await page.locator(".view-line span", { hasText: "degrees" }).last().dblclick();
    await page.keyboard.press("F2");
    const box = page.locator(".rename-box input, input.rename-input").first();
    await box.waitFor();
    assert.equal(await box.inputValue(), "degrees");
    await box.fill("celsius");
    await desk.picture("rename.png");
    await page.keyboard.press("Enter");
    await page.locator(".view-line", { hasText: "now: celsius" }).waitFor();
    await page.locator(".view-line", { hasText: "celsius: response.body.main.temp" }).waitFor();
    await page.keyboard.press("Control+S");
    await until(() => open("report.bpmn").includes("{now: celsius}"), "the file");
    assert.doesNotMatch(open("report.bpmn"), /degrees/);
  });

  await step("F2 renames a secret in all models of the workspace", async () => {
    await page.locator(".view-line span", { hasText: "OPEN_WEATHER_MAP_API_KEY" }).first().dblclick();
    await page.keyboard.press("F2");
    const box = page.locator(".rename-box input, input.rename-input").first();
    await box.waitFor();
    assert.equal(await box.inputValue(), "OPEN_WEATHER_MAP_API_KEY");
    await box.fill("WEATHER_API_KEY");
    await page.keyboard.press("Enter");
    for (const name of ["report.bpmn", "weather.bpmn"]) {
      await until(() => open(name).includes("{{secrets.WEATHER_API_KEY}}"), `the new name in ${name}`);
      assert.doesNotMatch(open(name), /OPEN_WEATHER_MAP_API_KEY/);
    }
    writeFileSync(path.join(workspace, ".env"), `WEATHER_API_KEY=${SECRET}\n`);
  });

  await step("a name that is no variable's is refused with the reason", async () => {
    await page.locator(".view-line span", { hasText: "celsius" }).last().dblclick();
    await page.keyboard.press("F2");
    await page.locator(".rename-box input, input.rename-input").first().fill("2 much");
    await page.keyboard.press("Enter");
    await page.getByText("is no name of a variable").first().waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
  });

  await step("a run is compared with the one before it: what was renamed stands in the difference", async () => {
    await closeAll();
    await desk.openFile("report.bpmn");
    await desk.lens("▶ Run").click();
    await until(async () => (await runs().count()) === 4, "the run under the new name");
    writeFileSync(
      path.join(workspace, "report.bpmn"),
      open("report.bpmn").replace("celsius: resp", "fahrenheit: resp"),
    );
    await page.locator(".view-line", { hasText: "fahrenheit: response.body" }).waitFor();
    await desk.lens("▶ Run").click();
    await until(async () => (await runs().count()) === 5, "the run under another name");
    await closeAll();
    await runs().first().hover();
    await runs().first().getByRole("button", { name: "Compare Run with Previous" }).click();
    await compared(/"celsius": 17\.4/, /"fahrenheit": 17\.4/);
    await page.locator(".tab", { hasText: "↔" }).waitFor();
    await page.mouse.move(700, 400);
    await desk.picture("history.png");
  });

  await step("a run in another environment goes through its consent, the first time and again", async () => {
    await closeAll();
    await page.locator(".statusbar-item", { hasText: "full" }).click();
    await desk.input().fill("prod");
    await page.keyboard.press("Enter");
    await desk.openFile("weather.bpmn");
    await desk.lens("▶ Run").click();
    await desk.dialog().getByRole("button", { name: "Send", exact: true }).click();
    await until(async () => (await runs().count()) === 6, "the run in prod");
    await page.locator(".statusbar-item", { hasText: "prod" }).click();
    await desk.input().fill("full");
    await page.keyboard.press("Enter");
    const before = sent();
    await desk.choose(runs().first(), "Run Again");
    await desk.dialog().getByText("prod").first().waitFor();
    await desk.dialog().getByRole("button", { name: "Cancel" }).click();
    await page.waitForTimeout(500);
    assert.equal(sent(), before);
    assert.equal(await runs().count(), 6);
  });

  await step("two runs are compared: one selected before, both selected, one chosen from a list", async () => {
    await closeAll();
    await desk.choose(runs().last(), "Select for Compare");
    await desk.choose(runs().first(), "Compare with Selected");
    await compared(/environment: full[^]*appid=\*\*\*/, /environment: prod[^]*\/prod\/data/);
    await runs().first().click();
    await page.locator(".tab", { hasText: ".run.http" }).waitFor();
    await closeAll();
    await runs()
      .nth(1)
      .click({ modifiers: ["Control"] });
    await desk.choose(runs().first(), "Compare Selected");
    await compared(/environment: full/, /environment: prod/);
    await closeAll();
    await desk.choose(runs().last(), "Compare Run with…");
    await page.locator(".quick-input-list").getByText("prod").first().waitFor();
    await desk.picture("history-pick.png");
    await page.keyboard.press("Enter");
    await compared(/environment: full/, /environment: prod/);
  });

  await step("the view groups by task", async () => {
    await rows().first().hover();
    await page.getByRole("button", { name: "Group by Task" }).click();
    await rows().filter({ hasText: "report.bpmn" }).waitFor();
    await rows().filter({ hasText: "weather.bpmn" }).waitFor();
    assert.equal(await runs().count(), 6);
    await page.mouse.move(700, 400);
    await desk.picture("history-by-task.png");
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
    await page.locator(".tab", { hasText: "Run of" }).waitFor();
    await desk.picture("history-panel.png");
  });

  await step("the secret's value is in no file of the profile and nowhere on the page", async () => {
    const files = [editor.profile, workspace].flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== ".env")
        .map((entry) => path.join(entry.parentPath, entry.name)),
    );
    assert.equal(files.filter((file) => file.includes("/state/connlint/runs/")).length, 6);
    for (const form of [SECRET, Buffer.from(SECRET).toString("base64")]) {
      const holding = files.filter((file) => readFileSync(file).includes(form));
      assert.deepEqual(holding, []);
      assert.ok(!(await page.content()).includes(form));
    }
  });

  await step("one run is deleted, then all", async () => {
    await desk.choose(runs().first(), "Delete");
    await desk.dialog().getByRole("button", { name: "Delete", exact: true }).click();
    await until(async () => (await runs().count()) === 5, "one run less");
    await desk.palette("connlint: Clear History");
    await desk.dialog().waitFor();
    await desk.picture("history-clear.png");
    await desk.dialog().getByRole("button", { name: "Delete All" }).click();
    await page.getByText("Nothing was run here yet").waitFor();
    assert.deepEqual(readdirSync(path.join(editor.profile, "state/connlint/runs")), []);
    await page.mouse.move(700, 400);
    await desk.picture("history-empty.png");
  });
} finally {
  await editor.close();
  service.stop();
}
process.exit(0);
