/** The Connectors view: workspace, file, task. */

import * as vscode from "vscode";
import type { CheckOnce } from "./check-once";
import type { TaskFile } from "./protocol";
import type { Server } from "./server";
import type { TaskPlace } from "./task-choice";
import { lookOf, type TaskLook } from "./task-look";

type Node = { readonly file: TaskFile } | TaskPlace;

const ICONS: Record<TaskLook["icon"], [string, string?]> = {
  running: ["loading~spin"],
  error: ["error", "list.errorForeground"],
  warning: ["warning", "list.warningForeground"],
  passed: ["pass", "testing.iconPassed"],
  failed: ["circle-slash", "testing.iconFailed"],
  plain: ["globe"],
};
/** Milliseconds: many changes come at once while a workspace is checked. */
const SETTLE = 200;

export class ConnectorsView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly view: vscode.TreeView<Node>;
  private timer: NodeJS.Timeout | undefined;
  readonly onDidChangeTreeData = this.changes.event;

  constructor(
    private readonly server: Server,
    private readonly checked: CheckOnce,
  ) {
    this.view = vscode.window.createTreeView("connlint.connectors", { treeDataProvider: this, showCollapseAll: true });
    this.view.onDidChangeVisibility(() => this.check());
    server.onChange(() => {
      this.refresh();
      this.check();
    });
  }

  refresh(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changes.fire(), SETTLE);
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node !== undefined) {
      return "file" in node ? node.file.tasks.map((task) => ({ uri: node.file.uri, task })) : [];
    }
    if (this.server.state.kind !== "running") {
      return [];
    }
    const { files } = await this.server.request<{ files: TaskFile[] }>("connlint/tasks", {});
    const found = files.filter((file) => file.tasks.length > 0).map((file) => ({ file }));
    return found.sort((one, other) => one.file.uri.localeCompare(other.file.uri));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return "file" in node ? fileItem(node.file) : taskItem(node);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.view.dispose();
    this.changes.dispose();
  }

  /** The view shows the models of the whole workspace. */
  private check(): void {
    if (this.view.visible) {
      this.checked.need();
    }
  }
}

function fileItem(file: TaskFile): vscode.TreeItem {
  const uri = vscode.Uri.parse(file.uri);
  const item = new vscode.TreeItem(uri, vscode.TreeItemCollapsibleState.Expanded);
  item.id = file.uri;
  item.contextValue = "file";
  item.iconPath = vscode.ThemeIcon.File;
  item.description = vscode.workspace.asRelativePath(uri).split("/").slice(0, -1).join("/");
  return item;
}

function taskItem(place: TaskPlace): vscode.TreeItem {
  const look = lookOf(place.task);
  const item = new vscode.TreeItem(look.label);
  const [icon, color] = ICONS[look.icon];
  item.id = `${place.uri}#${place.task.element.id}`;
  item.description = look.description;
  item.tooltip = look.tooltip;
  item.contextValue = look.context;
  item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
  const { start } = place.task.range;
  const selection = new vscode.Range(start.line, start.character, start.line, start.character);
  // "default" is the text editor: a diagram has no lines to go to.
  item.command = {
    command: "vscode.openWith",
    title: "Open",
    arguments: [vscode.Uri.parse(place.uri), "default", { selection } satisfies vscode.TextDocumentShowOptions],
  };
  return item;
}
