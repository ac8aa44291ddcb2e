/** Which environment counts for the next run: the user's choice where the document's configuration has it, else its default. */

import type { Environments } from "./protocol";

const CHOSEN = "connlint.environment";
const NONE: Environments = { environments: [], default: null, selected: null, configuration: null };

export interface ChoiceState {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

export class EnvironmentChoice {
  private offered = NONE;

  constructor(
    private readonly state: ChoiceState,
    private readonly folder: () => string | undefined,
  ) {}

  /** What the configuration of the document in front has. The choice stays: the next document may have it again. */
  offer(offered: Environments): void {
    this.offered = offered;
  }

  get known(): Environments["environments"] {
    return this.offered.environments;
  }

  /** The environment of the next run; null for none. */
  get current(): string | null {
    const chosen = this.state.get(CHOSEN);
    if (chosen === null) {
      return null;
    }
    return this.known.find((each) => each.name === chosen)?.name ?? this.offered.default;
  }

  /** Whose environments these are: secrets that the user gives are kept for this scope only. */
  get scope(): string {
    return this.offered.configuration ?? this.folder() ?? "untitled";
  }

  async choose(name: string | null): Promise<void> {
    await this.state.update(CHOSEN, name);
  }
}
