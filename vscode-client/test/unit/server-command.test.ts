import assert from "node:assert/strict";
import { test } from "node:test";
import { commandSetting, serverCommand, type Surroundings } from "../../src/server-command";

function around(files: string[], given: Partial<Surroundings> = {}): Surroundings {
  return {
    setting: [],
    trusted: true,
    interpreters: [],
    folders: ["/ws"],
    searchPath: "/usr/bin:/opt/bin",
    privatePython: undefined,
    windows: false,
    exists: (file) => files.includes(file),
    ...given,
  };
}

const EVERYWHERE = ["/py/bin/connlint-server", "/ws/.venv/bin/connlint-server", "/opt/bin/connlint-server"];

test("the user's setting comes first, with its own arguments", () => {
  const found = serverCommand(around(EVERYWHERE, { setting: ["/x/connlint", "server"], trusted: false }));
  assert.deepEqual(found, { origin: "setting", command: "/x/connlint", args: ["server"] });
});

test("a setting without arguments speaks over standard input and output", () => {
  assert.deepEqual(serverCommand(around([], { setting: ["/x/connlint-server"] }))?.args, ["--stdio"]);
});

test("then the interpreter of the Python extension, then .venv, then the PATH", () => {
  const order = [EVERYWHERE, EVERYWHERE.slice(1), EVERYWHERE.slice(2)].map(
    (files) => serverCommand(around(files, { interpreters: ["/py/bin/python"], privatePython: "/p/python" }))?.command,
  );
  assert.deepEqual(order, EVERYWHERE);
});

test("the private environment is the last, and isolated", () => {
  const found = serverCommand(around([], { privatePython: "/p/bin/python" }));
  assert.equal(found?.origin, "private");
  assert.equal(found.command, "/p/bin/python");
  assert.equal(found.args[0], "-I");
});

test("an untrusted workspace starts nothing that it could have brought", () => {
  const untrusted = { trusted: false, interpreters: ["/py/bin/python"] };
  assert.equal(serverCommand(around(EVERYWHERE, untrusted)), undefined);
  assert.equal(serverCommand(around(EVERYWHERE, { ...untrusted, privatePython: "/p/python" }))?.origin, "private");
});

test("a relative entry of the PATH is passed over", () => {
  const files = ["connlint-server", "bin/connlint-server", "./connlint-server"];
  assert.equal(serverCommand(around(files, { searchPath: ".:bin::" })), undefined);
});

test("Windows has its own folders and names", () => {
  const script = "C:\\ws\\.venv\\Scripts\\connlint-server.exe";
  const found = serverCommand(around([script], { windows: true, folders: ["C:\\ws"], searchPath: "C:\\bin;D:\\x" }));
  assert.equal(found?.command, script);
});

test("an interpreter that is named by a relative path is passed over", () => {
  const files = ["connlint-server", "bin/connlint-server", "./connlint-server", "../bin/connlint-server"];
  const interpreters = ["python", "bin/python", "./python", "../bin/python"];
  assert.equal(serverCommand(around(files, { interpreters })), undefined);
});

test("a command of another type is told with what is expected", () => {
  assert.deepEqual(commandSetting(undefined), []);
  assert.deepEqual(commandSetting(null), []);
  assert.deepEqual(commandSetting(["/x/connlint-server"]), ["/x/connlint-server"]);
  for (const [value, named] of [
    ["/x/connlint-server --stdio", /is a string/],
    [3, /is a number/],
    [true, /is a boolean/],
    [{ command: "x" }, /is an object/],
    [["/x", 3], /holds a number/],
    [["/x", null], /holds null/],
  ] as const) {
    assert.throws(
      () => commandSetting(value),
      (error: unknown) => {
        assert.ok(error instanceof Error);
        assert.match(error.message, named);
        assert.match(error.message, /connlint\.server\.command.*a list of strings/);
        return true;
      },
    );
  }
});
