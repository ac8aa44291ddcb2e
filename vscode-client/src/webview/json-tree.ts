/** JSON that folds: objects and arrays as <details>, open near the top. */

import { element } from "./elements";

/** Levels that are open at first, and children beyond which a node starts folded. */
const OPEN_LEVELS = 3;
const OPEN_CHILDREN = 100;

export function jsonTree(value: unknown): HTMLElement {
  return element("div", { class: "json" }, node(null, value, 0, false));
}

function node(key: string | null, value: unknown, level: number, comma: boolean): HTMLElement {
  const end = comma ? "," : "";
  if (typeof value !== "object" || value === null) {
    return element("div", {}, ...label(key), element("span", { class: kindOf(value) }, JSON.stringify(value)), end);
  }
  const list = Array.isArray(value);
  const entries: [string | null, unknown][] = list
    ? value.map((each: unknown) => [null, each])
    : Object.entries(value as Record<string, unknown>);
  const [left, right] = list ? ["[", "]"] : ["{", "}"];
  if (entries.length === 0) {
    return element("div", {}, ...label(key), left + right + end);
  }
  const folded = element("span", { class: "folded" }, `… ${entries.length} ${right}${end}`);
  const summary = element("summary", {}, ...label(key), left, folded);
  const made = element("details", {}, summary);
  made.open = level < OPEN_LEVELS && entries.length <= OPEN_CHILDREN;
  const fill = (): void => {
    if (made.open && made.childElementCount === 1) {
      const last = entries.length - 1;
      made.append(
        element(
          "div",
          { class: "children" },
          ...entries.map(([name, each], at) => node(name, each, level + 1, at < last)),
        ),
        element("div", {}, right + end),
      );
    }
  };
  // A node that is closed costs nothing: its children are made when it is opened.
  made.addEventListener("toggle", fill);
  fill();
  return made;
}

function label(key: string | null): (Node | string)[] {
  return key === null ? [] : [element("span", { class: "key" }, JSON.stringify(key)), ": "];
}

function kindOf(value: unknown): string {
  return value === null ? "null" : typeof value;
}
