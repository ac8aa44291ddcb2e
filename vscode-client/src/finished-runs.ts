/** The last runs of this session, found by task or by document. */

import type { Run, RunParams } from "./protocol";

const KEPT = 20;

type Place = Pick<RunParams, "textDocument" | "element">;

/** A task of a document: other documents may have an element of the same id. */
export function keyOf(task: Place): string {
  return JSON.stringify([task.textDocument.uri, task.element]);
}

export function taskOfRun(run: { textDocument: { uri: string }; element: Run["element"] }): RunParams {
  return { textDocument: { uri: run.textDocument.uri }, element: run.element.id };
}

export class FinishedRuns {
  /** The newest last. */
  private runs: readonly Run[] = [];

  add(run: Run): void {
    this.runs = [...this.runs, run].slice(-KEPT);
  }

  /** The last run of a task, or of all. */
  last(task?: Place): Run | undefined {
    return this.runs.findLast((run) => task === undefined || keyOf(taskOfRun(run)) === keyOf(task));
  }

  ofDocument(uri: string): Run | undefined {
    return this.runs.find((run) => run.document === uri);
  }
}
