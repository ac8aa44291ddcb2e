/** What the response panel and the extension say to each other. */

import type { AnyRun } from "./protocol";

/** `whole`: the server has the bodies of this run as they came. */
export type ToPanel = { readonly kind: "run"; readonly run: AnyRun; readonly whole: boolean };

export type FromPanel = { readonly kind: "ready" | "copy" | "save" | "rerun" | "curl" };
