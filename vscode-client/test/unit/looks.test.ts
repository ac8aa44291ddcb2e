import assert from "node:assert/strict";
import { test } from "node:test";
import { panelHtml } from "../../src/panel-html";
import type { Task } from "../../src/protocol";
import { lookOf } from "../../src/task-look";
import { variableOf, variableProblem } from "../../src/variable-text";
import { outcomeWords } from "../../src/webview/outcome-words";

const TASK: Task = {
  element: { id: "A", name: "Get\n weather", type: "serviceTask" },
  process: { id: "P", name: "P" },
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
  connector: "rest",
  jobType: "io.camunda:http-json:1",
  method: "GET",
  url: "=u",
  authentication: null,
  template: null,
  findings: { error: 0, warning: 0, info: 0 },
  canRun: true,
  whyNot: null,
  running: null,
  lastRun: null,
};
const LAST = { id: "r", number: 2, startedAt: "", status: 200, document: "d" };

test("a task shows its findings before its last run, and a run before both", () => {
  const passed: Task = { ...TASK, lastRun: { ...LAST, outcome: "variables" } };
  const looks = [
    TASK,
    passed,
    { ...passed, findings: { error: 1, warning: 2, info: 0 } },
    { ...passed, running: "r2" },
    { ...TASK, lastRun: { ...LAST, outcome: "incident" as const } },
  ].map((task) => lookOf(task).icon);
  assert.deepEqual(looks, ["plain", "passed", "error", "running", "failed"]);
});

test("a name is one line; the menus see what can be done", () => {
  assert.equal(lookOf(TASK).label, "Get weather");
  assert.equal(lookOf(TASK).context, "task http runnable");
  assert.equal(lookOf({ ...TASK, running: "r" }).context, "task http running");
  assert.equal(lookOf({ ...TASK, connector: null, canRun: false }).context, "task");
});

test("a newer template is told", () => {
  const template = { id: "t", version: "8", name: "REST", latest: "13" };
  assert.match(lookOf({ ...TASK, template }).description, /template 8 → 13/);
});

test("a variable is JSON where it reads as JSON", () => {
  assert.deepEqual(["3", '"3"', '{"a":[1]}', "Berlin", "", "true"].map(variableOf), [
    3,
    "3",
    { a: [1] },
    "Berlin",
    "",
    true,
  ]);
  assert.equal(variableProblem("Berlin"), undefined);
  assert.match(variableProblem('{"a":') ?? "", /no JSON/);
});

test("the panel's page lets nothing in from outside", () => {
  const html = panelHtml({ cspSource: "https://csp.example", nonce: "n0", script: "s.js", style: "s.css" });
  assert.match(html, /default-src 'none'/);
  assert.match(html, /script-src 'nonce-n0'/);
  assert.doesNotMatch(html, /unsafe|img-src|connect-src|<style| on\w+=/);
});

test("an outcome is a sentence", () => {
  assert.match(outcomeWords({ kind: "variables", variables: {} }), /No variable/);
  const caughtBy = { id: "E", name: "Not found", type: "boundaryEvent", code: "404" };
  assert.match(
    outcomeWords({ kind: "bpmn-error", code: "404", message: "gone", caughtBy }),
    /404 \(gone\), caught by Not found/,
  );
  assert.match(outcomeWords({ kind: "bpmn-error", code: "404", caughtBy: null }), /an incident/);
});
