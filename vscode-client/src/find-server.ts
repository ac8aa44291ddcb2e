/** Looks for the server in this editor: settings, trust, the Python extension, the file system. */

import { existsSync } from "node:fs";
import * as vscode from "vscode";
import { installedPython } from "./private-environment";
import { commandSetting, serverCommand, type ServerCommand } from "./server-command";

interface PythonExtension {
  readonly environments?: { getActiveEnvironmentPath(resource?: vscode.Uri): { path: string } };
}

export function privateFolder(context: vscode.ExtensionContext): string {
  return vscode.Uri.joinPath(context.globalStorageUri, "server").fsPath;
}

/** Throws, with words for the user, where a setting cannot be read. */
export async function findServer(context: vscode.ExtensionContext): Promise<ServerCommand | undefined> {
  const windows = process.platform === "win32";
  const trusted = vscode.workspace.isTrusted;
  const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === "file");
  return serverCommand({
    setting: commandSetting(vscode.workspace.getConfiguration("connlint").get<unknown>("server.command")),
    trusted,
    interpreters: trusted ? await activeInterpreters(folders) : [],
    folders: folders.map((folder) => folder.uri.fsPath),
    searchPath: process.env["PATH"] ?? "",
    privatePython: installedPython(privateFolder(context), windows),
    windows,
    exists: existsSync,
  });
}

/** The interpreters that the user chose in the Python extension, where that is installed. */
async function activeInterpreters(folders: readonly vscode.WorkspaceFolder[]): Promise<string[]> {
  const extension = vscode.extensions.getExtension<PythonExtension>("ms-python.python");
  if (extension === undefined) {
    return [];
  }
  try {
    const python = extension.isActive ? extension.exports : await extension.activate();
    const paths = folders.map((folder) => python.environments?.getActiveEnvironmentPath(folder.uri).path);
    return paths.filter((each) => each !== undefined);
  } catch {
    // An extension that fails is not a reason to leave a model unchecked.
    return [];
  }
}
