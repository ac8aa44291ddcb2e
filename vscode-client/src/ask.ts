/** Asks the user for what a run needs: variables, secrets, and whether it may be sent at all. */

import * as vscode from "vscode";
import type { KeptValues, Place } from "./kept-values";
import type { Confirmation, MissingSecret, MissingVariable } from "./protocol";
import type { Supply } from "./run-conversation";
import { variableOf, variableProblem } from "./variable-text";

/** Kept values first, questions for the rest; a kept value that the server did not take is asked for again. */
export class Asking implements Supply {
  private readonly given = new Set<string>();

  constructor(
    private readonly kept: KeptValues,
    private readonly place: Place,
    private readonly afterSecrets: () => Promise<void>,
  ) {}

  async variables(missing: readonly MissingVariable[]): Promise<Record<string, unknown> | undefined> {
    const kept = this.kept.variables(this.place);
    const values: Record<string, unknown> = {};
    const asked: Record<string, unknown> = {};
    for (const [index, each] of missing.entries()) {
      if (each.name in kept && this.isFirst(`variable ${each.name}`)) {
        values[each.name] = kept[each.name];
        continue;
      }
      const typed = await vscode.window.showInputBox({
        title: `Process variable ${each.name} (${index + 1} of ${missing.length})`,
        prompt: `Needed by ${each.neededBy.join(", ")}. JSON, or text as it is.`,
        ignoreFocusOut: true,
        validateInput: variableProblem,
      });
      if (typed === undefined) {
        return undefined;
      }
      values[each.name] = asked[each.name] = variableOf(typed);
    }
    await this.kept.keepVariables(this.place, asked);
    return values;
  }

  async secrets(missing: readonly MissingSecret[]): Promise<Record<string, string> | undefined> {
    const { scope, environment } = this.place;
    const values: Record<string, string> = {};
    const asked: Record<string, string> = {};
    for (const each of missing) {
      const kept = await this.kept.secret(scope, environment, each.name);
      if (kept !== undefined && this.isFirst(`secret ${each.name}`)) {
        values[each.name] = kept;
        continue;
      }
      const where = environment === null ? "runs without an environment" : `the environment ${environment}`;
      const typed = await vscode.window.showInputBox({
        title: `Secret ${each.name}`,
        prompt: `Needed by ${each.neededBy.join(", ")}. Kept in the editor's secret storage for ${where}.`,
        password: true,
        ignoreFocusOut: true,
        validateInput: (text) => (text === "" ? "A secret is not empty." : undefined),
      });
      if (typed === undefined) {
        return undefined;
      }
      values[each.name] = asked[each.name] = typed;
    }
    if (Object.keys(asked).length > 0) {
      await this.kept.keepSecrets(scope, environment, asked);
      await this.afterSecrets();
    }
    return values;
  }

  private isFirst(what: string): boolean {
    const first = !this.given.has(what);
    this.given.add(what);
    return first;
  }
}

const SEND = "Send";

/** Asks whether a request may be sent. Only hosts can be allowed for good: a protected environment asks every time. */
export async function confirm(confirmation: Confirmation): Promise<boolean> {
  const hosts = confirmation.unknownHosts;
  const lasting = hosts.length > 0 && confirmation.why.every((reason) => reason === "host" || reason === "method");
  const always = `Send, and do not ask again for ${hosts.length === 1 ? (hosts[0] ?? "") : "these hosts"}`;
  const detail = [
    `${confirmation.method} ${confirmation.url}`,
    confirmation.environment === null ? null : `Environment: ${confirmation.environment}`,
    confirmation.secrets.length > 0 ? `Secrets that are sent: ${confirmation.secrets.join(", ")}` : null,
    hosts.length > 1 ? `Hosts: ${hosts.join(", ")}` : null,
  ].filter((line) => line !== null);
  const answer = await vscode.window.showWarningMessage(
    confirmation.message,
    { modal: true, detail: detail.join("\n") },
    SEND,
    ...(lasting ? [always] : []),
  );
  if (answer === always) {
    const settings = vscode.workspace.getConfiguration("connlint");
    const allowed = new Set([...settings.get<string[]>("run.allowedHosts", []), ...hosts]);
    await settings.update("run.allowedHosts", [...allowed], vscode.ConfigurationTarget.Global);
  }
  return answer === SEND || answer === always;
}
