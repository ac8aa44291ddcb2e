// What a person does with the editor's window, and sees in it.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { PICTURES } from "./editor.mjs";
import { until } from "./until.mjs";

export function handsOn(page) {
  page.setDefaultTimeout(90_000);
  const input = () => page.locator(".quick-input-widget input:visible").first();

  /** Opens the palette with what fits a text. */
  async function palette(text) {
    await page.keyboard.press("F1");
    await input().fill(`>${text}`);
  }
  /** Runs a command of the palette by its whole title. */
  async function command(title) {
    await palette(title);
    await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title }).waitFor({ state: "hidden" });
  }
  /** Types into the box that asks, once it asks for `title`. */
  async function answer(title, text) {
    await page.locator(".quick-input-widget").getByText(title).first().waitFor();
    await input().fill(text);
    await page.keyboard.press("Enter");
  }
  /** A file in the explorer. */
  const file = (name) => page.locator(".explorer-viewlet").getByRole("treeitem", { name: new RegExp(`^${name}`) });
  /** Opens a file from the explorer, in the first group: else it opens in the group that was used last. */
  async function openFile(name) {
    await page.keyboard.press("Control+1");
    await file(name).first().dblclick();
    await page.locator(".tab.active", { hasText: name }).first().waitFor();
  }
  /** Opens the menu of a file, and gives one of its entries. */
  async function menuEntry(name, title) {
    await file(name).first().click({ button: "right" });
    const entry = page.locator(".context-view .action-item", { hasText: title }).first();
    await entry.waitFor();
    return entry;
  }
  /** Chooses from the menu of a file, by Enter: a menu that has just opened passes over a click. */
  async function chooseFor(name, title) {
    await (await menuEntry(name, title)).hover();
    await page.locator(".context-view .action-item.focused", { hasText: title }).waitFor();
    await page.keyboard.press("Enter");
  }
  /** A lens above a task; one that does nothing is a mere text. */
  const lens = (title) =>
    page.locator(".codelens-decoration > a, .codelens-decoration > span", { hasText: title }).first();
  const squiggle = () => page.locator(".squiggly-error").first();
  const dialog = () => page.locator(".monaco-dialog-box");
  const tab = (name) => page.locator(".tab", { hasText: name }).first();
  const problems = () => page.locator(".markers-panel");
  const status = (text) => page.locator(".statusbar-item", { hasText: text }).first();

  /** The centre of notifications keeps what a toast said, whose time is short. */
  async function notification(text) {
    await page.getByText(text).first().waitFor({ state: "attached" });
    const centre = page.locator(".notifications-center");
    if (!(await centre.isVisible())) {
      await command("Notifications: Show Notifications");
    }
    const entry = centre.locator(".monaco-list-row", { hasText: text }).first();
    await entry.waitFor();
    return entry;
  }

  /** Takes a picture once the window stands still. */
  async function picture(name) {
    await page.mouse.move(700, 812);
    let last;
    await until(async () => {
      const now = await page.screenshot();
      const still = last?.equals(now);
      last = now;
      return still;
    }, "a window that stands still");
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: path.join(PICTURES, name) });
  }

  /** The page and all that is framed in it, such as the response's panel: its markup, and its text without that. */
  async function everythingShown() {
    const read = (frame) =>
      frame.evaluate(() => [document.documentElement.outerHTML, document.documentElement.textContent]);
    const texts = await Promise.all(page.frames().map((frame) => read(frame).catch(() => [])));
    assert.ok(texts[0].join("").length > 1000, "the window's own text is among it");
    return texts.flat().join("\n");
  }

  return {
    ...{ answer, chooseFor, command, dialog, everythingShown, input, lens, menuEntry, notification, openFile, palette },
    ...{ picture, problems, squiggle, status, tab },
  };
}
