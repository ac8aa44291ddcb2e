// What a person has in front: the palette, the files, the lenses, a view's rows, a context menu.
import path from "node:path";
import { WORK } from "./editor.mjs";

export function deskOf(page) {
  const input = () => page.locator(".quick-input-widget input:visible").first();
  const menuItem = (title) =>
    page.locator(".monaco-menu .action-item", { has: page.getByText(title, { exact: true }) });
  return {
    input,
    menuItem,
    dialog: () => page.locator(".monaco-dialog-box"),
    lens: (title) => page.locator(".codelens-decoration > a", { hasText: title }).first(),
    picture: (name) => page.screenshot({ path: path.join(process.env.PICTURES ?? path.join(WORK, "pictures"), name) }),

    /** The rows of a view in the side bar. */
    rows: (view) =>
      page.locator(".pane", { has: page.getByRole("button", { name: `${view} Section` }) }).getByRole("treeitem"),

    /** Draws a view's upper edge upward: a list has no rows but those that can be seen. */
    async enlarge(view, pixels) {
      const { x, y } = await page.getByRole("button", { name: `${view} Section` }).boundingBox();
      await page.mouse.move(x + 100, y);
      await page.mouse.down();
      await page.mouse.move(x + 100, y - pixels, { steps: 8 });
      await page.mouse.up();
    },

    async palette(command) {
      await page.keyboard.press("F1");
      await input().fill(`>${command}`);
      // The best match comes first in the list, which need not be the command of this name.
      await page
        .locator(".quick-input-list .label-name", { hasText: new RegExp(`^${command}`) })
        .first()
        .click();
    },

    async openFile(name) {
      // The first group: a file opens in the group that was used last.
      await page.keyboard.press("Control+1");
      await page.getByRole("treeitem", { name: new RegExp(`^${name}`) }).dblclick();
      await page.locator(".tab.active", { hasText: name }).first().waitFor();
    },

    async choose(row, title) {
      await row.click({ button: "right" });
      await menuItem(title).hover();
      // A click that comes as quick as a machine's is taken for the end of the one that opened the menu.
      await page.waitForTimeout(300);
      await menuItem(title).click();
    },

    async trust() {
      await this.palette("Workspaces: Manage Workspace Trust");
      await page.locator(".workspace-trust-editor").getByRole("button", { name: "Trust", exact: true }).click();
      await page.locator(".workspace-trust-trusted").waitFor();
    },
  };
}
