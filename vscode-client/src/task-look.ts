/** How a task looks in the Connectors view: pure, from the server's value. */

import type { Task } from "./protocol";

export interface TaskLook {
  readonly label: string;
  readonly description: string;
  readonly icon: "running" | "error" | "warning" | "passed" | "failed" | "plain";
  readonly tooltip: string;
  /** Words that the menus' conditions look for. */
  readonly context: string;
}

const OUTCOMES: Record<string, string> = {
  variables: "variables were written",
  "ignored-error": "an error that is passed over",
  "bpmn-error": "a BPMN error",
  "job-failed": "the job fails and is tried again",
  incident: "an incident",
  stopped: "stopped",
  refused: "refused",
  cancelled: "cancelled",
};

export function lookOf(task: Task): TaskLook {
  const label = task.element.name.replace(/\s+/g, " ").trim() || task.element.id;
  const description = [task.method, lastStatus(task), newer(task)].filter((part) => part !== null).join(" · ");
  return { label, description, icon: iconOf(task), tooltip: tooltipOf(task, label), context: contextOf(task) };
}

function iconOf(task: Task): TaskLook["icon"] {
  if (task.running !== null) {
    return "running";
  }
  if (task.findings.error > 0) {
    return "error";
  }
  if (task.findings.warning > 0) {
    return "warning";
  }
  if (task.lastRun === null || task.lastRun.outcome === "cancelled" || task.lastRun.outcome === "refused") {
    return "plain";
  }
  return task.lastRun.outcome === "variables" || task.lastRun.outcome === "ignored-error" ? "passed" : "failed";
}

function lastStatus(task: Task): string | null {
  if (task.running !== null) {
    return "running";
  }
  return task.lastRun === null ? null : String(task.lastRun.status ?? task.lastRun.outcome);
}

function newer(task: Task): string | null {
  return task.template?.latest ? `template ${task.template.version ?? "?"} → ${task.template.latest}` : null;
}

function tooltipOf(task: Task, label: string): string {
  const { error, warning, info } = task.findings;
  const counts = [count(error, "error"), count(warning, "warning"), count(info, "note")].filter(
    (each) => each !== null,
  );
  const template = task.template;
  return [
    `${label} (${task.element.id}), ${task.jobType}`,
    [task.method, task.url].filter((part) => part !== null).join(" "),
    template === null ? "" : `template ${template.name ?? template.id} ${template.version ?? ""}`.trim(),
    counts.length > 0 ? counts.join(", ") : "no findings",
    task.lastRun === null
      ? ""
      : `run ${task.lastRun.number}: ${OUTCOMES[task.lastRun.outcome] ?? task.lastRun.outcome}`,
    task.whyNot ?? "",
  ]
    .filter((line) => line !== "")
    .join("\n");
}

function count(number: number, what: string): string | null {
  return number === 0 ? null : `${number} ${what}${number === 1 ? "" : "s"}`;
}

function contextOf(task: Task): string {
  return [
    "task",
    task.connector === null ? null : "http",
    task.canRun && task.running === null ? "runnable" : null,
    task.running === null ? null : "running",
    task.lastRun === null ? null : "ran",
  ]
    .filter((word) => word !== null)
    .join(" ");
}
