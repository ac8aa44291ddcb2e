/** The check of the whole workspace, made when something is first seen that needs it: until then only open models are known. */

import type { Server } from "./server";

export class CheckOnce {
  private made = false;

  constructor(
    private readonly server: Server,
    private readonly check: () => Promise<unknown>,
  ) {
    server.onChange(() => (this.made = false));
  }

  /** Checks, if this server did not yet. It keeps the findings up to date from then on. */
  need(): void {
    if (!this.made && this.server.state.kind === "running") {
      this.made = true;
      void this.check();
    }
  }
}
