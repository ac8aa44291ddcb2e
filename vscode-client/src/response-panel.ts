/** The panel beside the model: one, reused for each run. */

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { panelHtml } from "./panel-html";
import type { FromPanel, ToPanel } from "./panel-messages";
import type { Run } from "./protocol";

export interface PanelActions {
  rerun(run: Run): Promise<unknown>;
  curl(run: Run): Promise<unknown>;
}

export class ResponsePanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private run: Run | undefined;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly actions: PanelActions,
  ) {}

  show(run: Run): void {
    this.run = run;
    const panel = this.panel ?? this.create();
    panel.title = `Run ${run.number}: ${run.element.name || run.element.id}`;
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
    panel.webview.onDidReceiveMessage((message: FromPanel) => this.receive(message));
    panel.onDidDispose(() => (this.panel = undefined));
    this.panel = panel;
    return panel;
  }

  private post(): void {
    if (this.run !== undefined) {
      const message: ToPanel = { kind: "run", run: this.run };
      void this.panel?.webview.postMessage(message);
    }
  }

  private async receive(message: FromPanel): Promise<void> {
    switch (message.kind) {
      case "ready":
        return this.post();
      case "copy":
        await vscode.env.clipboard.writeText(message.text);
        return;
      case "save":
        return save(message.name, message.text);
      case "rerun":
        if (this.run !== undefined) {
          await this.actions.rerun(this.run);
        }
        return;
      case "curl":
        if (this.run !== undefined) {
          await this.actions.curl(this.run);
        }
    }
  }
}

async function save(name: string, text: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog(
    folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) },
  );
  if (uri !== undefined) {
    await vscode.workspace.fs.writeFile(uri, Buffer.from(text, "utf-8"));
  }
}
