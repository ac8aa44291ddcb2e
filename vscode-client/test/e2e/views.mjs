// A view in the side bar: its rows, and what is done with them.

export function viewOf(page, name) {
  const header = () => page.getByRole("button", { name: `${name} Section` });
  const rows = () => page.locator(".pane", { has: header() }).getByRole("treeitem");
  const entry = (title) => page.locator(".context-view .action-item", { has: page.getByText(title, { exact: true }) });
  return {
    rows,
    entry,

    /** Opens the view, and draws its upper edge upward: a list has no rows but those that can be seen. */
    async open(pixels) {
      await header().click();
      await rows().first().waitFor();
      const { x, y } = await header().boundingBox();
      await page.mouse.move(x + 100, y);
      await page.mouse.down();
      await page.mouse.move(x + 100, y - pixels, { steps: 8 });
      await page.mouse.up();
    },

    /** Chooses from the menu of a row, by Enter: a menu that has just opened passes over a click. */
    async choose(row, title) {
      await row.click({ button: "right" });
      await entry(title).hover();
      await page
        .locator(".context-view .action-item.focused", { has: page.getByText(title, { exact: true }) })
        .waitFor();
      await page.keyboard.press("Enter");
    },

    /** Clicks one of the icons that a row shows below the mouse. */
    async press(row, title) {
      await row.hover();
      await row.getByRole("button", { name: title }).click();
    },
  };
}
