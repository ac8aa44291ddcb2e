/** The panel beside the model: one, reused for each run. */

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { bodyFileName, exactText } from "./body-offer";
import { timeWords } from "./history-look";
import { lastRequest } from "./last-request";
import { panelHtml } from "./panel-html";
import type { FromPanel, ToPanel } from "./panel-messages";
import type { AnyRun, Body, Run, WholeBody } from "./protocol";

export interface PanelActions {
  rerun(run: AnyRun): Promise<unknown>;
  curl(run: AnyRun): Promise<unknown>;
  /** A response's body as it came; null where the server has it no more. */
  body(run: Run, exchange: number): Promise<WholeBody | null>;
}

interface ShownBody {
  readonly text: string | undefined;
  readonly bytes: Uint8Array;
  readonly name: string;
}

export class ResponsePanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private run: AnyRun | undefined;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly actions: PanelActions,
  ) {}

  show(run: AnyRun): void {
    this.run = run;
    const panel = this.panel ?? this.create();
    const which = isOfThisSession(run) ? `Run ${run.number}` : `Run of ${timeOf(run)}`;
    panel.title = `${which}: ${run.element.name || run.element.id}`;
    panel.reveal(undefined, true);
    this.post();
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private create(): vscode.WebviewPanel {
    const roots = [vscode.Uri.joinPath(this.extension, "dist"), vscode.Uri.joinPath(this.extension, "media")];
    const panel = vscode.window.createWebviewPanel(
      "connlint.response",
      "connlint",
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: roots },
    );
    const resource = (...parts: string[]): string =>
      panel.webview.asWebviewUri(vscode.Uri.joinPath(this.extension, ...parts)).toString();
    panel.webview.html = panelHtml({
      cspSource: panel.webview.cspSource,
      nonce: randomBytes(16).toString("hex"),
      script: resource("dist", "panel.js"),
      style: resource("media", "panel.css"),
    });
    panel.webview.onDidReceiveMessage((message: FromPanel) => {
      this.receive(message).catch((error: unknown) => {
        void vscode.window.showErrorMessage(`connlint: ${error instanceof Error ? error.message : String(error)}`);
      });
    });
    panel.onDidDispose(() => (this.panel = undefined));
    this.panel = panel;
    return panel;
  }

  private post(): void {
    if (this.run !== undefined) {
      const message: ToPanel = { kind: "run", run: this.run, whole: isOfThisSession(this.run) };
      void this.panel?.webview.postMessage(message);
    }
  }

  private async receive({ kind }: FromPanel): Promise<void> {
    const run = this.run;
    if (run === undefined) {
      return;
    }
    switch (kind) {
      case "ready":
        return this.post();
      case "copy":
        return copy(await this.body(run));
      case "save":
        return save(await this.body(run));
      case "rerun":
        await this.actions.rerun(run);
        return;
      case "curl":
        await this.actions.curl(run);
    }
  }

  /** Of a run of this session what came; of one of the past what is shown, which is then all of it. */
  private async body(run: AnyRun): Promise<ShownBody> {
    const last = lastRequest(run);
    const shown: Body | null | undefined = last?.exchange.responseBody;
    if (last === undefined || shown === null || shown === undefined) {
      throw new Error("The response has no body.");
    }
    const number = isOfThisSession(run) ? run.number : undefined;
    const name = bodyFileName(run.element.id, number, shown, last.exchange.responseHeaders);
    if (!isOfThisSession(run)) {
      return { text: shown.text, bytes: Buffer.from(shown.text, "utf-8"), name };
    }
    const whole = await this.actions.body(run, last.index);
    if (whole === null) {
      throw new Error("The server has the body of this run no more. Run the task again.");
    }
    return { text: exactText(whole), bytes: Buffer.from(whole.base64, "base64"), name };
  }
}

function timeOf(run: AnyRun): string {
  return timeWords(new Date(run.startedAt), new Date(), vscode.env.language);
}

function isOfThisSession(run: AnyRun): run is Run {
  return "number" in run;
}

async function copy(body: ShownBody): Promise<void> {
  if (body.text === undefined) {
    throw new Error("The body is no text; it can be saved.");
  }
  await vscode.env.clipboard.writeText(body.text);
}

async function save(body: ShownBody): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog(
    folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, body.name) },
  );
  if (uri !== undefined) {
    await vscode.workspace.fs.writeFile(uri, body.bytes);
  }
}
