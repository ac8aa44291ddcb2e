// Steps of a person, each told with its end and its time. One that fails leaves the screen, what it says, and the log.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { WORK } from "./editor.mjs";

export function stepsIn(editor) {
  return async (what, work) => {
    const start = Date.now();
    try {
      await work();
      console.log(`ok      ${what} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    } catch (error) {
      console.log(`FAILED  ${what}`);
      await keep(editor).catch((reason) => console.log(`nothing could be kept of it: ${reason}`));
      throw error;
    }
  };
}

/** Of a step that failed: a picture of the screen, the page, and the last lines of connlint's log. */
export async function keep({ name, page, profile, logFile }) {
  const folder = process.env.FAILURES ?? path.join(WORK, "failures");
  mkdirSync(folder, { recursive: true });
  const picture = path.join(folder, `${name}.png`);
  await page.screenshot({ path: picture });
  writeFileSync(path.join(folder, `${name}.html`), await page.content());
  console.log(`        the screen: ${picture}`);
  console.log(`        logs: ${logFile}, ${path.join(profile, "logs")}`);
  for (const file of logs(profile)) {
    const lines = readFileSync(file, "utf-8").trimEnd().split("\n").slice(-15);
    console.log(`        the end of ${file}:`);
    console.log(lines.map((line) => `          ${line.slice(0, 300)}`).join("\n"));
  }
}

/** The extension's own logs in a profile. */
export function logs(profile) {
  return readdirSync(profile, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /connlint[^/]*\.log$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
}
