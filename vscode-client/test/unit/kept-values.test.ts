import assert from "node:assert/strict";
import { test } from "node:test";
import { KeptValues } from "../../src/kept-values";

function kept() {
  const state = new Map<string, unknown>();
  const secrets = new Map<string, string>();
  const values = new KeptValues(
    {
      get: <Value>(key: string, fallback: Value) => (state.has(key) ? (state.get(key) as Value) : fallback),
      update: (key, value) => {
        if (value === undefined) {
          state.delete(key);
        } else {
          state.set(key, value);
        }
        return Promise.resolve();
      },
    },
    {
      get: (key) => Promise.resolve(secrets.get(key)),
      store: (key, value) => Promise.resolve(void secrets.set(key, value)),
      delete: (key) => Promise.resolve(void secrets.delete(key)),
    },
  );
  return { state, secrets, values };
}

const PLACE = { scope: "file:///ws", environment: "dev", uri: "file:///ws/a.bpmn", element: "A" };

test("variables are kept by task and environment", async () => {
  const { values } = kept();
  await values.keepVariables(PLACE, { city: "Berlin" });
  await values.keepVariables(PLACE, { days: 3 });
  assert.deepEqual(values.variables(PLACE), { city: "Berlin", days: 3 });
  assert.deepEqual(values.variables({ ...PLACE, environment: "prod" }), {});
  assert.deepEqual(values.variables({ ...PLACE, element: "B" }), {});
});

test("a secret is given to its own scope and environment only", async () => {
  const { values } = kept();
  await values.keepSecrets("file:///ws", "dev", { KEY: "s3cret" });
  assert.equal(await values.secret("file:///ws", "dev", "KEY"), "s3cret");
  assert.equal(await values.secret("file:///ws", "prod", "KEY"), undefined);
  assert.equal(await values.secret("file:///ws", null, "KEY"), undefined);
  assert.equal(await values.secret("file:///other", "dev", "KEY"), undefined);
});

test("the state holds names of secrets, never values", async () => {
  const { state, values } = kept();
  await values.keepSecrets("file:///ws", "dev", { KEY: "s3cret" });
  assert.deepEqual(values.secretNames("file:///ws", "dev"), ["KEY"]);
  assert.doesNotMatch(JSON.stringify([...state]), /s3cret/);
});

test("forgetting leaves nothing of the environment", async () => {
  const { state, secrets, values } = kept();
  await values.keepVariables(PLACE, { city: "Berlin" });
  await values.keepSecrets("file:///ws", "dev", { KEY: "s3cret" });
  await values.forget("file:///ws", "dev");
  assert.equal(state.size, 0);
  assert.equal(secrets.size, 0);
});
