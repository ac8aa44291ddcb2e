import assert from "node:assert/strict";
import { test } from "node:test";
import { FinishedRuns, keyOf } from "../../src/finished-runs";
import type { Run } from "../../src/protocol";

function run(id: string, uri: string, element = "Activity_1"): Run {
  return {
    id,
    number: 1,
    textDocument: { uri, version: 1 },
    element: { id: element, name: "", type: "serviceTask" },
    environment: null,
    startedAt: "",
    duration: 0,
    inputs: [],
    exchanges: [],
    response: null,
    outcome: { kind: "variables" },
    notices: [],
    document: `connlint-run:/Activity_1/${id}.http`,
  };
}

const A = "file:///ws/a.bpmn";
const B = "file:///ws/b.bpmn";

test("two models may have the same element: each has its own last run", () => {
  const runs = new FinishedRuns();
  runs.add(run("1", A));
  runs.add(run("2", B));
  assert.equal(runs.last({ textDocument: { uri: A }, element: "Activity_1" })?.id, "1");
  assert.equal(runs.last({ textDocument: { uri: B }, element: "Activity_1" })?.id, "2");
  assert.equal(runs.last({ textDocument: { uri: A }, element: "Activity_2" }), undefined);
});

test("without a task it is the last of all; a document names its own", () => {
  const runs = new FinishedRuns();
  assert.equal(runs.last(), undefined);
  runs.add(run("1", A));
  runs.add(run("2", B));
  assert.equal(runs.last()?.id, "2");
  assert.equal(runs.ofDocument("connlint-run:/Activity_1/1.http")?.id, "1");
  assert.equal(runs.ofDocument("file:///ws/a.bpmn"), undefined);
});

test("the last twenty are kept", () => {
  const runs = new FinishedRuns();
  for (let number = 0; number < 30; number += 1) {
    runs.add(run(String(number), number < 10 ? A : B));
  }
  assert.equal(runs.last({ textDocument: { uri: A }, element: "Activity_1" }), undefined);
  assert.equal(runs.last()?.id, "29");
});

test("a key tells a document from an element", () => {
  const keys = [
    keyOf({ textDocument: { uri: "a b" }, element: "c" }),
    keyOf({ textDocument: { uri: "a" }, element: "b c" }),
  ];
  assert.notEqual(keys[0], keys[1]);
});
