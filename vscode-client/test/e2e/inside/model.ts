/** Models of the test's workspace, and waiting for what comes by and by. */

import * as vscode from "vscode";

export async function open(name: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) {
    throw new Error("no workspace folder");
  }
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, name));
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  return document;
}

/** The range of a text that stands once in a document. */
export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const at = document.getText().indexOf(text);
  if (at < 0) {
    throw new Error(`${text} does not stand in ${document.uri.path}`);
  }
  return new vscode.Range(document.positionAt(at), document.positionAt(at + text.length));
}

export async function until<Value>(
  condition: () => Value | Promise<Value>,
  what: string,
): Promise<Exclude<NonNullable<Value>, false | 0 | "">> {
  const end = Date.now() + 60_000;
  for (;;) {
    const value = await condition();
    if (value) {
      return value as Exclude<NonNullable<Value>, false | 0 | "">;
    }
    if (Date.now() > end) {
      throw new Error(`waited in vain for ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
