// Mocha inside the extension host of a real VS Code, over the extension as it is packaged.
import path from "node:path";
import { openEditor, SERVER, WORK } from "./editor.mjs";
import { startService } from "./service.mjs";
import { keep } from "./steps.mjs";
import { makeWorkspace } from "./workspace.mjs";

const SECONDS = 480;
const service = await startService();
const workspace = path.join(WORK, "inside-models");
makeWorkspace(workspace, service.port, "full");
process.env.CONNLINT_TEST_SERVICE = `http://127.0.0.1:${service.port}`;
const machine = { "connlint.server.command": [SERVER], "connlint.run.allowedHosts": [`127.0.0.1:${service.port}`] };
const editor = await openEditor({ name: "inside", workspace, machine, trust: true });

let tested = 0;
const ended = new Promise((resolve) => {
  // The host's own log comes the same way; only the suite's lines are of interest.
  void editor.page.exposeFunction("codeAutomationLog", (_type, words) => {
    if (/^(ok|FAILED) /.test(String(words[0]))) {
      tested += 1;
      console.log(...words);
    }
  });
  void editor.page.exposeFunction("codeAutomationExit", resolve);
});
const remote = (file) => `vscode-remote://${new URL(editor.address).host}${file}`;
const payload = [
  ["extensionDevelopmentPath", remote(path.join(WORK, "package/extension"))],
  ["extensionTestsPath", remote(path.join(WORK, "inside/index.js"))],
  ["skipWelcome", "true"],
];
await editor.page.goto(`${editor.address}/?folder=${workspace}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
const limit = new Promise((resolve) => setTimeout(() => resolve(`nothing after ${SECONDS} s`), SECONDS * 1000));
const code = await Promise.race([ended, limit]);
if (code !== 0 || tested === 0) {
  console.error(`the tests inside the editor ended with ${code}; ${tested} told their end`);
  await keep(editor);
}
await editor.close();
service.stop();
process.exit(code === 0 && tested > 0 ? 0 : 1);
