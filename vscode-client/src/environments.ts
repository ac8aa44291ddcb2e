/** The environment of runs: chosen in the status bar, remembered by workspace, told to the server. */

import * as vscode from "vscode";
import type { KeptValues } from "./kept-values";
import type { Environments } from "./protocol";
import type { Server } from "./server";
import type { Status } from "./status";

const CHOSEN = "connlint.environment";
const NONE: Environments = { environments: [], default: null, selected: null, configuration: null };

export class EnvironmentChoice {
  private offered = NONE;

  constructor(
    private readonly server: Server,
    private readonly state: vscode.Memento,
    private readonly kept: KeptValues,
    private readonly status: Status,
  ) {}

  /** The environment of the next run; null for none. */
  get current(): string | null {
    const chosen = this.state.get<string | null>(CHOSEN);
    return chosen === undefined ? this.offered.default : chosen;
  }

  /** Whose environments these are: secrets that the user gives are kept for this scope only. */
  get scope(): string {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.toString();
    return this.offered.configuration ?? folder ?? "untitled";
  }

  /** Asks the server what there is for a document, and shows it. */
  async refresh(uri?: string): Promise<void> {
    if (this.server.state.kind !== "running") {
      return;
    }
    const params = uri === undefined ? {} : { textDocument: { uri } };
    this.offered = await this.server.request<Environments>("connlint/environments", params);
    const chosen = this.state.get<string | null>(CHOSEN);
    if (typeof chosen === "string" && !this.offered.environments.some((each) => each.name === chosen)) {
      await this.state.update(CHOSEN, undefined);
    }
    await this.tell();
  }

  async choose(name: string | null): Promise<void> {
    await this.state.update(CHOSEN, name);
    await this.tell();
  }

  /** Tells the server the choice and the names of the secrets that are kept for it. */
  async tell(): Promise<void> {
    this.status.showEnvironment(this.current, this.offered.environments);
    await this.server.request("connlint/selectEnvironment", {
      environment: this.current,
      secretNames: this.kept.secretNames(this.scope, this.current),
    });
  }

  async pick(): Promise<void> {
    await this.refresh(vscode.window.activeTextEditor?.document.uri.toString());
    const items: (vscode.QuickPickItem & { name: string | null })[] = this.offered.environments.map((each) => ({
      label: `$(${each.protected ? "shield" : "server-environment"}) ${each.name}`,
      description: [each.name === this.current ? "selected" : null, each.protected ? "protected" : null]
        .filter((word) => word !== null)
        .join(", "),
      detail: each.problem ?? each.description ?? "",
      name: each.name,
    }));
    items.push({ label: "$(circle-slash) no environment", detail: "Ask for what a task needs", name: null });
    const placeHolder =
      this.offered.environments.length > 0
        ? "The environment of runs"
        : "No environments: write [environments.NAME] into connlint.toml";
    const picked = await vscode.window.showQuickPick(items, { title: "connlint: Environment", placeHolder });
    if (picked !== undefined) {
      await this.choose(picked.name);
    }
  }
}
