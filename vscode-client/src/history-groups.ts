/** The runs of the past in groups, by day or by task. Pure; runs come and go the newest first. */

import { keyOf } from "./finished-runs";
import type { HistoryItem } from "./protocol";

export type Grouping = "day" | "task";

export interface RunGroup {
  readonly id: string;
  readonly label: string;
  /** The model of a task's runs; null for a day, and where the model came from standard input. */
  readonly uri: string | null;
  readonly runs: readonly HistoryItem[];
}

export function groupsOf(runs: readonly HistoryItem[], by: Grouping, now: Date, locale: string): RunGroup[] {
  const groups = new Map<string, HistoryItem[]>();
  for (const run of runs) {
    const key = by === "day" ? dayOf(new Date(run.startedAt)) : taskKey(run);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups].flatMap(([id, members]) => {
    const first = members[0];
    if (first === undefined) {
      return [];
    }
    const label = by === "day" ? dayWords(new Date(first.startedAt), now, locale) : taskName(first);
    return [{ id: `${by} ${id}`, label, uri: by === "day" ? null : first.textDocument.uri, runs: members }];
  });
}

/** The run before this one of the same task. */
export function previousOf(run: HistoryItem, all: readonly HistoryItem[]): HistoryItem | undefined {
  const at = all.findIndex((each) => each.id === run.id);
  return at < 0 ? undefined : all.slice(at + 1).find((each) => taskKey(each) === taskKey(run));
}

/** The runs of models in these folders, and of models that are in no file; without any folder all. */
export function inFolders(runs: readonly HistoryItem[], folders: readonly string[]): HistoryItem[] {
  if (folders.length === 0) {
    return [...runs];
  }
  // An editor and a command line write the same place with other escapes.
  const places = folders.map((folder) => `${decoded(folder).replace(/\/$/, "")}/`);
  return runs.filter(({ textDocument: { uri } }) => {
    const place = uri === null ? "" : decoded(uri);
    return place.startsWith("untitled:") || places.some((folder) => place.startsWith(folder));
  });
}

export function taskName({ element }: Pick<HistoryItem, "element">): string {
  return element.name.replace(/\s+/g, " ").trim() || element.id;
}

/** A day of the user's own clock. */
export function dayOf(at: Date): string {
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].join("-");
}

function dayWords(at: Date, now: Date, locale: string): string {
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (dayOf(at) === dayOf(now)) {
    return "Today";
  }
  return dayOf(at) === dayOf(yesterday)
    ? "Yesterday"
    : at.toLocaleDateString(locale, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
}

function taskKey(run: HistoryItem): string {
  return keyOf({ textDocument: { uri: run.textDocument.uri ?? "" }, element: run.element.id });
}

/** For people and comparisons; what is no escape stays as it is. */
export function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
