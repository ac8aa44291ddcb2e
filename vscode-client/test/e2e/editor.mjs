// A VS Code with a profile of its own, and a browser that looks at it.
import { spawn } from "node:child_process";
import { mkdirSync, openSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

const EDITOR = process.env.EDITOR_FOLDER;
export const WORK = process.env.WORK_FOLDER;
export const CLIENT = path.resolve(import.meta.dirname, "../..");
export const SERVER = path.join(EDITOR, "server/bin/connlint-server");

const SETTINGS = {
  // The client's own way to log all messages; the secrets in them must not come out by it.
  "connlint.trace.server": "verbose",
  "chat.disableAIFeatures": true,
  "editor.minimap.enabled": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "files.autoSave": "off",
  "security.workspace.trust.startupPrompt": "never",
  "security.workspace.trust.banner": "never",
  "telemetry.telemetryLevel": "off",
  "window.menuBarVisibility": "hidden",
  "workbench.editor.useModal": "off",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};
const BROWSER = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
];

/**
 * `machine` are settings of this machine, which a workspace cannot give. `trust: false` leaves workspace trust to the
 * person; `path` replaces the PATH.
 */
export async function openEditor({ name, port, workspace, machine = {}, vsix, trust = false, path: searchPath }) {
  const profile = path.join(WORK, `${name}-profile`);
  for (const [folder, settings] of [
    ["User", SETTINGS],
    ["Machine", machine],
  ]) {
    mkdirSync(path.join(profile, folder), { recursive: true });
    writeFileSync(path.join(profile, folder, "settings.json"), JSON.stringify(settings));
  }
  const extensions = path.join(WORK, `${name}-extensions`);
  mkdirSync(extensions, { recursive: true });
  const entry = path.join(EDITOR, "node_modules/code-server/out/node/entry.js");
  const shared = [
    entry,
    "--auth",
    "none",
    "--bind-addr",
    `127.0.0.1:${port}`,
    "--disable-telemetry",
    "--disable-update-check",
    "--user-data-dir",
    profile,
    "--extensions-dir",
    extensions,
    "--config",
    path.join(WORK, `${name}.yaml`),
  ];
  const node = path.join(EDITOR, "bin/node");
  const log = openSync(path.join(WORK, `${name}.log`), "w");
  // The history of runs lies in the profile too: it is among the files that must not hold a secret.
  const env = { ...process.env, PATH: searchPath ?? process.env.PATH, XDG_STATE_HOME: path.join(profile, "state") };
  if (vsix !== undefined) {
    const install = spawn(node, [...shared, "--install-extension", vsix], { stdio: ["ignore", log, log], env });
    const code = await new Promise((resolve) => install.on("exit", resolve));
    if (code !== 0) {
      throw new Error(`the VSIX was not installed: ${code}`);
    }
  }
  const rest = [
    "--vscode-option",
    "enable-smoke-test-driver",
    ...(trust ? ["--disable-workspace-trust"] : []),
    workspace,
  ];
  const server = spawn(node, [...shared, ...rest], { stdio: ["ignore", log, log], env });
  const address = `http://127.0.0.1:${port}`;
  await until(
    () =>
      fetch(`${address}/healthz`).then(
        (answer) => answer.ok,
        () => false,
      ),
    "the editor's server",
  );
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: BROWSER });
  const context = await browser.newContext({ viewport: { width: 1360, height: 820 } });
  const close = async () => {
    await browser.close();
    server.kill();
  };
  return { page: await context.newPage(), address, profile, close };
}

export async function until(condition, what, seconds = 40) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await condition();
    if (value) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error(`waited ${seconds} s for ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
