// Mocha inside the extension host of a real VS Code, over the extension as it lies here.
import path from "node:path";
import { CLIENT, openEditor, SERVER, WORK } from "./editor.mjs";
import { startService } from "./service.mjs";
import { makeWorkspace } from "./workspace.mjs";

const service = await startService();
const workspace = path.join(WORK, "inside");
makeWorkspace(workspace, service.port, "full");
process.env.CONNLINT_TEST_SERVICE = `http://127.0.0.1:${service.port}`;
const machine = { "connlint.server.command": [SERVER], "connlint.run.allowedHosts": [`127.0.0.1:${service.port}`] };
const editor = await openEditor({ name: "inside", port: 18411, workspace, machine, trust: true });

const ended = new Promise((resolve) => {
  // The host's own log comes the same way; only the suite's lines are of interest.
  void editor.page.exposeFunction("codeAutomationLog", (_type, words) => {
    if (/^(ok|FAILED) /.test(String(words[0]))) {
      console.log(...words);
    }
  });
  void editor.page.exposeFunction("codeAutomationExit", resolve);
});
const remote = (file) => `vscode-remote://${new URL(editor.address).host}${file}`;
const payload = [
  ["extensionDevelopmentPath", remote(CLIENT)],
  ["extensionTestsPath", remote(path.join(CLIENT, ".build/e2e/index.js"))],
  ["skipWelcome", "true"],
];
await editor.page.goto(`${editor.address}/?folder=${workspace}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
const limit = new Promise((resolve) => setTimeout(() => resolve("too slow"), 150_000));
const code = await Promise.race([ended, limit]);
await editor.close();
service.stop();
if (code !== 0) {
  console.error(`the tests inside the editor ended with ${code}`);
  process.exit(1);
}
process.exit(0);
