/** Run, preview and cURL: from the command to what the user sees. */

import * as vscode from "vscode";
import { Asking, confirm } from "./ask";
import type { Environments } from "./environments";
import type { KeptValues } from "./kept-values";
import type { CurlReport, PreviewReport, Run, RunChanged, RunParams, RunReport } from "./protocol";
import { ResponsePanel } from "./response-panel";
import { converse, type Conversation } from "./run-conversation";
import type { Server } from "./server";
import { taskOf } from "./task-choice";

const KEPT_RUNS = 20;

export class Runs implements vscode.Disposable {
  private readonly finished = new Map<string, Run>();
  /** Tasks whose run was started here and whose document is to be shown once the server names it. */
  private readonly awaited = new Set<string>();
  private readonly panel: ResponsePanel;

  constructor(
    private readonly server: Server,
    private readonly kept: KeptValues,
    private readonly environments: Environments,
    extension: vscode.Uri,
  ) {
    this.panel = new ResponsePanel(extension, {
      rerun: (run) => this.run({ textDocument: { uri: run.textDocument.uri }, element: run.element.id }),
      curl: (run) => this.curl({ textDocument: { uri: run.textDocument.uri }, element: run.element.id }),
    });
  }

  /** Resolves to the run, or to undefined where there was none. */
  async run(argument: unknown): Promise<Run | undefined> {
    if (!vscode.workspace.isTrusted) {
      void vscode.window.showWarningMessage("Requests are never sent from a workspace that is not trusted.");
      return undefined;
    }
    const task = await taskOf(this.server, argument);
    if (task === undefined) {
      return undefined;
    }
    this.awaited.add(keyOf(task));
    try {
      const ending = await converse<RunReport>(task, await this.conversation("connlint/run", task));
      if (ending.kind === "finished") {
        await this.show(ending.run);
        return ending.run;
      }
      tell(ending);
      return undefined;
    } finally {
      this.awaited.delete(keyOf(task));
    }
  }

  async preview(argument: unknown): Promise<void> {
    const task = await taskOf(this.server, argument);
    if (task === undefined) {
      return;
    }
    const ending = await converse<PreviewReport>(task, await this.conversation("connlint/preview", task));
    if (ending.kind === "prepared") {
      await showDocument(ending.document);
    } else {
      tell(ending);
    }
  }

  async curl(argument: unknown): Promise<void> {
    const task = await taskOf(this.server, argument);
    if (task === undefined) {
      return;
    }
    const params = vscode.workspace.isTrusted ? task : { ...task, environment: null };
    const ending = await converse<CurlReport>(params, await this.conversation("connlint/curl", task));
    if (ending.kind === "command") {
      await vscode.env.clipboard.writeText(ending.command);
      void vscode.window.showInformationMessage(["Copied as cURL.", ...ending.notes].join(" "));
    } else {
      tell(ending);
    }
  }

  async cancel(argument: unknown): Promise<void> {
    const task = isRunId(argument) ? argument : await taskOf(this.server, argument);
    if (task !== undefined && !(await this.server.request<boolean>("connlint/cancel", task))) {
      void vscode.window.showInformationMessage("Nothing is running there.");
    }
  }

  /** The panel of the last run, of the task or of all. */
  async showPanel(argument: unknown): Promise<void> {
    const runs = [...this.finished.values()].reverse();
    const task =
      argument instanceof vscode.Uri || argument === undefined ? undefined : await taskOf(this.server, argument);
    const run =
      runs.find((each) => argument instanceof vscode.Uri && each.document === argument.toString()) ??
      runs.find((each) => task === undefined || each.element.id === task.element);
    if (run === undefined) {
      void vscode.window.showInformationMessage("There is no response yet. Run a task first.");
      return;
    }
    this.panel.show(run);
  }

  /** A run that was started here has its document from the first moment on: "running…", with what comes later. */
  async onRunChanged(change: RunChanged): Promise<void> {
    const started = this.awaited.has(`${change.textDocument.uri} ${change.element}`);
    if (change.state === "running" && started && !usesPanel()) {
      await showDocument(change.document);
    }
  }

  dispose(): void {
    this.panel.dispose();
  }

  private async show(run: Run): Promise<void> {
    this.finished.set(run.id, run);
    for (const id of [...this.finished.keys()].slice(0, -KEPT_RUNS)) {
      this.finished.delete(id);
    }
    if (usesPanel()) {
      this.panel.show(run);
    } else {
      await showDocument(run.document);
      this.server.refreshDocument(vscode.Uri.parse(run.document));
    }
  }

  private async conversation<Report>(method: string, task: RunParams): Promise<Conversation<Report>> {
    await this.environments.refresh(task.textDocument.uri);
    const environment = this.environments.current;
    const place = { scope: this.environments.scope, environment, uri: task.textDocument.uri, element: task.element };
    const asking = new Asking(this.kept, place, () => this.environments.tell());
    return {
      ask: (params) => this.server.request<Report>(method, { environment, ...params }),
      confirm,
      variables: (missing) => asking.variables(missing),
      secrets: (missing) => asking.secrets(missing),
    };
  }
}

function tell(ending: { kind: string; message?: string }): void {
  if (ending.kind === "refused" || ending.kind === "failed") {
    void vscode.window.showErrorMessage(ending.message ?? "Nothing was sent.");
  }
}

async function showDocument(uri: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const coloured =
    document.languageId === "connlint-run"
      ? document
      : await vscode.languages.setTextDocumentLanguage(document, "connlint-run");
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === coloured);
  await vscode.window.showTextDocument(coloured, {
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.Beside,
    preserveFocus: true,
    preview: true,
  });
}

function usesPanel(): boolean {
  return vscode.workspace.getConfiguration("connlint").get("responseView") === "panel";
}

function keyOf(task: RunParams): string {
  return `${task.textDocument.uri} ${task.element}`;
}

function isRunId(argument: unknown): argument is { run: string } {
  return typeof argument === "object" && argument !== null && "run" in argument;
}
