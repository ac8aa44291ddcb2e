/** What the process gets, in a sentence. */

import type { Outcome } from "../protocol";

export function outcomeWords(outcome: Outcome): string {
  const message = outcome.message ?? "";
  switch (outcome.kind) {
    case "variables":
      return Object.keys(outcome.variables ?? {}).length > 0 ? "Variables are written." : "No variable is written.";
    case "ignored-error":
      return `The error is passed over: ${outcome.ignored ?? ""}`;
    case "bpmn-error": {
      const caught = outcome.caughtBy;
      const where = caught ? `caught by ${caught.name || caught.id}` : "nothing catches it: an incident";
      return `BPMN error ${outcome.code ?? ""}${message === "" ? "" : ` (${message})`}, ${where}.`;
    }
    case "job-failed":
      return `The job fails and is tried again (${outcome.retries ?? 0} retries left): ${message}`;
    case "incident":
      return `An incident: ${message}`;
    case "stopped":
      return `Unknown, since the run was stopped: ${message}`;
  }
}
