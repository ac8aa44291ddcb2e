/** What can be done with the runs of the past: shown, compared, made again, deleted. */

import * as vscode from "vscode";
import { documentOf, type HistoryDocuments } from "./history-documents";
import { previousOf, taskName } from "./history-groups";
import { lookOfRun, runWords } from "./history-look";
import type { HistoryView } from "./history-view";
import type { HistoryItem, Run } from "./protocol";
import type { Runs } from "./runs";
import type { Server } from "./server";
import { showDocument, usesPanel } from "./show-document";

const SELECTED = "connlint.history.selected";
const DELETE = "Delete";
const DELETE_HERE = "Delete Those of This Workspace";
const DELETE_ALL = "Delete All";

export class History {
  private selected: HistoryItem | undefined;

  constructor(
    private readonly server: Server,
    private readonly runs: Runs,
    private readonly view: HistoryView,
    private readonly documents: HistoryDocuments,
  ) {}

  /** Commands of the view get the run that was clicked, and all that are selected with it; those of the palette nothing. */
  get commands(): Record<string, (run: unknown, selection: unknown) => unknown> {
    return {
      show: (run) => this.show(run),
      rerun: (run) => this.rerun(run),
      compare: (run) => this.compareWith(run),
      compareSelected: () => this.compareSelected(),
      compareWithPrevious: (run) => this.compareWithPrevious(run),
      selectForCompare: (run) => this.select(run),
      compareWithSelected: (run) => this.compareWithSelected(run),
      delete: (run, selection) => this.delete(run, selection),
      clear: () => this.clear(),
      refresh: () => this.view.refresh(),
      groupByDay: () => this.view.groupBy("day"),
      groupByTask: () => this.view.groupBy("task"),
      showEverywhere: () => this.view.show(true),
      showWorkspace: () => this.view.show(false),
    };
  }

  private async show(argument: unknown): Promise<void> {
    const run = await this.meant(argument, "Show which run?");
    if (run === undefined) {
      return;
    }
    if (!usesPanel()) {
      await showDocument(documentOf(run, "whole").toString());
      return;
    }
    const kept = await this.documents.run(run.id);
    if (kept === null) {
      this.tellGone();
    } else {
      this.runs.showInPanel(kept.run);
    }
  }

  private async rerun(argument: unknown): Promise<Run | undefined> {
    const run = await this.meant(argument, "Run which task again?");
    return run && this.runs.rerun(run);
  }

  private async compareWith(argument: unknown): Promise<void> {
    const run = await this.meant(argument, "Compare which run?");
    const other = run && (await this.pick(`Compare with which run? (${taskName(run)})`, run));
    if (run !== undefined && other !== undefined) {
      await this.compare(run, other);
    }
  }

  private async compareSelected(): Promise<void> {
    const [one, other, ...more] = runsOf(this.view.selection);
    if (one === undefined || other === undefined || more.length > 0) {
      void vscode.window.showInformationMessage("Select two runs to compare them.");
      return;
    }
    await this.compare(one, other);
  }

  private async compareWithPrevious(argument: unknown): Promise<void> {
    const run = await this.meant(argument, "Compare which run with the one before it?");
    if (run === undefined) {
      return;
    }
    const previous = previousOf(run, await this.view.runs());
    if (previous === undefined) {
      void vscode.window.showInformationMessage("There is no earlier run of this task.");
      return;
    }
    await this.compare(previous, run);
  }

  private select(argument: unknown): void {
    const [run] = runsOf(argument);
    this.selected = run;
    void vscode.commands.executeCommand("setContext", SELECTED, run !== undefined);
  }

  private async compareWithSelected(argument: unknown): Promise<void> {
    const [run] = runsOf(argument);
    if (run !== undefined && this.selected !== undefined) {
      await this.compare(this.selected, run);
    }
  }

  /** Side by side, the older one on the left. */
  private async compare(one: HistoryItem, other: HistoryItem): Promise<void> {
    const [before, after] = one.startedAt <= other.startedAt ? [one, other] : [other, one];
    const params = { before: before.id, after: after.id };
    const compared = await this.server.request<{ diff: string } | null>("connlint/historyDiff", params);
    if (compared === null) {
      this.tellGone();
      return;
    }
    const now = new Date();
    const [left, right] = [before, after].map((run) => runWords(run, now, vscode.env.language));
    const names = [...new Set([before, after].map(taskName))].join(", ");
    await vscode.commands.executeCommand(
      "vscode.diff",
      documentOf(before, "compared"),
      documentOf(after, "compared"),
      `${names}: ${left ?? ""} ↔ ${right ?? ""}`,
      { preview: true } satisfies vscode.TextDocumentShowOptions,
    );
    if (compared.diff === "") {
      void vscode.window.showInformationMessage("The two runs are the same, apart from their times.");
    }
  }

  private async delete(argument: unknown, selection: unknown): Promise<void> {
    const several = runsOf(selection);
    const runs = several.length > 0 ? several : runsOf(argument);
    const [first] = runs;
    if (first === undefined) {
      return;
    }
    const which = runs.length > 1 ? `${runs.length} runs` : `the run of ${taskName(first)}, ${this.words(first)}`;
    if ((await vscode.window.showWarningMessage(`Delete ${which}?`, { modal: true }, DELETE)) === DELETE) {
      await this.forget({ ids: runs.map((run) => run.id) });
    }
  }

  private async clear(): Promise<void> {
    const here = await this.view.runs();
    const detail = "Runs of all workspaces are kept together with those of the command line.";
    // Where those of all workspaces are shown, there is no smaller choice that can be seen.
    const choices = this.view.everywhere || here.length === 0 ? [DELETE_ALL] : [DELETE_HERE, DELETE_ALL];
    const answer = await vscode.window.showWarningMessage("Clear the history?", { modal: true, detail }, ...choices);
    if (answer === DELETE_ALL) {
      await this.forget({});
    } else if (answer === DELETE_HERE) {
      await this.forget({ ids: here.map((run) => run.id) });
    }
  }

  private async forget(which: { ids?: string[] }): Promise<void> {
    await this.server.request<number>("connlint/historyClear", which);
    this.select(undefined);
    this.documents.refresh();
    this.view.refresh();
  }

  private tellGone(): void {
    void vscode.window.showInformationMessage("This run is not kept any more.");
    this.view.refresh();
  }

  /** The run that was clicked, else one that the user picks. */
  private async meant(argument: unknown, question: string): Promise<HistoryItem | undefined> {
    const [run] = runsOf(argument);
    return run ?? (await this.pick(question));
  }

  private async pick(title: string, except?: HistoryItem): Promise<HistoryItem | undefined> {
    const runs = (await this.view.runs()).filter((run) => run.id !== except?.id);
    if (runs.length === 0) {
      void vscode.window.showInformationMessage(
        except === undefined ? "No run is kept yet. Run a task first." : "There is no other run to compare with.",
      );
      return undefined;
    }
    // Those of the same task first.
    const near = runs.filter((run) => run.element.id === except?.element.id);
    const items = [...near, ...runs.filter((run) => !near.includes(run))].map((run) => {
      const look = lookOfRun(run, "task", false, new Date(), vscode.env.language);
      return { label: taskName(run), description: `${look.label} · ${look.description}`, run };
    });
    const picked = await vscode.window.showQuickPick(items, { title: `connlint: ${title}`, matchOnDescription: true });
    return picked?.run;
  }

  private words(run: HistoryItem): string {
    return runWords(run, new Date(), vscode.env.language);
  }
}

/** The runs among what the editor gives a command: one, several, groups, or nothing. */
function runsOf(argument: unknown): HistoryItem[] {
  return (Array.isArray(argument) ? argument : [argument]).filter(isRun);
}

function isRun(argument: unknown): argument is HistoryItem {
  return typeof argument === "object" && argument !== null && "startedAt" in argument && "outcome" in argument;
}
