/** Puts the parts together when the editor activates the extension, and takes them down at its end. */

import * as vscode from "vscode";
import { CheckOnce } from "./check-once";
import { checkWorkspace, registerCommands } from "./commands";
import { ConnectorsView } from "./connectors-view";
import { DiagramModels } from "./diagram-models";
import { Environments } from "./environments";
import { History } from "./history";
import { HistoryDocuments } from "./history-documents";
import { HistoryView } from "./history-view";
import { offerInstallation, offerUpdate, tellStopped } from "./install-server";
import { KeptValues } from "./kept-values";
import { LensReminder } from "./lens-reminder";
import type { RunChanged } from "./protocol";
import { Runs } from "./runs";
import { Server } from "./server";
import { Status } from "./status";

let running: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("connlint", { log: true });
  const status = new Status();
  const kept = new KeptValues(context.workspaceState, context.secrets);
  const server = new Server(context, log);
  const environments = new Environments(server, context.workspaceState, kept, status);
  const runs = new Runs(server, kept, environments, context.extensionUri);
  const checked = new CheckOnce(server, () => checkWorkspace(server, false));
  const view = new ConnectorsView(server, checked);
  const diagrams = new DiagramModels(server, checked);
  const lenses = new LensReminder();
  const documents = new HistoryDocuments(server);
  const past = new HistoryView(server, context.workspaceState);
  const history = new History(server, runs, past, documents);
  running = server;
  context.subscriptions.push(log, status, server, runs, view, diagrams, lenses, documents, past);
  context.subscriptions.push(...registerCommands({ context, log, server, runs, history, environments, kept }));
  void vscode.commands.executeCommand("setContext", "connlint.active", true);

  let offered = false;
  let updateOffered = false;
  const quietly = (work: Promise<unknown>): void => {
    work.catch((error: unknown) => log.error(error instanceof Error ? error.message : String(error)));
  };
  server.onChange((state) => {
    status.showServer(state);
    if (state.kind === "running") {
      quietly(environments.refresh());
    } else if (state.kind === "missing" && !offered) {
      offered = true;
      quietly(offerInstallation(context, server, log));
    } else if (state.kind === "failed") {
      quietly(tellStopped(server, state.message, log));
    }
    if ((state.kind === "running" || state.kind === "failed") && !updateOffered) {
      updateOffered = true;
      quietly(offerUpdate(context, server, log));
    }
  });
  server.onNotification(({ method, params }) => {
    view.refresh();
    if (method === "connlint/tasksChanged") {
      lenses.changed((params as { uri: string }).uri);
    }
    if (method === "connlint/runChanged") {
      quietly(runs.onRunChanged(params as RunChanged));
    }
  });
  context.subscriptions.push(
    vscode.workspace.onDidGrantWorkspaceTrust(() => quietly(onTrust(server))),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("connlint.server") && server.state.kind !== "starting") {
        quietly(server.reconsider());
      }
    }),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (/connlint\.toml$|pyproject\.toml$/.test(document.uri.path)) {
        quietly(environments.refresh());
      }
    }),
  );
  await startOnFirstModel(context, server);
}

export async function deactivate(): Promise<void> {
  await running?.stop();
}

/** An XML file alone starts nothing: most are no models. */
async function startOnFirstModel(context: vscode.ExtensionContext, server: Server): Promise<void> {
  const isModel = (document: vscode.TextDocument): boolean =>
    document.uri.path.endsWith(".bpmn") || (document.isUntitled && document.languageId === "xml");
  const waits = vscode.workspace.onDidOpenTextDocument((document) => {
    if (isModel(document)) {
      waits.dispose();
      void server.start();
    }
  });
  context.subscriptions.push(waits);
  const found = vscode.workspace.textDocuments.some(isModel) || (await hasModels());
  if (found && server.state.kind === "stopped") {
    waits.dispose();
    await server.start();
  }
}

async function hasModels(): Promise<boolean> {
  return (await vscode.workspace.findFiles("**/*.bpmn", undefined, 1)).length > 0;
}

/** A server that runs already is told; a trusted workspace may bring one that comes before it. */
async function onTrust(server: Server): Promise<void> {
  await server.notify("connlint/trustChanged", { trusted: true });
  await server.reconsider();
}
