/** Runs from the lens to the document, against a service that counts. */

import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Run } from "../../../src/protocol";
import { open, until } from "./model";

interface Seen {
  readonly requests: string[];
  readonly slow: number;
  readonly closed: number;
}

async function seen(): Promise<Seen> {
  const answer = await fetch(`${process.env["CONNLINT_TEST_SERVICE"] ?? ""}/seen`);
  return (await answer.json()) as Seen;
}

async function lens(document: vscode.TextDocument, title: string): Promise<vscode.Command> {
  return until(async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      document.uri,
    );
    return lenses.map((each) => each.command).find((command) => command?.title.includes(title));
  }, `the lens ${title}`);
}

async function click(command: vscode.Command): Promise<Run | undefined> {
  const argument: unknown = command.arguments?.[0];
  return vscode.commands.executeCommand<Run | undefined>(command.command, argument);
}

function responseText(): string | undefined {
  return vscode.window.visibleTextEditors
    .find((each) => each.document.uri.scheme === "connlint-run")
    ?.document.getText();
}

export function running(): void {
  it("runs from the lens and shows the response beside the model", async () => {
    const weather = await open("weather.bpmn");
    const run = await click(await lens(weather, "Run"));
    assert.equal(run?.response?.status, 200);
    assert.deepEqual(run.outcome.variables, { temperature: 17.4, feelsLike: 16.9, conditions: "Clouds" });
    assert.equal(run.environment, "full");
    const text = await until(responseText, "the response document");
    await until(() => responseText()?.includes("broken clouds"), "the response in it");
    assert.match(text, /Get weather/);
    assert.deepEqual((await seen()).requests.length, 1);
  });

  it("previews without sending", async () => {
    const weather = await open("weather.bpmn");
    const before = (await seen()).requests.length;
    await click(await lens(weather, "Preview"));
    await until(
      () => vscode.workspace.textDocuments.some((each) => each.getText().includes("Nothing has been sent.")),
      "the preview",
    );
    assert.equal((await seen()).requests.length, before);
  });

  it("copies a command without the secret", async () => {
    const weather = await open("weather.bpmn");
    const command = await lens(weather, "Run");
    await vscode.commands.executeCommand("connlint.curl", command.arguments?.[0]);
    const copied = await until(async () => vscode.env.clipboard.readText(), "the clipboard");
    assert.match(copied, /^curl .*\$OPEN_WEATHER_MAP_API_KEY/s);
    assert.doesNotMatch(copied, /s3cr3t/);
  });

  it("runs the task at the cursor", async () => {
    const weather = await open("weather.bpmn");
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    const inside = weather.positionAt(weather.getText().indexOf('target="queryParameters"'));
    editor.selection = new vscode.Selection(inside, inside);
    const run = await vscode.commands.executeCommand<Run | undefined>("connlint.run");
    assert.equal(run?.element.id, "Activity_GetWeather");
  });

  it("runs by the code action of the task", async () => {
    const weather = await open("weather.bpmn");
    const inside = weather.positionAt(weather.getText().indexOf('target="queryParameters"'));
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      weather.uri,
      new vscode.Range(inside, inside),
      "source.connlint.run",
    );
    const action = actions.find((each) => each.title === "Run request: Get weather");
    assert.ok(action?.command, actions.map((each) => each.title).join(", "));
    const before = (await seen()).requests.length;
    const run = await click(action.command);
    assert.equal(run?.response?.status, 200);
    assert.equal((await seen()).requests.length, before + 1);
  });

  it("writes the secret into no document", async () => {
    const shown = vscode.workspace.textDocuments.filter((each) => each.uri.scheme === "connlint-run");
    assert.ok(shown.length > 0);
    for (const document of shown) {
      await until(() => document.getText().includes("appid="), `the text of ${document.uri.path}`);
      assert.doesNotMatch(document.getText(), /s3cr3t/);
    }
  });

  it("closes the socket of a run that is cancelled", async () => {
    const slow = await open("slow.bpmn");
    const started = click(await lens(slow, "Run"));
    await until(async () => (await seen()).slow === 1, "the request");
    assert.equal((await seen()).closed, 0);
    await until(() => vscode.workspace.textDocuments.some((each) => each.getText().includes("running…")), "running…");
    await click(await lens(slow, "Cancel"));
    assert.equal(await started, undefined);
    await until(async () => (await seen()).closed === 1, "the closed socket");
    await lens(slow, "Run");
  });
}
