/** The exchange that a run's answer comes from: the last request itself, after tokens and retries. */

import type { AnyRun, Exchange } from "./protocol";

export interface LastRequest {
  readonly exchange: Exchange;
  /** As the server counts the exchanges. */
  readonly index: number;
}

export function lastRequest(run: AnyRun): LastRequest | undefined {
  const index = run.exchanges.findLastIndex((each) => each.purpose === "request");
  const exchange = run.exchanges[index];
  return exchange === undefined ? undefined : { exchange, index };
}
