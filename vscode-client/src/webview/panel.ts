/** The response panel's page: tabs over one run. All text goes in as text, never as markup. */

import { bodyOffer } from "../body-offer";
import { lastRequest } from "../last-request";
import type { FromPanel, ToPanel } from "../panel-messages";
import type { AnyRun, Body, Exchange } from "../protocol";
import { element } from "./elements";
import { jsonTree } from "./json-tree";
import { outcomeWords } from "./outcome-words";

declare function acquireVsCodeApi(): {
  postMessage(message: FromPanel): void;
  getState(): { tab?: string } | undefined;
  setState(state: { tab: string }): void;
};

const editor = acquireVsCodeApi();
const TABS = ["Response", "Request", "Process gets"] as const;
type Tab = (typeof TABS)[number];

function render({ run, whole }: ToPanel): void {
  const root = document.getElementById("root");
  const saved = editor.getState()?.tab;
  const open = TABS.find((tab) => tab === saved) ?? "Response";
  root?.replaceChildren(header(run, whole), tabs(run, open));
}

function header(run: AnyRun, whole: boolean): HTMLElement {
  const exchange = lastRequest(run)?.exchange;
  const offer = bodyOffer(exchange?.responseBody, whole);
  const status = exchange?.status ?? null;
  const words = status === null ? "no response" : `${status} ${exchange?.reason ?? ""}`.trim();
  const facts = [
    `${Math.round(run.duration * 1000)} ms`,
    exchange === undefined ? "" : `${exchange.decoded} bytes`,
    run.environment ?? "no environment",
    whole ? new Date(run.startedAt).toLocaleTimeString() : new Date(run.startedAt).toLocaleString(),
  ].filter((fact) => fact !== "");
  return element(
    "header",
    {},
    element("h1", {}, run.element.name || run.element.id),
    element(
      "p",
      { class: "facts" },
      element("span", { class: `status ${statusClass(status)}` }, words),
      facts.join(" · "),
    ),
    element(
      "p",
      { class: "actions" },
      button("Run again", { kind: "rerun" }),
      button("Copy as cURL", { kind: "curl" }),
      button("Copy body", { kind: "copy" }, offer.copy ? "" : offer.why),
      button("Save body…", { kind: "save" }, offer.save ? "" : offer.why),
    ),
  );
}

function tabs(run: AnyRun, open: Tab): HTMLElement {
  const bar = element("div", { role: "tablist" });
  const pages = element("div", {});
  const show = (chosen: Tab): void => {
    editor.setState({ tab: chosen });
    for (const each of bar.querySelectorAll("button")) {
      each.setAttribute("aria-selected", String(each.textContent === chosen));
    }
    pages.replaceChildren(...page(run, chosen));
  };
  for (const tab of TABS) {
    const head = element("button", { role: "tab" }, tab);
    head.addEventListener("click", () => show(tab));
    bar.append(head);
  }
  show(open);
  return element("main", {}, bar, pages);
}

function page(run: AnyRun, tab: Tab): HTMLElement[] {
  switch (tab) {
    case "Response":
      return run.exchanges.length === 0
        ? [element("p", {}, "Nothing was sent.")]
        : run.exchanges.flatMap((exchange) => response(exchange));
    case "Request":
      return [
        ...run.exchanges.flatMap((exchange) => [
          element("p", { class: "line" }, `${exchange.method} ${exchange.url}`),
          headers(exchange.requestHeaders),
          ...body(exchange.requestBody),
        ]),
        element("h2", {}, "Inputs of the connector"),
        jsonTree(Object.fromEntries(run.inputs.map((input) => [input.target, input.value]))),
      ];
    case "Process gets":
      return processGets(run);
  }
}

function processGets(run: AnyRun): HTMLElement[] {
  const { outcome } = run;
  const written = outcome.variables ?? {};
  const words = outcomeWords(outcome);
  return [
    element("p", { class: `outcome ${outcome.kind}` }, words),
    ...(Object.keys(written).length > 0 ? [jsonTree(written)] : []),
    ...run.notices.map((notice) => element("p", { class: `notice ${notice.severity}` }, notice.message)),
  ];
}

function response(exchange: Exchange): HTMLElement[] {
  const purpose = exchange.purpose === "token" ? "Token: " : "";
  const line =
    exchange.status === null ? (exchange.failure ?? "no response") : `${exchange.status} ${exchange.reason ?? ""}`;
  return [
    element("p", { class: "line" }, `${purpose}${line}`),
    ...body(exchange.responseBody),
    headers(exchange.responseHeaders),
    ...(exchange.followedBy === null ? [] : [element("p", { class: "facts" }, `then: ${exchange.followedBy}`)]),
  ];
}

function headers(pairs: readonly [string, string][]): HTMLElement {
  const rows = pairs.map(([name, value]) =>
    element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, value)),
  );
  return element("details", {}, element("summary", {}, `Headers (${pairs.length})`), element("table", {}, ...rows));
}

function body(given: Body | null): HTMLElement[] {
  if (given === null || given.bytes === 0) {
    return [];
  }
  const rest = given.truncated
    ? [element("p", { class: "facts" }, `${given.bytes} bytes in all; the rest is left out`)]
    : [];
  if (given.language === "json" && !given.truncated) {
    try {
      return [jsonTree(JSON.parse(given.text)), ...rest];
    } catch {
      // What calls itself JSON and is none is shown as it came.
    }
  }
  return [element("pre", {}, given.text), ...rest];
}

/** `why` it cannot be used; empty where it can. */
function button(label: string, message: FromPanel, why = ""): HTMLElement {
  const made = element("button", why === "" ? {} : { disabled: "", title: why }, label);
  made.addEventListener("click", () => editor.postMessage(message));
  return made;
}

function statusClass(status: number | null): string {
  return status !== null && status < 400 ? "good" : "bad";
}

window.addEventListener("message", (event: MessageEvent<ToPanel>) => render(event.data));
editor.postMessage({ kind: "ready" });
