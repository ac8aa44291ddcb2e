/** How a run of the past looks in the history view: pure, from the server's value. */

import { dayOf, decoded, taskName, type Grouping } from "./history-groups";
import type { HistoryItem } from "./protocol";

export interface RunLook {
  readonly label: string;
  readonly description: string;
  readonly icon: "passed" | "caught" | "failed" | "stopped";
  readonly tooltip: string;
  /** Words that the menus' conditions look for. */
  readonly context: string;
}

interface OutcomeLook {
  readonly icon: RunLook["icon"];
  /** Beside the status; empty for the plain good end. */
  readonly short: string;
  readonly words: string;
}

const OUTCOMES: Record<HistoryItem["outcome"], OutcomeLook> = {
  variables: { icon: "passed", short: "", words: "variables were written" },
  "ignored-error": { icon: "passed", short: "error passed over", words: "an error that is passed over" },
  "bpmn-error": { icon: "caught", short: "BPMN error", words: "a BPMN error" },
  "job-failed": { icon: "failed", short: "job failed", words: "the job fails and is tried again" },
  incident: { icon: "failed", short: "incident", words: "an incident" },
  stopped: { icon: "stopped", short: "stopped", words: "stopped by connlint's own rules" },
};

export function lookOfRun(run: HistoryItem, by: Grouping, hasPrevious: boolean, now: Date, locale: string): RunLook {
  const outcome = outcomeOf(run);
  const at = new Date(run.startedAt);
  const time = timeWords(at, by === "day" ? at : now, locale);
  const facts = [statusOf(run), outcome.short, run.environment ?? "", duration(run)];
  const label = by === "day" ? taskName(run) : time;
  const description = (by === "day" ? [time, ...facts] : facts).filter((each) => each !== "").join(" · ");
  return {
    label,
    description,
    icon: outcome.icon,
    tooltip: tooltipOf(run, locale),
    context: contextOf(run, hasPrevious),
  };
}

/** Which run, in a few words: for lists and titles that are not of one task or day. */
export function runWords(run: HistoryItem, now: Date, locale: string): string {
  return `${timeWords(new Date(run.startedAt), now, locale)} ${statusOf(run)}`;
}

/** What is new in a server of another version is shown as it says it. */
function outcomeOf(run: HistoryItem): OutcomeLook {
  const known: Partial<Record<string, OutcomeLook>> = OUTCOMES;
  return known[run.outcome] ?? { icon: "stopped", short: run.outcome, words: run.outcome };
}

function statusOf(run: HistoryItem): string {
  return run.status === null ? "no response" : String(run.status);
}

function duration(run: HistoryItem): string {
  const milliseconds = Math.round(run.duration * 1000);
  return milliseconds < 10_000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** The time alone where it is of the same day. */
export function timeWords(at: Date, day: Date, locale: string): string {
  const time = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  return dayOf(at) === dayOf(day)
    ? at.toLocaleTimeString(locale, time)
    : at.toLocaleString(locale, { day: "numeric", month: "short", year: "numeric", ...time });
}

function tooltipOf(run: HistoryItem, locale: string): string {
  const model = run.textDocument.uri;
  return [
    `${taskName(run)} (${run.element.id})`,
    `${statusOf(run)}: ${outcomeOf(run).words}`,
    `${new Date(run.startedAt).toLocaleString(locale, { hourCycle: "h23" })}, ${duration(run)}`,
    run.environment === null ? "no environment" : `environment ${run.environment}`,
    model === null ? "the model came from standard input" : decoded(model).replace(/^file:\/\//, ""),
  ].join("\n");
}

function contextOf(run: HistoryItem, hasPrevious: boolean): string {
  return ["run", run.textDocument.uri === null ? "" : "repeatable", hasPrevious ? "later" : ""]
    .filter((word) => word !== "")
    .join(" ");
}
