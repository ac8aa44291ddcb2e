import assert from "node:assert/strict";
import { test } from "node:test";
import { EnvironmentChoice } from "../../src/environment-choice";
import type { Environments } from "../../src/protocol";

function offer(names: string[], fallback: string | null = null, configuration: string | null = null): Environments {
  const rest = { protected: false, color: null, description: null, secrets: null, problem: null };
  return { environments: names.map((name) => ({ name, ...rest })), default: fallback, selected: null, configuration };
}

function choice(stored?: string | null) {
  const state = new Map<string, unknown>(stored === undefined ? [] : [["connlint.environment", stored]]);
  const made = new EnvironmentChoice(
    { get: (key) => state.get(key), update: (key, value) => Promise.resolve(void state.set(key, value)) },
    () => "file:///ws",
  );
  return { state, made };
}

test("without a choice the default counts", () => {
  const { made } = choice();
  assert.equal(made.current, null);
  made.offer(offer(["dev", "prod"], "dev"));
  assert.equal(made.current, "dev");
});

test("a document that does not offer the chosen environment leaves the choice for those that do", () => {
  const { state, made } = choice("prod");
  made.offer(offer([]));
  assert.equal(made.current, null);
  made.offer(offer(["dev"], "dev"));
  assert.equal(made.current, "dev");
  made.offer(offer(["dev", "prod"], "dev"));
  assert.equal(made.current, "prod");
  assert.deepEqual([...state], [["connlint.environment", "prod"]]);
});

test("no environment is a choice too", async () => {
  const { made } = choice("prod");
  made.offer(offer(["dev", "prod"], "dev"));
  await made.choose(null);
  assert.equal(made.current, null);
});

test("secrets belong to the configuration, else to the folder", () => {
  const { made } = choice();
  assert.equal(made.scope, "file:///ws");
  made.offer(offer([], null, "file:///ws/connlint.toml"));
  assert.equal(made.scope, "file:///ws/connlint.toml");
});
