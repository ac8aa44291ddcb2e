/** Which task a command means: the one of a lens or the tree, the one at the cursor, or one that the user picks. */

import * as vscode from "vscode";
import type { RunParams, Task, TaskFile } from "./protocol";
import type { Server } from "./server";

export interface TaskPlace {
  readonly uri: string;
  readonly task: Task;
}

/** `argument` is what the editor gives a command: a lens's parameters, a tree item, a file of the explorer, nothing. */
export async function taskOf(server: Server, argument: unknown): Promise<RunParams | undefined> {
  if (isRunParams(argument)) {
    return argument;
  }
  if (isTaskPlace(argument)) {
    return paramsOf(argument);
  }
  const uri = argument instanceof vscode.Uri ? argument : activeModel();
  if (uri === undefined) {
    void vscode.window.showInformationMessage("Open a BPMN model to run one of its tasks.");
    return undefined;
  }
  // The server knows documents that are open; opening one shows nothing.
  await vscode.workspace.openTextDocument(uri);
  const here = await atCursor(uri);
  if (here !== undefined) {
    return here;
  }
  const { files } = await server.request<{ files: TaskFile[] }>("connlint/tasks", {
    textDocument: { uri: uri.toString() },
  });
  const places = files.flatMap((file) => file.tasks.map((task) => ({ uri: file.uri, task })));
  const runnable = places.filter((place) => place.task.connector !== null);
  const chosen = runnable.length === 1 ? runnable[0] : await pick(runnable);
  return chosen === undefined ? undefined : paramsOf(chosen);
}

/** The model in front, in whatever editor it is shown. */
export function activeModel(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const uri =
    input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom
      ? input.uri
      : vscode.window.activeTextEditor?.document.uri;
  return uri !== undefined && (uri.path.endsWith(".bpmn") || uri.scheme === "untitled") ? uri : undefined;
}

/** The server knows the task at the cursor: its offer to copy that as cURL names it. */
async function atCursor(uri: vscode.Uri): Promise<RunParams | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.uri.toString() !== uri.toString()) {
    return undefined;
  }
  const offers = await vscode.commands.executeCommand<vscode.CodeAction[] | undefined>(
    "vscode.executeCodeActionProvider",
    uri,
    editor.selection,
    "source.connlint.curl",
  );
  const argument: unknown = offers?.[0]?.command?.arguments?.[0];
  return isRunParams(argument) ? argument : undefined;
}

async function pick(places: readonly TaskPlace[]): Promise<TaskPlace | undefined> {
  if (places.length === 0) {
    void vscode.window.showInformationMessage("This model has no REST or GraphQL connector task.");
    return undefined;
  }
  const items = places.map((place) => ({
    label: place.task.element.name || place.task.element.id,
    description: [place.task.method, place.task.url].filter((part) => part !== null).join(" "),
    detail: place.task.whyNot ?? "",
    place,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: "connlint: Task", matchOnDescription: true });
  return picked?.place;
}

function paramsOf(place: TaskPlace): RunParams {
  return { textDocument: { uri: place.uri }, element: place.task.element.id };
}

function isRunParams(argument: unknown): argument is RunParams {
  return typeof argument === "object" && argument !== null && "textDocument" in argument && "element" in argument;
}

export function isTaskPlace(argument: unknown): argument is TaskPlace {
  return typeof argument === "object" && argument !== null && "task" in argument && "uri" in argument;
}
