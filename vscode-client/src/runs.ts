/** Run, preview and cURL: from the command to what the user sees. */

import * as vscode from "vscode";
import { Asking, confirm } from "./ask";
import type { Environments } from "./environments";
import type { KeptValues } from "./kept-values";
import { FinishedRuns, keyOf, taskOfRun } from "./finished-runs";
import type { AnyRun, CurlReport, PreviewReport, Run, RunChanged, RunParams, RunReport, WholeBody } from "./protocol";
import { ResponsePanel } from "./response-panel";
import { converse, type Conversation } from "./run-conversation";
import type { Server } from "./server";
import { showDocument, usesPanel } from "./show-document";
import { taskOf } from "./task-choice";

/** What is known of a run that is to be made again. */
type Past = Pick<AnyRun, "element" | "environment"> & { readonly textDocument: { readonly uri: string | null } };

export class Runs implements vscode.Disposable {
  private readonly finished = new FinishedRuns();
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
      rerun: (run) => this.rerun(run),
      curl: async (run) => this.curl(await this.reopened(run)),
      body: (run, exchange) => server.request<WholeBody | null>("connlint/runBody", { run: run.id, exchange }),
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

  /** The task of a run once more, as its model stands now, in the environment of that run; asked for like any run. */
  async rerun(run: Past): Promise<Run | undefined> {
    return this.run(await this.reopened(run));
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
    const run = await this.meant(argument);
    if (run === undefined) {
      void vscode.window.showInformationMessage("There is no response yet. Run a task first.");
      return;
    }
    this.panel.show(run);
  }

  /** A run of the past, in the panel. */
  showInPanel(run: AnyRun): void {
    this.panel.show(run);
  }

  /** A run that was started here has its document from the first moment on: "running…", with what comes later. */
  async onRunChanged(change: RunChanged): Promise<void> {
    const started = this.awaited.has(keyOf(change));
    if (change.state === "running" && started && !usesPanel()) {
      await showDocument(change.document);
    }
  }

  dispose(): void {
    this.panel.dispose();
  }

  private async show(run: Run): Promise<void> {
    this.finished.add(run);
    if (usesPanel()) {
      this.panel.show(run);
    } else {
      await showDocument(run.document);
      this.server.refreshDocument(vscode.Uri.parse(run.document));
    }
  }

  /** The run of a document of its own, of a task, or the last of all. */
  private async meant(argument: unknown): Promise<Run | undefined> {
    if (argument === undefined || argument instanceof vscode.Uri) {
      return (argument && this.finished.ofDocument(argument.toString())) ?? this.finished.last();
    }
    const task = await taskOf(this.server, argument);
    return task && this.finished.last(task);
  }

  /** What a run was of, with its model known to the server again: it may have been closed since. */
  private async reopened(run: Past): Promise<RunParams> {
    const { uri } = run.textDocument;
    if (uri === null) {
      throw new Error("The model of this run came from standard input: it is not there any more.");
    }
    const place = vscode.Uri.parse(uri);
    const isOpen = vscode.workspace.textDocuments.some((each) => each.uri.toString() === place.toString());
    // To open a document that was never saved makes an empty one of that name.
    if (place.scheme === "untitled" && !isOpen) {
      throw new Error("The model of this run was never saved, and it is closed.");
    }
    const document = await vscode.workspace.openTextDocument(place);
    const task = taskOfRun({ textDocument: { uri: document.uri.toString() }, element: run.element });
    return { ...task, environment: run.environment };
  }

  private async conversation<Report>(method: string, task: RunParams): Promise<Conversation<Report>> {
    await this.environments.refresh(task.textDocument.uri);
    const environment = task.environment === undefined ? this.environments.current : task.environment;
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

function isRunId(argument: unknown): argument is { run: string } {
  return typeof argument === "object" && argument !== null && "run" in argument;
}
