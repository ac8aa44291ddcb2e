/** A run as a conversation: the server says what it lacks, the user gives it, until there is a result. No editor in here. */

import type { Confirmation, InputNeeded, MissingSecret, MissingVariable, RunParams, RunReport } from "./protocol";

/** Values given by the user or kept from an earlier run; undefined where the user gave up. */
export interface Supply {
  variables(missing: readonly MissingVariable[]): Promise<Record<string, unknown> | undefined>;
  secrets(missing: readonly MissingSecret[]): Promise<Record<string, string> | undefined>;
}

export interface Conversation<Report> extends Supply {
  ask(params: RunParams): Promise<Report>;
  confirm(confirmation: Confirmation): Promise<boolean>;
}

/** A run that needs more rounds than this is one that does not take what it is given. */
const ROUNDS = 20;

export type Ending<Report> = Exclude<Report, { kind: "input-needed" | "confirmation-needed" }> | { kind: "given-up" };

/**
 * Asks until the server has what it needs. What was given in one round is sent in all later ones; a token counts once.
 */
export async function converse<Report extends { kind: string }>(
  task: RunParams,
  with_: Conversation<Report>,
): Promise<Ending<Report>> {
  let params = task;
  for (let round = 0; round < ROUNDS; round += 1) {
    const report = await with_.ask(params);
    const rest = { ...params };
    delete rest.confirmation;
    if (isInputNeeded(report)) {
      const more = await supply(rest, report, with_);
      if (more === undefined) {
        return { kind: "given-up" };
      }
      params = more;
    } else if (isConfirmationNeeded(report)) {
      if (!(await with_.confirm(report.confirmation))) {
        return { kind: "given-up" };
      }
      params = { ...rest, confirmation: report.confirmation.token };
    } else {
      return report as Ending<Report>;
    }
  }
  throw new Error("The server asked again for what it was given; nothing was sent.");
}

async function supply(params: RunParams, needed: InputNeeded, from: Supply): Promise<RunParams | undefined> {
  const variables = needed.variables.length > 0 ? await from.variables(needed.variables) : {};
  if (variables === undefined) {
    return undefined;
  }
  const secrets = needed.secrets.length > 0 ? await from.secrets(needed.secrets) : {};
  if (secrets === undefined) {
    return undefined;
  }
  return {
    ...params,
    variables: { ...params.variables, ...variables },
    secrets: { ...params.secrets, ...secrets },
  };
}

function isInputNeeded(report: { kind: string }): report is InputNeeded {
  return report.kind === "input-needed";
}

function isConfirmationNeeded(report: { kind: string }): report is Extract<RunReport, { kind: "confirmation-needed" }> {
  return report.kind === "confirmation-needed";
}
