/** Findings, fixes, completion and hovers, asked for as the editor asks for them. */

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { open, rangeOf, until } from "./model";

export function editing(): void {
  let orders: vscode.TextDocument;

  const findings = (): vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(orders.uri).filter((each) => each.source === "connlint");

  it("activates by itself where there are models", async () => {
    const extension = vscode.extensions.getExtension("connlint.connlint");
    assert.ok(extension);
    await until(() => extension.isActive, "the activation");
  });

  it("leaves the language to XML", async () => {
    orders = await open("orders.bpmn");
    assert.equal(orders.languageId, "xml");
  });

  it("shows findings at their characters", async () => {
    await until(() => findings().length === 3, "three findings");
    assert.deepEqual([...new Set(findings().map(codeOf))], ["unquoted-secret"]);
    assert.match(orders.getText(findings()[0]?.range), /secrets\.WEATHER_KEY/);
  });

  it("hovers over a finding's place with words", async () => {
    const position = findings()[0]?.range.start;
    assert.ok(position);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      orders.uri,
      position,
    );
    const words = hovers.flatMap((hover) => hover.contents as vscode.MarkdownString[]).map((each) => each.value);
    assert.match(words.join("\n"), /WEATHER_KEY/);
  });

  it("completes the choices of an input", async () => {
    const weather = await open("weather.bpmn");
    const place = rangeOf(weather, 'source="GET" target="method"').start.translate(0, 'source="'.length);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      weather.uri,
      place,
    );
    const labels = list.items.map((item) => (typeof item.label === "string" ? item.label : item.label.label));
    assert.ok(
      ["GET", "POST", "PATCH"].every((method) => labels.includes(method)),
      labels.join(", "),
    );
  });

  it("mends one finding by its quick fix", async () => {
    await open("orders.bpmn");
    const [finding] = await until(() => findings().length === 3 && findings(), "the findings");
    assert.ok(finding);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      orders.uri,
      finding.range,
      vscode.CodeActionKind.QuickFix.value,
      10,
    );
    const fix = actions.find((action) => action.isPreferred === true);
    assert.ok(fix?.edit, "a preferred fix with its edit");
    await vscode.workspace.applyEdit(fix.edit);
    await until(() => findings().length === 2, "one finding less");
    await orders.save();
  });

  it("makes all safe fixes at once", async () => {
    await open("orders.bpmn");
    await vscode.commands.executeCommand("connlint.fixAll");
    await until(() => findings().length === 0, "no finding");
    assert.match(orders.getText(), /&#34;\{\{secrets\.SIGNING_KEY\}\}&#34;|&quot;\{\{secrets\.SIGNING_KEY\}\}&quot;/);
  });

  it("checks what is typed", async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(orders.uri, rangeOf(orders, 'target="method"'), 'target="methd"');
    await vscode.workspace.applyEdit(edit);
    await until(() => findings().length > 0, "a finding");
    await vscode.commands.executeCommand("undo");
    await until(() => findings().length === 0, "no finding");
    await orders.save();
  });

  it("checks the models that are not open", async () => {
    const summary = await vscode.commands.executeCommand<{ files: number; connectors: number }>(
      "connlint.checkWorkspace",
    );
    assert.equal(summary.files, 3);
    assert.ok(summary.connectors >= 5, String(summary.connectors));
  });
}

function codeOf(finding: vscode.Diagnostic): unknown {
  return typeof finding.code === "object" ? finding.code.value : finding.code;
}
