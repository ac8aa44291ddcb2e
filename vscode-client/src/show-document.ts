/** Shows the document of a run beside the model. */

import * as vscode from "vscode";

export async function showDocument(uri: string): Promise<void> {
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

export function usesPanel(): boolean {
  return vscode.workspace.getConfiguration("connlint").get("responseView") === "panel";
}
