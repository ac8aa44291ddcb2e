// The packaged extension in a clean profile, with python3 on the PATH and no server: it makes its private environment.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CLIENT, openEditor, until, WORK } from "./editor.mjs";
import { startService } from "./service.mjs";
import { stepsOn } from "./steps.mjs";
import { makeWorkspace } from "./workspace.mjs";

const service = await startService();
const workspace = path.join(WORK, "clean");
makeWorkspace(workspace, service.port, "full");
// Only what the editor itself needs, and python3.
const bin = path.join(WORK, "clean-bin");
mkdirSync(bin);
for (const program of ["python3", "sh", "uname", "dirname", "readlink"]) {
  symlinkSync(path.join("/usr/bin", program), path.join(bin, program));
}
const [wheel] = readdirSync(path.join(WORK, "wheel")).map((name) => path.join(WORK, "wheel", name));
const editor = await openEditor({
  name: "clean",
  port: 18413,
  workspace,
  machine: { "connlint.server.package": wheel, "connlint.run.allowedHosts": [`127.0.0.1:${service.port}`] },
  vsix: path.join(CLIENT, "connlint.vsix"),
  trust: true,
  path: bin,
});
const { page } = editor;
page.setDefaultTimeout(30_000);
const step = stepsOn(page, "clean");
try {
  await page.goto(`${editor.address}/?folder=${workspace}`);
  const storage = path.join(editor.profile, "User/globalStorage/connlint.connlint");

  await step("without a server, one is offered and nothing is made", async () => {
    // A toast goes after a while; the bell keeps what it said.
    await page.getByText("connlint's server was not found").first().waitFor({ state: "attached" });
    await page.locator("[id='status.notifications']").click();
    await page.locator(".notifications-center").getByText("connlint's server was not found").waitFor();
    assert.ok(!existsSync(path.join(storage, "server")));
  });

  await step("on consent the private environment is made of the wheel", async () => {
    await page.locator(".notifications-center").getByRole("button", { name: "Install", exact: true }).click();
    await until(() => existsSync(path.join(storage, "server/complete")), "the environment", 120);
  });

  await step("its server checks and runs", async () => {
    await page.getByRole("treeitem", { name: /^weather/ }).dblclick();
    await page.locator(".codelens-decoration > a", { hasText: "▶ Run" }).first().click();
    await page.getByText("broken clouds").first().waitFor();
    assert.equal(service.seen.requests.length, 1);
  });

  await step("findings stand in the text, below the lens, and in Problems", async () => {
    await page.keyboard.press("Control+1");
    await page.keyboard.press("F1");
    await page.locator(".quick-input-widget input:visible").first().fill(">View: Close All Editors");
    await page.keyboard.press("Enter");
    await page.getByRole("treeitem", { name: /^orders/ }).dblclick();
    await page.locator(".squiggly-error").first().waitFor();
    await page.keyboard.press("Control+Shift+M");
    await page.locator(".markers-panel").getByText("WEATHER_KEY").first().click();
    await page.locator(".codelens-decoration > a", { hasText: "▶ Run" }).first().waitFor();
    await page.mouse.move(700, 400);
    await page.waitForTimeout(600);
    await page.screenshot({ path: path.join(process.env.PICTURES ?? WORK, "findings.png") });
  });

  await step("an environment of another version is made anew on consent", async () => {
    const mark = path.join(storage, "server/complete");
    writeFileSync(mark, "connlint==0.0.1");
    await page.reload();
    await page.getByText("was made from connlint==0.0.1").first().waitFor({ state: "attached" });
    await page.locator("[id='status.notifications']").click();
    await page.locator(".notifications-center").getByRole("button", { name: "Update", exact: true }).click();
    await until(() => existsSync(mark) && readFileSync(mark, "utf-8") === wheel, "the new environment", 120);
  });
} finally {
  await editor.close();
  service.stop();
}
process.exit(0);
