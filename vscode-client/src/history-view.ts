/** The history view: the runs that the server keeps, by day or by task. */

import * as vscode from "vscode";
import { groupsOf, inFolders, previousOf, type Grouping, type RunGroup } from "./history-groups";
import { lookOfRun, type RunLook } from "./history-look";
import type { HistoryItem, RunChanged } from "./protocol";
import type { Server } from "./server";

export type HistoryNode = RunGroup | HistoryItem;

const ICONS: Record<RunLook["icon"], [string, string]> = {
  passed: ["pass", "testing.iconPassed"],
  caught: ["warning", "list.warningForeground"],
  failed: ["error", "testing.iconFailed"],
  stopped: ["debug-stop", "testing.iconSkipped"],
};
/** Milliseconds: the end of a run is told more than once. */
const SETTLE = 200;
const GROUPING = "connlint.history.grouping";
const EVERYWHERE = "connlint.history.everywhere";

export class HistoryView implements vscode.TreeDataProvider<HistoryNode>, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly view: vscode.TreeView<HistoryNode>;
  private readonly registrations: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;
  private shown: readonly HistoryItem[] = [];
  readonly onDidChangeTreeData = this.changes.event;

  constructor(
    private readonly server: Server,
    private readonly state: vscode.Memento,
  ) {
    this.view = vscode.window.createTreeView("connlint.history", {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
    });
    this.registrations = [
      this.view,
      this.view.onDidChangeVisibility(() => this.refresh()),
      server.onChange(() => this.refresh()),
      server.onNotification(({ method, params }) => {
        if (method === "connlint/runChanged" && (params as RunChanged).state !== "running") {
          this.refresh();
        }
      }),
      // A terminal beside the editor may have run something meanwhile.
      vscode.window.onDidChangeWindowState((window) => {
        if (window.focused && this.view.visible) {
          this.refresh();
        }
      }),
    ];
    this.tellMenus();
  }

  get grouping(): Grouping {
    return this.state.get<Grouping>(GROUPING, "day");
  }

  /** Whether the runs of other workspaces are shown too. */
  get everywhere(): boolean {
    return this.state.get(EVERYWHERE, false);
  }

  get selection(): readonly HistoryNode[] {
    return this.view.selection;
  }

  async groupBy(grouping: Grouping): Promise<void> {
    await this.state.update(GROUPING, grouping);
    this.tellMenus();
  }

  async show(everywhere: boolean): Promise<void> {
    await this.state.update(EVERYWHERE, everywhere);
    this.tellMenus();
  }

  refresh(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changes.fire(), SETTLE);
  }

  /** The runs that the view is to show, the newest first. */
  async runs(): Promise<readonly HistoryItem[]> {
    if (this.server.state.kind !== "running") {
      return [];
    }
    const { runs } = await this.server.request<{ runs: HistoryItem[] }>("connlint/history", {});
    const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.toString());
    return this.everywhere ? runs : inFolders(runs, folders);
  }

  async getChildren(node?: HistoryNode): Promise<HistoryNode[]> {
    if (node !== undefined) {
      return isGroup(node) ? [...node.runs] : [];
    }
    this.shown = await this.runs();
    return groupsOf(this.shown, this.grouping, new Date(), vscode.env.language);
  }

  getTreeItem(node: HistoryNode): vscode.TreeItem {
    return isGroup(node) ? groupItem(node) : this.runItem(node);
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.registrations).dispose();
    this.changes.dispose();
  }

  private runItem(run: HistoryItem): vscode.TreeItem {
    const hasPrevious = previousOf(run, this.shown) !== undefined;
    const look = lookOfRun(run, this.grouping, hasPrevious, new Date(), vscode.env.language);
    const [icon, color] = ICONS[look.icon];
    const item = new vscode.TreeItem(look.label);
    item.id = run.id;
    item.description = look.description;
    item.tooltip = look.tooltip;
    item.accessibilityInformation = { label: `${look.label}, ${look.description}` };
    item.contextValue = look.context;
    item.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
    item.command = { command: "connlint.history.show", title: "Show Run", arguments: [run] };
    return item;
  }

  private tellMenus(): void {
    void vscode.commands.executeCommand("setContext", "connlint.history.byTask", this.grouping === "task");
    void vscode.commands.executeCommand("setContext", EVERYWHERE, this.everywhere);
    this.refresh();
  }
}

export function isGroup(node: HistoryNode): node is RunGroup {
  return "runs" in node;
}

function groupItem(group: RunGroup): vscode.TreeItem {
  const item = new vscode.TreeItem(group.label, vscode.TreeItemCollapsibleState.Expanded);
  item.id = group.id;
  item.contextValue = "group";
  if (group.uri !== null) {
    item.description = vscode.workspace.asRelativePath(vscode.Uri.parse(group.uri));
    item.iconPath = new vscode.ThemeIcon("globe");
  } else {
    item.description = String(group.runs.length);
  }
  return item;
}
