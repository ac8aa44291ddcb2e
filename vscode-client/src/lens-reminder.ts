/**
 * Has the editor ask for lenses that it gave up asking for.
 *
 * VS Code waits a moment before it asks for the lenses of a document that comes into view or whose lenses changed, and
 * gives that up where the text loses the focus meanwhile (its CodeLensContribution, at onDidBlurEditorText). Until the
 * text is focused again the last lenses stay, such as "Trust this workspace…" in a workspace that is trusted by now, or
 * "Cancel" of a run that has ended; or there are none.
 */

import * as vscode from "vscode";
import { SELECTOR } from "./server";

/** Milliseconds; longer than the editor waits, and longer each time, because a reminder makes it wait anew. */
const PAUSES = [1000, 2000, 4000, 8000];

/** A provider of no lenses of its own: the editor asks all providers at once, and any of them may call for that. */
export class LensReminder implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];
  /** Documents in view whose lenses were not asked for since they came there, or since they changed. */
  private readonly waiting = new Set<string>();
  private visible = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  readonly onDidChangeCodeLenses = this.changes.event;

  constructor() {
    this.subscriptions = [
      vscode.languages.registerCodeLensProvider(SELECTOR, this),
      vscode.window.onDidChangeVisibleTextEditors((editors) => this.look(editors)),
    ];
    this.look(vscode.window.visibleTextEditors);
  }

  /** The lenses of a document are others now. */
  changed(uri: string): void {
    if (this.visible.has(uri)) {
      this.await(uri);
    }
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    this.waiting.delete(document.uri.toString());
    return [];
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(this.changes, ...this.subscriptions).dispose();
  }

  private look(editors: readonly vscode.TextEditor[]): void {
    const models = editors
      .map((editor) => editor.document)
      .filter((each) => vscode.languages.match(SELECTOR, each) > 0);
    const before = this.visible;
    this.visible = new Set(models.map((each) => each.uri.toString()));
    for (const uri of this.waiting) {
      if (!this.visible.has(uri)) {
        this.waiting.delete(uri);
      }
    }
    for (const uri of this.visible) {
      if (!before.has(uri)) {
        this.await(uri);
      }
    }
  }

  private await(uri: string): void {
    this.waiting.add(uri);
    this.remind(PAUSES);
  }

  private remind([pause, ...rest]: readonly number[]): void {
    clearTimeout(this.timer);
    if (pause === undefined) {
      return;
    }
    this.timer = setTimeout(() => {
      if (this.waiting.size > 0) {
        this.changes.fire();
        this.remind(rest);
      }
    }, pause);
  }
}
