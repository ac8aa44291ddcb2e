// The packaged extension in a clean profile, with python3 on the PATH and no server: it makes its private environment.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { openEditor, VSIX, which, WORK } from "./editor.mjs";
import { handsOn } from "./hands.mjs";
import { startService } from "./service.mjs";
import { stepsIn } from "./steps.mjs";
import { until } from "./until.mjs";
import { makeWorkspace } from "./workspace.mjs";

const service = await startService();
const workspace = path.join(WORK, "clean/models");
makeWorkspace(workspace, service.port, "full");
// Only what the editor itself needs, and python3.
const bin = path.join(WORK, "clean-bin");
mkdirSync(bin);
for (const program of ["sh", "uname", "dirname", "readlink"]) {
  symlinkSync(which(program), path.join(bin, program));
}
// The interpreter itself: what the PATH has may be a script that needs more.
const interpreter = "import os, sys; print(os.path.realpath(sys.executable))";
symlinkSync(
  execFileSync(process.env.PYTHON ?? "python3", ["-c", interpreter], { encoding: "utf-8" }).trim(),
  path.join(bin, "python3"),
);
const [wheel] = readdirSync(path.join(WORK, "wheel")).map((name) => path.join(WORK, "wheel", name));
const editor = await openEditor({
  name: "clean",
  workspace,
  machine: { "connlint.server.package": wheel, "connlint.run.allowedHosts": [`127.0.0.1:${service.port}`] },
  vsix: [VSIX],
  trust: true,
  path: bin,
});
const { page } = editor;
const { command, lens, notification, openFile, picture, problems, squiggle } = handsOn(page);
const step = stepsIn(editor);
try {
  await page.goto(`${editor.address}/?folder=${workspace}`);
  const storage = path.join(editor.profile, "User/globalStorage/connlint.connlint");

  await step("without a server, one is offered and nothing is made", async () => {
    await notification("connlint's server was not found");
    assert.ok(!existsSync(path.join(storage, "server")));
  });

  await step("on consent the private environment is made of the wheel", async () => {
    const offer = await notification("connlint's server was not found");
    await offer.getByRole("button", { name: "Install", exact: true }).click();
    await until(() => existsSync(path.join(storage, "server/complete")), "the environment", 300);
  });

  await step("its server checks and runs", async () => {
    await openFile("weather.bpmn");
    await lens("▶ Run").click();
    await page.getByText("broken clouds").first().waitFor();
    assert.equal(service.seen.requests.length, 1);
  });

  await step("findings stand in the text, below the lens, and in Problems", async () => {
    await command("View: Close All Editors");
    await openFile("orders.bpmn");
    await squiggle().waitFor();
    await page.keyboard.press("Control+Shift+M");
    await problems().getByText("WEATHER_KEY").first().click();
    await lens("▶ Run").waitFor();
    await picture("findings.png");
  });

  await step("an environment of another version is made anew on consent", async () => {
    const mark = path.join(storage, "server/complete");
    writeFileSync(mark, "connlint==0.0.1");
    await page.reload();
    const offer = await notification("was made from connlint==0.0.1");
    await offer.getByRole("button", { name: "Update", exact: true }).click();
    await until(() => existsSync(mark) && readFileSync(mark, "utf-8") === wheel, "the new environment", 300);
  });
} finally {
  await editor.close();
  service.stop();
}
process.exit(0);
