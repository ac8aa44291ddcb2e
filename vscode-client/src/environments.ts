/** The environment of runs: chosen in the status bar, remembered by workspace, told to the server. */

import * as vscode from "vscode";
import { EnvironmentChoice } from "./environment-choice";
import type { KeptValues } from "./kept-values";
import type { Environments as Offered } from "./protocol";
import type { Server } from "./server";
import type { Status } from "./status";
import { activeModel } from "./task-choice";

export class Environments {
  private readonly choice: EnvironmentChoice;

  constructor(
    private readonly server: Server,
    state: vscode.Memento,
    private readonly kept: KeptValues,
    private readonly status: Status,
  ) {
    this.choice = new EnvironmentChoice(state, () => vscode.workspace.workspaceFolders?.[0]?.uri.toString());
  }

  /** The environment of the next run; null for none. */
  get current(): string | null {
    return this.choice.current;
  }

  get scope(): string {
    return this.choice.scope;
  }

  /** Asks the server what there is for a model, the one in front where none is named, and shows it. */
  async refresh(uri = activeModel()?.toString()): Promise<void> {
    if (this.server.state.kind !== "running") {
      return;
    }
    const params = uri === undefined ? {} : { textDocument: { uri } };
    this.choice.offer(await this.server.request<Offered>("connlint/environments", params));
    await this.tell();
  }

  async choose(name: string | null): Promise<void> {
    await this.choice.choose(name);
    await this.tell();
  }

  /** Tells the server the choice and the names of the secrets that are kept for it. */
  async tell(): Promise<void> {
    this.status.showEnvironment(this.current, this.choice.known);
    await this.server.request("connlint/selectEnvironment", {
      environment: this.current,
      secretNames: this.kept.secretNames(this.scope, this.current),
    });
  }

  async pick(): Promise<void> {
    await this.refresh();
    const known = this.choice.known;
    const items: (vscode.QuickPickItem & { name: string | null })[] = known.map((each) => ({
      label: `$(${each.protected ? "shield" : "server-environment"}) ${each.name}`,
      description: [each.name === this.current ? "selected" : null, each.protected ? "protected" : null]
        .filter((word) => word !== null)
        .join(", "),
      detail: each.problem ?? each.description ?? "",
      name: each.name,
    }));
    items.push({ label: "$(circle-slash) no environment", detail: "Ask for what a task needs", name: null });
    const placeHolder =
      known.length > 0 ? "The environment of runs" : "No environments: write [environments.NAME] into connlint.toml";
    const picked = await vscode.window.showQuickPick(items, { title: "connlint: Environment", placeHolder });
    if (picked !== undefined) {
      await this.choose(picked.name);
    }
  }
}
