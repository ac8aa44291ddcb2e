/** The palette's commands. Each tells a failure once, in one place. */

import * as vscode from "vscode";
import type { Environments } from "./environments";
import type { History } from "./history";
import { installServer } from "./install-server";
import type { KeptValues } from "./kept-values";
import type { WorkspaceSummary } from "./protocol";
import type { Runs } from "./runs";
import type { Server } from "./server";
import { activeModel } from "./task-choice";

export interface Parts {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly server: Server;
  readonly runs: Runs;
  readonly history: History;
  readonly environments: Environments;
  readonly kept: KeptValues;
}

export function registerCommands(parts: Parts): vscode.Disposable[] {
  const { context, log, server, runs, environments, history } = parts;
  const ofHistory = Object.entries(history.commands).map(([name, act]) => [`history.${name}`, act] as const);
  const commands: Record<string, (argument: unknown, selection: unknown) => unknown> = {
    ...Object.fromEntries(ofHistory),
    run: (argument) => runs.run(argument),
    preview: (argument) => runs.preview(argument),
    curl: (argument) => runs.curl(argument),
    cancel: (argument) => runs.cancel(argument),
    showPanel: (argument) => runs.showPanel(argument),
    selectEnvironment: () => environments.pick(),
    forgetValues: () => forget(parts),
    checkWorkspace: () => checkWorkspace(server, true),
    fixAll: () => fixAll(),
    reopenAsText: (argument) => reopenAsText(argument),
    restart: () => server.start(),
    showLogs: () => log.show(),
    installServer: () => installServer(context, server, log),
  };
  return Object.entries(commands).map(([name, act]) =>
    vscode.commands.registerCommand(`connlint.${name}`, async (argument: unknown, selection: unknown) => {
      try {
        return await act(argument, selection);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        log.error(message);
        void vscode.window.showErrorMessage(`connlint: ${message}`);
        return undefined;
      }
    }),
  );
}

/** Checks every model of the workspace; `tells` says the counts. */
export async function checkWorkspace(server: Server, tells: boolean): Promise<WorkspaceSummary | undefined> {
  if (server.state.kind !== "running") {
    return undefined;
  }
  const summary = await server.request<WorkspaceSummary>("connlint/checkWorkspace", {});
  if (tells) {
    const { files, connectors, errors, warnings } = summary;
    void vscode.window.showInformationMessage(
      `connlint: ${files} models, ${connectors} connectors: ${errors} errors, ${warnings} warnings.`,
    );
  }
  return summary;
}

async function fixAll(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    return;
  }
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[] | undefined>(
    "vscode.executeCodeActionProvider",
    editor.document.uri,
    new vscode.Range(0, 0, editor.document.lineCount, 0),
    "source.fixAll.connlint",
  );
  const edit = actions?.[0]?.edit;
  if (edit === undefined) {
    void vscode.window.showInformationMessage("connlint: nothing here has one right answer.");
    return;
  }
  await vscode.workspace.applyEdit(edit);
}

async function reopenAsText(argument: unknown): Promise<void> {
  const uri = argument instanceof vscode.Uri ? argument : activeModel();
  if (uri !== undefined) {
    await vscode.commands.executeCommand("vscode.openWith", uri, "default");
  }
}

async function forget({ kept, environments }: Parts): Promise<void> {
  const where = environments.current === null ? "runs without an environment" : `"${environments.current}"`;
  const answer = await vscode.window.showWarningMessage(
    `Forget the remembered variables of this workspace, and the secrets kept for ${where}?`,
    { modal: true },
    "Forget",
  );
  if (answer === "Forget") {
    await kept.forget(environments.scope, environments.current);
    await environments.tell();
  }
}
