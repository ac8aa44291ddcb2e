/** The extension's own Python environment, made in its storage folder when the user agrees. */

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";

export const OLDEST_PYTHON: readonly [number, number] = [3, 11];

/** What went wrong, with a sentence that says what to do. `output` is for the log. */
export class InstallError extends Error {
  constructor(
    message: string,
    readonly output: string = "",
  ) {
    super(message);
  }
}

export interface Installation {
  /** Folder of the environment; replaced as a whole, and only by one that works. */
  readonly folder: string;
  /** What pip installs: a requirement or the path of a wheel. */
  readonly requirement: string;
  /** The interpreter of the setting, if there is one. */
  readonly python: string | null;
  readonly windows: boolean;
  readonly report: (step: string) => void;
  readonly log: (text: string) => void;
  /** Ends what runs from the environment of before, which is about to be replaced. */
  readonly release: () => Promise<void>;
  readonly signal: AbortSignal;
}

export function privatePython(folder: string, windows: boolean): string {
  return windows ? path.join(folder, "Scripts", "python.exe") : path.join(folder, "bin", "python");
}

/** The environment under way, and the one that is being replaced by it. */
const newFolder = (folder: string): string => `${folder}-new`;
const oldFolder = (folder: string): string => `${folder}-before`;

/** The interpreter of a complete private environment, if there is one; of one moved aside where a replacement broke off. */
export function installedPython(folder: string, windows: boolean): string | undefined {
  const whole = [folder, oldFolder(folder)].find((each) => isComplete(each, windows));
  return whole === undefined ? undefined : privatePython(whole, windows);
}

/** The mark is written last. */
function isComplete(folder: string, windows: boolean): boolean {
  return existsSync(path.join(folder, "complete")) && existsSync(privatePython(folder, windows));
}

/** What the private environment was made of. */
export async function installedRequirement(folder: string): Promise<string | undefined> {
  return readFile(path.join(folder, "complete"), "utf-8").catch(() => undefined);
}

/** Makes the environment beside the one that is there, and puts it into its place once it is known to work. */
export async function install(what: Installation): Promise<string> {
  what.report("looking for Python");
  const base = await findPython(what);
  const folder = newFolder(what.folder);
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.dirname(folder), { recursive: true });
  try {
    await make(folder, base, what);
    await what.release();
    await replace(what, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return privatePython(what.folder, what.windows);
}

async function make(folder: string, base: Command, what: Installation): Promise<void> {
  what.report("making the environment");
  const made = await execute(base[0], [...base.slice(1), "-I", "-m", "venv", folder], what);
  if (made.code !== 0) {
    throw new InstallError(venvAdvice(made.output), made.output);
  }
  const python = privatePython(folder, what.windows);
  what.report(`installing ${what.requirement}`);
  const pip = ["-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input", what.requirement];
  const installed = await execute(python, pip, what);
  if (installed.code !== 0) {
    throw new InstallError(pipAdvice(installed.output, what.requirement), installed.output);
  }
  const tried = await execute(python, ["-I", "-c", "import connlint_server.cli.server"], what);
  if (tried.code !== 0) {
    throw new InstallError(`The server of ${what.requirement} does not start; the log says why.`, tried.output);
  }
  await writeFile(path.join(folder, "complete"), what.requirement);
}

/**
 * An environment can be moved: its interpreter finds it by its own place, and nothing of ours starts its scripts, which
 * hold the old one.
 */
async function replace({ folder, windows }: Installation, made: string): Promise<void> {
  const before = oldFolder(folder);
  if (isComplete(folder, windows)) {
    await rm(before, { recursive: true, force: true });
    await rename(folder, before);
  } else {
    await rm(folder, { recursive: true, force: true });
  }
  try {
    await rename(made, folder);
  } catch (error) {
    if (existsSync(before)) {
      await rename(before, folder);
    }
    throw error;
  }
  await rm(before, { recursive: true, force: true });
}

/** What a person can do about a `python -m venv` that failed. */
export function venvAdvice(output: string): string {
  if (/ensurepip|python3?(\.\d+)?-venv/.test(output)) {
    return "Python has no venv module. Install it (Debian, Ubuntu: apt install python3-venv), then try again.";
  }
  return "The private environment could not be made; the log says why.";
}

/** What a person can do about a `pip install` that failed. */
export function pipAdvice(output: string, requirement: string): string {
  if (/CERTIFICATE_VERIFY_FAILED|SSLError/i.test(output)) {
    return "The certificate of the package index was not accepted. Behind an inspecting proxy, give pip its certificate (pip config set global.cert FILE), then try again.";
  }
  if (/ProxyError|407 Proxy/i.test(output)) {
    return "The proxy refused the connection. Set HTTPS_PROXY (or pip config set global.proxy URL), then try again.";
  }
  if (/NewConnectionError|Name or service not known|getaddrinfo|Temporary failure in name|timed out/i.test(output)) {
    return "The package index cannot be reached. Offline, download connlint's wheels elsewhere and name the file in connlint.server.package, or install connlint yourself and name it in connlint.server.command.";
  }
  if (/No matching distribution|Could not find a version/i.test(output)) {
    return `The package index does not offer ${requirement}. Name a wheel in connlint.server.package, or install connlint yourself and name it in connlint.server.command.`;
  }
  return "pip could not install connlint; the log says why.";
}

type Command = [string, ...string[]];

async function findPython(what: Installation): Promise<Command> {
  const names: Command[] = what.windows
    ? [["py", "-3"], ["python"]]
    : [["python3"], ["python"], ["python3.14"], ["python3.13"], ["python3.12"], ["python3.11"]];
  const candidates: Command[] = what.python === null ? names : [[what.python]];
  const seen: string[] = [];
  for (const candidate of candidates) {
    const probe = [...candidate.slice(1), "-I", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"];
    const answer = await execute(candidate[0], probe, what);
    const version = /(\d+)\.(\d+)\s*$/.exec(answer.output);
    if (answer.code !== 0 || version === null) {
      continue;
    }
    if (isRecent(Number(version[1]), Number(version[2]))) {
      return candidate;
    }
    seen.push(`${candidate.join(" ")} is ${version[1] ?? ""}.${version[2] ?? ""}`);
  }
  const found = seen.length > 0 ? ` (${seen.join(", ")})` : "";
  throw new InstallError(
    `connlint needs Python ${OLDEST_PYTHON.join(".")} or later, and none was found${found}. Install one, or name it in connlint.server.python.`,
  );
}

export function isRecent(major: number, minor: number): boolean {
  return major > OLDEST_PYTHON[0] || (major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1]);
}

function execute(command: string, args: string[], what: Installation): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    let output = "";
    // The parent of the environment's folder is the extension's own: nothing of a workspace can be imported from it.
    const cwd = existsSync(path.dirname(what.folder)) ? { cwd: path.dirname(what.folder) } : {};
    const child = spawn(command, args, { ...cwd, signal: what.signal, windowsHide: true });
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
      what.log(chunk.toString().trimEnd());
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", (error) => resolve({ code: -1, output: output + error.message }));
    child.on("close", (code) => resolve({ code: code ?? -1, output }));
  });
}
