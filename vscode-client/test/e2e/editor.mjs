// A VS Code with a profile of its own, and a browser that looks at it.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";
import { until } from "./until.mjs";

export const WORK = process.env.WORK_FOLDER;
export const SERVER = path.join(WORK, "server/bin/connlint-server");
export const PICTURES = process.env.PICTURES ?? path.join(WORK, "pictures");
export const VSIX = path.join(WORK, "connlint.vsix");
const EDITOR = path.join(WORK, "editor");

const SETTINGS = {
  // The client's own way to log all messages; the secrets in them must not come out by it.
  "connlint.trace.server": "verbose",
  "chat.disableAIFeatures": true,
  "editor.cursorBlinking": "solid",
  "editor.minimap.enabled": false,
  "editor.stickyScroll.enabled": false,
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
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
];

/**
 * `machine` are settings of this machine, which a workspace cannot give. `trust: false` leaves workspace trust to the
 * person; `path` replaces the PATH.
 */
export async function openEditor({ name, workspace, machine = {}, vsix = [], trust = false, path: searchPath }) {
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
  const shared = [
    path.join(EDITOR, "node_modules/code-server/out/node/entry.js"),
    ...["--auth", "none"],
    // The system gives a port that is free.
    ...["--bind-addr", "127.0.0.1:0"],
    "--disable-telemetry",
    "--disable-update-check",
    ...["--user-data-dir", profile],
    ...["--extensions-dir", extensions],
    ...["--config", path.join(WORK, `${name}.yaml`)],
  ];
  const node = path.join(EDITOR, "bin/node");
  const logFile = path.join(WORK, `${name}.log`);
  const log = openSync(logFile, "w");
  // The history of runs lies in the profile too: it is among the files that must not hold a secret.
  const env = { ...process.env, PATH: searchPath ?? process.env.PATH, XDG_STATE_HOME: path.join(profile, "state") };
  const start = (...rest) =>
    // A process group of its own, so that all that it starts can be ended with it.
    spawn(node, [...shared, ...rest], { stdio: ["ignore", log, log], env, detached: true });
  if (vsix.length > 0) {
    const [code] = await once(start(...vsix.flatMap((file) => ["--install-extension", file])), "exit");
    if (code !== 0) {
      throw new Error(`the extensions were not installed: ${code}, see ${logFile}`);
    }
  }
  const server = start(
    ...["--vscode-option", "enable-smoke-test-driver"],
    ...(trust ? ["--disable-workspace-trust"] : []),
    workspace,
  );
  endWithThisProcess(server);
  const listening = () => /listening on (http:\S+?)\/?\s/.exec(readFileSync(logFile, "utf-8"))?.[1];
  const address = await until(listening, "the editor's server");
  const browser = await chromium.launch({ executablePath: which("chromium"), args: BROWSER });
  const context = await browser.newContext({ viewport: { width: 1360, height: 820 } });
  const close = async () => {
    await browser.close();
    await end(server);
  };
  return { name, page: await context.newPage(), address, profile, logFile, close };
}

export function which(program) {
  return execFileSync("which", [program], { encoding: "utf-8" }).trim();
}

function endWithThisProcess(server) {
  process.on("exit", () => signal(server, "SIGKILL"));
  for (const name of ["SIGTERM", "SIGINT"]) {
    process.on(name, () => process.exit(1));
  }
}

async function end(server) {
  signal(server, "SIGTERM");
  await until(() => !signal(server, 0), "the editor's end", 10).catch(() => signal(server, "SIGKILL"));
}

/** Whether there was somebody to get it. */
function signal(server, name) {
  try {
    process.kill(-server.pid, name);
    return true;
  } catch {
    return false;
  }
}
