import assert from "node:assert/strict";
import { test } from "node:test";
import { groupsOf, inFolders, previousOf } from "../../src/history-groups";
import { lookOfRun } from "../../src/history-look";
import type { HistoryItem } from "../../src/protocol";

const NOW = new Date(2026, 4, 20, 15, 0, 0);

function run(id: string, at: Date, given: Partial<HistoryItem> = {}): HistoryItem {
  return {
    id,
    startedAt: at.toISOString(),
    duration: 0.1234,
    textDocument: { uri: "file:///ws/a.bpmn" },
    element: { id: "Activity_1", name: "Get\n weather", type: "serviceTask" },
    environment: "dev",
    outcome: "variables",
    status: 200,
    title: "",
    ...given,
  };
}

const OTHER = { textDocument: { uri: "file:///ws/b.bpmn" } };
// The newest first, as the server gives them.
const RUNS = [
  run("5", new Date(2026, 4, 20, 14, 2, 33)),
  run("4", new Date(2026, 4, 20, 0, 0, 1), OTHER),
  run("3", new Date(2026, 4, 19, 23, 59, 59), { outcome: "incident", status: 500 }),
  run("2", new Date(2026, 4, 19, 8, 0, 0), OTHER),
  run("1", new Date(2025, 11, 24, 8, 0, 0)),
];

const ids = (groups: ReturnType<typeof groupsOf>): string[][] =>
  groups.map((group) => group.runs.map((each) => each.id));

test("by day: the days of this clock, the newest first", () => {
  const groups = groupsOf(RUNS, "day", NOW, "en-GB");
  assert.deepEqual(ids(groups), [["5", "4"], ["3", "2"], ["1"]]);
  assert.deepEqual(
    groups.map((group) => group.label),
    ["Today", "Yesterday", "Wed, 24 Dec 2025"],
  );
});

test("by task: the same element of two models is two tasks", () => {
  const groups = groupsOf(RUNS, "task", NOW, "en-GB");
  assert.deepEqual(ids(groups), [
    ["5", "3", "1"],
    ["4", "2"],
  ]);
  assert.deepEqual(
    groups.map((group) => [group.label, group.uri]),
    [
      ["Get weather", "file:///ws/a.bpmn"],
      ["Get weather", "file:///ws/b.bpmn"],
    ],
  );
  assert.equal(new Set(groups.map((group) => group.id)).size, 2);
});

test("the previous run is the next older one of the same task of the same model", () => {
  const of = (id: string): string | undefined => {
    const item = RUNS.find((each) => each.id === id);
    return item && previousOf(item, RUNS)?.id;
  };
  assert.deepEqual(["5", "4", "3", "2", "1"].map(of), ["3", "2", "1", undefined, undefined]);
});

test("a workspace has the runs of its own models; without a folder all are shown", () => {
  const runs = [
    run("1", NOW),
    run("2", NOW, { textDocument: { uri: "file:///ws%20two/a.bpmn" } }),
    run("3", NOW, { textDocument: { uri: "file:///ws2/a.bpmn" } }),
    run("4", NOW, { textDocument: { uri: null } }),
    run("5", NOW, { textDocument: { uri: "untitled:Untitled-1" } }),
  ];
  const found = (folders: string[]): string[] => inFolders(runs, folders).map((each) => each.id);
  assert.deepEqual(found(["file:///ws"]), ["1", "5"]);
  assert.deepEqual(found(["file:///ws/"]), ["1", "5"]);
  assert.deepEqual(found(["file:///ws two", "file:///other"]), ["2", "5"]);
  assert.deepEqual(found([]), ["1", "2", "3", "4", "5"]);
});

test("a run shows what tells it from its neighbours: the task of a day, the time of a task", () => {
  const item = RUNS[0];
  assert.ok(item);
  const byDay = lookOfRun(item, "day", true, NOW, "en-GB");
  assert.deepEqual([byDay.label, byDay.description], ["Get weather", "14:02:33 · 200 · dev · 123 ms"]);
  const byTask = lookOfRun(item, "task", true, NOW, "en-GB");
  assert.deepEqual([byTask.label, byTask.description], ["14:02:33", "200 · dev · 123 ms"]);
  const old = lookOfRun(run("1", new Date(2025, 11, 24, 8, 0, 0), { environment: null }), "task", false, NOW, "en-GB");
  assert.deepEqual([old.label, old.description], ["24 Dec 2025, 08:00:00", "200 · 123 ms"]);
});

test("the icon tells what came of it, and so do words where it is not the plain good end", () => {
  const look = (outcome: HistoryItem["outcome"], status: number | null = 200) =>
    lookOfRun(run("1", NOW, { outcome, status }), "task", false, NOW, "en-GB");
  assert.deepEqual(
    (["variables", "ignored-error", "bpmn-error", "job-failed", "incident", "stopped"] as const).map(
      (outcome) => look(outcome).icon,
    ),
    ["passed", "passed", "caught", "failed", "failed", "stopped"],
  );
  assert.match(look("bpmn-error", 404).description, /^404 · BPMN error/);
  assert.match(look("incident", null).description, /^no response · incident/);
  assert.match(look("incident", 500).tooltip, /Get weather \(Activity_1\)[^]*500[^]*incident[^]*dev/);
});

test("the menus see what can be done with a run", () => {
  const context = (given: Partial<HistoryItem>, hasPrevious: boolean): string =>
    lookOfRun(run("1", NOW, given), "day", hasPrevious, NOW, "en-GB").context;
  assert.equal(context({}, true), "run repeatable later");
  assert.equal(context({ textDocument: { uri: null } }, false), "run");
});
