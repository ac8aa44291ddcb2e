import assert from "node:assert/strict";
import { test } from "node:test";
import { handshake } from "../../src/handshake";

const greet = (capabilities: unknown, version = "0.1.0") =>
  handshake({ name: "connlint", version, capabilities }, "0.1.0");

test("the same version and protocol match", () => {
  assert.deepEqual(greet({ protocol: 1, run: true }), { kind: "match", version: "0.1.0", canRun: true });
});

test("another version of the same protocol works, and is told", () => {
  const met = greet({ protocol: 1, run: false }, "0.2.3");
  assert.match(met.kind === "differs" ? met.message : "", /0\.2\.3.*0\.1\.0/);
});

test("a newer protocol asks for the extension's update, an older one for the server's", () => {
  const newer = greet({ protocol: 2, run: true }, "9.0.0");
  const older = greet({ protocol: 0, run: true }, "0.0.1");
  assert.match(newer.kind === "incompatible" ? newer.message : "", /Update the extension/);
  assert.match(older.kind === "incompatible" ? older.message : "", /pip install --upgrade connlint/);
});

test("a server that is none of ours names the setting", () => {
  const met = handshake({ name: "clangd", version: "1", capabilities: undefined }, "0.1.0");
  assert.match(met.kind === "incompatible" ? met.message : "", /clangd.*connlint\.server\.command/);
});
