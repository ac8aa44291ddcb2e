// Two kinds of custom editors: over the editor's own text document, and over a document that nobody else sees.
const path = require("node:path");
const vscode = require("vscode");

function draw(uri, panel) {
  panel.webview.html = `<h1>Diagram of ${path.basename(uri.path)}</h1>`;
}

exports.activate = (context) => {
  const ofText = { resolveCustomTextEditor: (document, panel) => draw(document.uri, panel) };
  const ofFile = {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    resolveCustomEditor: (document, panel) => draw(document.uri, panel),
  };
  context.subscriptions.push(
    vscode.window.registerCustomEditorProvider("diagram.ofText", ofText),
    vscode.window.registerCustomEditorProvider("diagram.ofFile", ofFile),
  );
};
