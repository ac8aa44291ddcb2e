// Where a secret's value came out: on the page, in what is framed in it, in the browser's storage, in a file.
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { logs } from "./steps.mjs";

/** The places that hold the secret in any form. The places that should be looked through must be there. */
export async function leaksOf(secret, { page, profile }, { everythingShown }, workspace) {
  const files = [profile, workspace].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== ".env")
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
  assert.ok(logs(profile).length > 0, "the logs are among the files");
  assert.ok(
    files.some((file) => file.includes("/state/connlint/runs/")),
    "the history of runs is among the files",
  );
  const stored = await page.evaluate(storage);
  assert.ok(stored.includes("connlint"), "what the extension remembers is among the browser's storage");
  const shown = await everythingShown();
  const forms = [secret, Buffer.from(secret).toString("base64"), Buffer.from(secret).toString("hex")];
  return forms.flatMap((form) => [
    ...files.filter((file) => readFileSync(file).includes(form)),
    ...(shown.includes(form) ? ["the page"] : []),
    ...(stored.includes(form) ? ["the browser's storage"] : []),
  ]);
}

/** Runs in the page. A workbench in a browser keeps there what else lies in files. */
async function storage() {
  const found = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const rows = database.transaction(store).objectStore(store);
      const [keys, values] = [await done(rows.getAllKeys()), await done(rows.getAll())];
      const text = (value) => (ArrayBuffer.isView(value) ? new TextDecoder().decode(value) : JSON.stringify(value));
      found.push(...keys.map(String), ...values.map(text));
    }
    database.close();
  }
  return found.join("\n");
}
