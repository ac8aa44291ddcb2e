/** What the response panel and the extension say to each other. */

import type { Run } from "./protocol";

export type ToPanel = { readonly kind: "run"; readonly run: Run };

export type FromPanel =
  | { readonly kind: "ready" }
  | { readonly kind: "copy"; readonly text: string }
  | { readonly kind: "save"; readonly name: string; readonly text: string }
  | { readonly kind: "rerun" }
  | { readonly kind: "curl" };
