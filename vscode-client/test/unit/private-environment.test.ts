import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { test } from "node:test";
import {
  install,
  installedPython,
  installedRequirement,
  InstallError,
  isRecent,
  pipAdvice,
  venvAdvice,
} from "../../src/private-environment";

const ADVICE: [RegExp, string][] = [
  [/offline/i, "NewConnectionError: Failed to establish a new connection: [Errno -2] Name or service not known"],
  [/proxy/i, "ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy'))"],
  [/certificate/i, "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]'))"],
  [/does not offer connlint==9/, "ERROR: No matching distribution found for connlint==9"],
  [/log says why/, "something else"],
];

test("a failure of pip says what to do", () => {
  for (const [advice, output] of ADVICE) {
    assert.match(pipAdvice(output, "connlint==9"), advice);
  }
});

test("a Python without venv names the package", () => {
  assert.match(venvAdvice("apt install python3.11-venv"), /python3-venv/);
});

test("3.11 is recent enough, 3.10 is not", () => {
  assert.deepEqual([isRecent(3, 10), isRecent(3, 11), isRecent(4, 0), isRecent(2, 99)], [false, true, true, false]);
});

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "connlint-"));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function installation(folder: string, python: string, requirement: string) {
  const steps: string[] = [];
  const report = (step: string): void => void steps.push(step);
  const signal = new AbortController().signal;
  const release = (): Promise<void> => Promise.resolve(void steps.push("release"));
  return { folder, python, requirement, windows: false, report, log: () => undefined, signal, release, steps };
}

test("a Python that is missing or too old is told with its version", () =>
  inFolder(async (folder) => {
    const old = path.join(folder, "old");
    await writeFile(old, "#!/bin/sh\necho 3.8\n", { mode: 0o755 });
    for (const [python, expected] of [
      [old, /old is 3\.8/],
      [path.join(folder, "none"), /none was found\./],
    ] as const) {
      const failed = install(installation(path.join(folder, "env"), python, "connlint"));
      await assert.rejects(failed, (error: unknown) => error instanceof InstallError && expected.test(error.message));
    }
  }));

/** A Python that writes down what it is asked, and makes the interpreter that `venv` would make. */
async function fakePython(folder: string): Promise<string> {
  const python = path.join(folder, "python");
  const script = `#!/bin/sh
echo "$@" >> "${folder}/calls"
case "$*" in
  *version_info*) echo 3.12 ;;
  *"-m venv"*) mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;;
  *broken*) echo "No matching distribution found"; exit 1 ;;
  *hollow*) touch "$(dirname "$0")/hollow" ;;
  *import*) test ! -e "$(dirname "$0")/hollow" || { echo "No module named connlint_server"; exit 1; } ;;
esac
`;
  await writeFile(python, script, { mode: 0o755 });
  return python;
}

test("an environment is made, and counts once it is complete", () =>
  inFolder(async (folder) => {
    const python = await fakePython(folder);
    const env = path.join(folder, "env");
    await assert.rejects(install(installation(env, python, "broken==1")), /does not offer broken==1/);
    assert.equal(installedPython(env, false), undefined);
    assert.equal(await install(installation(env, python, "connlint==0.1.0")), path.join(env, "bin", "python"));
    assert.equal(installedPython(env, false), path.join(env, "bin", "python"));
    assert.match(await readFile(path.join(folder, "calls"), "utf-8"), /-I -m pip install .* connlint==0\.1\.0/);
  }));

test("an update that fails leaves the environment that works, and nothing beside it", () =>
  inFolder(async (folder) => {
    const python = await fakePython(folder);
    const env = path.join(folder, "storage", "server");
    await install(installation(env, python, "connlint==0.1.0"));
    await writeFile(path.join(env, "mark"), "of the first");
    for (const [requirement, expected] of [
      ["broken==2", /does not offer broken==2/],
      ["hollow==2", /does not start/],
    ] as const) {
      const update = installation(env, python, requirement);
      await assert.rejects(install(update), expected);
      assert.ok(!update.steps.includes("release"), "the server that runs was not stopped");
    }
    assert.equal(installedPython(env, false), path.join(env, "bin", "python"));
    assert.equal(await installedRequirement(env), "connlint==0.1.0");
    assert.equal(await readFile(path.join(env, "mark"), "utf-8"), "of the first");
    assert.deepEqual(await readdir(path.dirname(env)), ["server"]);
  }));

test("an update takes the place of the one before, once that is let go", () =>
  inFolder(async (folder) => {
    const python = await fakePython(folder);
    const env = path.join(folder, "storage", "server");
    await install(installation(env, python, "connlint==0.1.0"));
    const update = installation(env, python, "connlint==0.2.0");
    await install(update);
    assert.ok(update.steps.includes("release"));
    assert.equal(await installedRequirement(env), "connlint==0.2.0");
    assert.deepEqual(await readdir(path.dirname(env)), ["server"]);
  }));

test("what an installation left that was broken off is no obstacle, and one that was moved aside is found again", () =>
  inFolder(async (folder) => {
    const python = await fakePython(folder);
    const env = path.join(folder, "storage", "server");
    await install(installation(env, python, "connlint==0.1.0"));
    await rename(env, `${env}-before`);
    await mkdir(`${env}-new`);
    assert.equal(installedPython(env, false), path.join(`${env}-before`, "bin", "python"));
    await install(installation(env, python, "connlint==0.2.0"));
    assert.equal(await installedRequirement(env), "connlint==0.2.0");
    assert.deepEqual(await readdir(path.dirname(env)), ["server"]);
  }));
