import assert from "node:assert/strict";
import { test } from "node:test";
import type { Confirmation, RunParams, RunReport } from "../../src/protocol";
import { converse, type Conversation } from "../../src/run-conversation";

const TASK: RunParams = { textDocument: { uri: "file:///a.bpmn" }, element: "A" };
const NEEDS: RunReport = {
  kind: "input-needed",
  variables: [{ name: "city", neededBy: ["url"], range: null }],
  secrets: [{ name: "KEY", neededBy: ["url"], range: null }],
};
const CONFIRMATION: Confirmation = {
  token: "t1",
  method: "POST",
  url: "http://h/",
  hosts: ["h"],
  unknownHosts: ["h"],
  why: ["host"],
  environment: null,
  secrets: [],
  message: "?",
};
const CONFIRM: RunReport = { kind: "confirmation-needed", confirmation: CONFIRMATION };
const CANCELLED: RunReport = { kind: "cancelled", document: null };

function talk(reports: RunReport[], given: Partial<Conversation<RunReport>> = {}) {
  const asked: RunParams[] = [];
  const conversation: Conversation<RunReport> = {
    ask: (params) => {
      asked.push(params);
      const report = reports.length > 1 ? reports.shift() : reports[0];
      assert.ok(report);
      return Promise.resolve(report);
    },
    confirm: () => Promise.resolve(true),
    variables: () => Promise.resolve({ city: "Berlin" }),
    secrets: () => Promise.resolve({ KEY: "s" }),
    ...given,
  };
  return { asked, ending: converse(TASK, conversation) };
}

test("what is missing is asked for, and sent with the token afterwards", async () => {
  const { asked, ending } = talk([NEEDS, CONFIRM, CANCELLED]);
  assert.equal((await ending).kind, "cancelled");
  const supplied = { ...TASK, variables: { city: "Berlin" }, secrets: { KEY: "s" } };
  assert.deepEqual(asked, [TASK, supplied, { ...supplied, confirmation: "t1" }]);
});

test("a token is sent once", async () => {
  const { asked, ending } = talk([CONFIRM, NEEDS, CONFIRM, CANCELLED]);
  await ending;
  assert.deepEqual(
    asked.map((params) => params.confirmation),
    [undefined, "t1", undefined, "t1"],
  );
});

test("without consent nothing more is asked of the server", async () => {
  const { asked, ending } = talk([CONFIRM, CANCELLED], { confirm: () => Promise.resolve(false) });
  assert.equal((await ending).kind, "given-up");
  assert.equal(asked.length, 1);
});

test("an answer that is not given ends the run", async () => {
  for (const given of [
    { variables: () => Promise.resolve(undefined) },
    { secrets: () => Promise.resolve(undefined) },
  ]) {
    const { asked, ending } = talk([NEEDS, CANCELLED], given);
    assert.equal((await ending).kind, "given-up");
    assert.equal(asked.length, 1);
  }
});

test("a server that never has enough is not asked for ever", async () => {
  const { ending } = talk([NEEDS]);
  await assert.rejects(ending, /nothing was sent/);
});
