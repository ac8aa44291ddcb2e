/** Offers the private environment and makes it, with progress and with an end that says what to do. */

import * as vscode from "vscode";
import { findServer, privateFolder } from "./find-server";
import { install, installedRequirement, InstallError } from "./private-environment";
import { extensionVersion, type Server } from "./server";

const INSTALL = "Install";
const UPDATE = "Update";
const CHOOSE = "Use an Installed One";

/** Asks once; the status item and the palette offer it again. */
export async function offerInstallation(
  context: vscode.ExtensionContext,
  server: Server,
  log: vscode.LogOutputChannel,
): Promise<void> {
  const question =
    "connlint's server was not found. Install it into a private Python environment of this extension? It needs Python 3.11 and the package index.";
  const answer = await vscode.window.showInformationMessage(question, INSTALL, CHOOSE);
  if (answer === INSTALL) {
    await installServer(context, server, log);
  } else if (answer === CHOOSE) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "connlint.server");
  }
}

/** Asks where the private environment in use is not what this extension would make: one of an earlier version. */
export async function offerUpdate(
  context: vscode.ExtensionContext,
  server: Server,
  log: vscode.LogOutputChannel,
): Promise<void> {
  const wanted = requirementOf(context);
  const made = await installedRequirement(privateFolder(context));
  if (made === undefined || made === wanted || (await findServer(context))?.origin !== "private") {
    return;
  }
  const question = `connlint's private server was made from ${made}; this extension goes with ${wanted}.`;
  if ((await vscode.window.showInformationMessage(question, UPDATE)) === UPDATE) {
    await installServer(context, server, log);
  }
}

/** Makes the private environment, in place of an older one, and starts the server of it; until then the older one serves. */
export async function installServer(
  context: vscode.ExtensionContext,
  server: Server,
  log: vscode.LogOutputChannel,
): Promise<void> {
  const settings = vscode.workspace.getConfiguration("connlint");
  const stop = new AbortController();
  let failure: unknown;
  try {
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: "connlint", cancellable: true },
      (progress, token) => {
        token.onCancellationRequested(() => stop.abort());
        return install({
          folder: privateFolder(context),
          requirement: requirementOf(context),
          python: settings.get<string | null>("server.python") ?? null,
          windows: process.platform === "win32",
          report: (message) => progress.report({ message }),
          log: (text) => log.info(text),
          release: () => server.stop(),
          signal: stop.signal,
        });
      },
    );
  } catch (error) {
    failure = error;
  }
  if (server.state.kind !== "running") {
    await server.start();
  }
  if (failure !== undefined && !stop.signal.aborted) {
    await tellFailure(failure, log);
  }
}

/** What pip is asked for: the user's own package, else connlint in the extension's version. */
function requirementOf(context: vscode.ExtensionContext): string {
  const own = vscode.workspace.getConfiguration("connlint").get<string | null>("server.package");
  return own ?? `connlint==${extensionVersion(context)}`;
}

/** Tells that the server does not run, and why; the status item says the same for as long as it lasts. */
export async function tellStopped(server: Server, message: string, log: vscode.LogOutputChannel): Promise<void> {
  const answer = await vscode.window.showErrorMessage(`connlint: ${message}`, "Restart Server", "Show Logs");
  if (answer === "Restart Server") {
    await server.start();
  } else if (answer === "Show Logs") {
    log.show();
  }
}

async function tellFailure(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  const message = error instanceof InstallError ? error.message : String(error);
  log.error(message);
  const answer = await vscode.window.showErrorMessage(message, "Show Logs", "Open Settings");
  if (answer === "Show Logs") {
    log.show();
  } else if (answer === "Open Settings") {
    await vscode.commands.executeCommand("workbench.action.openSettings", "connlint.server");
  }
}
