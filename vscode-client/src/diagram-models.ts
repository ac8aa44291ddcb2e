/**
 * Models in editors that keep a document of their own, as a diagram editor may: the server never hears of that document,
 * so the files are checked.
 */

import * as vscode from "vscode";
import type { CheckOnce } from "./check-once";
import type { Server } from "./server";

/** Milliseconds: an editor over a text document opens that a moment after its tab. */
const SETTLE = 1000;

export class DiagramModels implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    server: Server,
    private readonly checked: CheckOnce,
  ) {
    this.subscriptions = [
      vscode.window.tabGroups.onDidChangeTabs(() => this.soon()),
      server.onChange(() => this.soon()),
    ];
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (shown().some(isUnseen)) {
        this.checked.need();
      }
    }, SETTLE);
  }
}

function shown(): vscode.Uri[] {
  const inputs = vscode.window.tabGroups.all.flatMap((group) => group.tabs).map((tab) => tab.input);
  return inputs.filter((input) => input instanceof vscode.TabInputCustom).map((input) => input.uri);
}

function isUnseen(uri: vscode.Uri): boolean {
  const text = uri.toString();
  return uri.path.endsWith(".bpmn") && !vscode.workspace.textDocuments.some((each) => each.uri.toString() === text);
}
