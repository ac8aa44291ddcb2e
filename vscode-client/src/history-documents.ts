/** Runs of the past as read-only documents. Their texts are the server's, asked for whenever the editor shows one. */

import * as vscode from "vscode";
import { taskName } from "./history-groups";
import type { HistoryItem, PastRun } from "./protocol";
import type { Server } from "./server";

export const SCHEME = "connlint-history";
/** `whole`: everything of a run; `compared`: without what differs from run to run anyway. */
export type Form = "whole" | "compared";

interface Shown {
  readonly run: PastRun;
  readonly text: string;
}
interface Compared {
  readonly before: { readonly text: string };
}

const GONE = "This run is no longer kept.\n";

/** The name is for the tab, and ends as the language's pattern asks; the query says which run it is. */
export function documentOf(run: HistoryItem, form: Form): vscode.Uri {
  const name = `${taskName(run)} ${stamp(new Date(run.startedAt))}.run.http`.replace(/[\\/:*?"<>|]+/g, "_");
  return vscode.Uri.from({ scheme: SCHEME, path: `/${name}`, query: `${form}=${run.id}` });
}

/** The time of the user's own clock, as a file may be called. */
function stamp(at: Date): string {
  const parts = (...numbers: number[]): string[] => numbers.map((each) => String(each).padStart(2, "0"));
  const day = parts(at.getFullYear(), at.getMonth() + 1, at.getDate()).join("-");
  return `${day} ${parts(at.getHours(), at.getMinutes(), at.getSeconds()).join(".")}`;
}

export class HistoryDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<vscode.Uri>();
  private readonly registrations: vscode.Disposable[];
  readonly onDidChange = this.changes.event;

  constructor(private readonly server: Server) {
    this.registrations = [
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      // An editor that is restored asks before the server is there.
      server.onChange((state) => {
        if (state.kind === "running") {
          this.refresh();
        }
      }),
    ];
  }

  /** After runs were deleted: what is shown of them says so. */
  refresh(): void {
    for (const { uri } of vscode.workspace.textDocuments.filter((each) => each.uri.scheme === SCHEME)) {
      this.changes.fire(uri);
    }
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    if (this.server.state.kind !== "running") {
      return "connlint's server is not running.\n";
    }
    const [form, id = ""] = uri.query.split("=");
    if (form === "whole") {
      return (await this.run(id))?.text ?? GONE;
    }
    const params = { before: id, after: id };
    return (await this.server.request<Compared | null>("connlint/historyDiff", params))?.before.text ?? GONE;
  }

  /** The run itself, for who shows it in another way; null where it is not kept any more. */
  async run(id: string): Promise<Shown | null> {
    return this.server.request<Shown | null>("connlint/historyRun", { id });
  }

  dispose(): void {
    vscode.Disposable.from(...this.registrations).dispose();
    this.changes.dispose();
  }
}
