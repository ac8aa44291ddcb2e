/** Where the server is found: which commands may start it, best first. No editor and no file system in here. */

import * as path from "node:path";

export interface ServerCommand {
  readonly origin: "setting" | "workspace" | "path" | "private";
  readonly command: string;
  readonly args: readonly string[];
}

export interface Surroundings {
  /** The user's own setting `connlint.server.command`. */
  readonly setting: readonly string[];
  readonly trusted: boolean;
  /** Interpreters of the workspace, best first. */
  readonly interpreters: readonly string[];
  readonly folders: readonly string[];
  readonly searchPath: string;
  /** The interpreter of the private environment, where that is complete. */
  readonly privatePython: string | undefined;
  readonly windows: boolean;
  readonly exists: (file: string) => boolean;
}

/** `-I` keeps the environment's variables, the user's packages and the working folder out of the private server. */
const ISOLATED = ["-I", "-c", "from connlint_server.cli.server import main; main()", "--stdio"];

export function privateCommand(python: string): ServerCommand {
  return { origin: "private", command: python, args: ISOLATED };
}

/** The value of `connlint.server.command`, which the editor passes on whatever its type; throws with what is expected. */
export function commandSetting(value: unknown): string[] {
  if (value === undefined || value === null) {
    return [];
  }
  const parts: unknown[] | undefined = Array.isArray(value) ? value : undefined;
  if (parts?.every((part) => typeof part === "string") === true) {
    return parts;
  }
  const found = parts === undefined ? `is ${typeWords(value)}` : `holds ${typeWords(parts.find(isNoString))}`;
  throw new Error(
    `The setting connlint.server.command ${found}; a list of strings is expected, such as ["/opt/connlint/bin/connlint-server"].`,
  );
}

function isNoString(value: unknown): boolean {
  return typeof value !== "string";
}

function typeWords(value: unknown): string {
  if (value === null) {
    return "null";
  }
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/**
 * The command that starts the server, or undefined where there is none.
 *
 * Nothing that a workspace could have put in place is taken before it is trusted; what stands on the PATH counts as
 * such, because a terminal or a tool of the workspace may have set it.
 */
export function serverCommand(around: Surroundings): ServerCommand | undefined {
  const [command, ...args] = around.setting;
  if (command !== undefined && command !== "") {
    return { origin: "setting", command, args: args.length > 0 ? args : ["--stdio"] };
  }
  if (around.trusted) {
    const script = workspaceScripts(around).find(around.exists);
    if (script !== undefined) {
      return { origin: "workspace", command: script, args: ["--stdio"] };
    }
    const onPath = pathScripts(around).find(around.exists);
    if (onPath !== undefined) {
      return { origin: "path", command: onPath, args: ["--stdio"] };
    }
  }
  return around.privatePython === undefined ? undefined : privateCommand(around.privatePython);
}

function workspaceScripts(around: Surroundings): string[] {
  const file = pathOf(around);
  const script = around.windows ? "connlint-server.exe" : "connlint-server";
  const bin = around.windows ? "Scripts" : "bin";
  const environments = around.folders.flatMap((folder) => [
    file.join(folder, ".venv", bin),
    file.join(folder, "venv", bin),
  ]);
  // Where nothing is chosen the Python extension says just "python", which names no place.
  const chosen = around.interpreters.filter((python) => file.isAbsolute(python));
  return [...chosen.map((python) => file.dirname(python)), ...environments].map((folder) => file.join(folder, script));
}

function pathScripts(around: Surroundings): string[] {
  const file = pathOf(around);
  const script = around.windows ? "connlint-server.exe" : "connlint-server";
  // A relative entry would name a file of whatever folder happens to be open.
  return around.searchPath
    .split(file.delimiter)
    .filter((folder) => file.isAbsolute(folder))
    .map((folder) => file.join(folder, script));
}

function pathOf(around: Surroundings): path.PlatformPath {
  return around.windows ? path.win32 : path.posix;
}
