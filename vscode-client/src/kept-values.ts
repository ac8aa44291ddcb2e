/** What the client keeps for the next run: variables by task and environment, secrets by environment.

 * A secret's value stands in the editor's secret storage only; its name in the workspace's state, because the storage
 * cannot be listed. The scope (the configuration or the workspace folder) is part of a secret's key: an environment
 * of the same name in another repository must not get it.
 */

export interface State {
  get<Value>(key: string, fallback: Value): Value;
  update(key: string, value: unknown): Thenable<void>;
}
export interface SecretStore {
  get(key: string): Thenable<string | undefined>;
  store(key: string, value: string): Thenable<void>;
  delete(key: string): Thenable<void>;
}

/** Whose values: a task of a document, in an environment, of a configuration. */
export interface Place {
  readonly scope: string;
  readonly environment: string | null;
  readonly uri: string;
  readonly element: string;
}

export class KeptValues {
  constructor(
    private readonly state: State,
    private readonly secrets: SecretStore,
  ) {}

  variables(place: Place): Record<string, unknown> {
    return this.state.get<Record<string, unknown>>(variablesKey(place), {});
  }

  async keepVariables(place: Place, values: Record<string, unknown>): Promise<void> {
    await this.state.update(variablesKey(place), { ...this.variables(place), ...values });
    await this.remember("connlint.variables", variablesKey(place));
  }

  secretNames(scope: string, environment: string | null): string[] {
    return this.state.get<string[]>(namesKey(scope, environment), []);
  }

  async secret(scope: string, environment: string | null, name: string): Promise<string | undefined> {
    return this.secrets.get(secretKey(scope, environment, name));
  }

  async keepSecrets(scope: string, environment: string | null, values: Record<string, string>): Promise<void> {
    for (const [name, value] of Object.entries(values)) {
      await this.secrets.store(secretKey(scope, environment, name), value);
    }
    const names = new Set([...this.secretNames(scope, environment), ...Object.keys(values)]);
    await this.state.update(namesKey(scope, environment), [...names].sort());
  }

  /** Forgets all variables of the workspace and the secrets of one environment. */
  async forget(scope: string, environment: string | null): Promise<void> {
    for (const name of this.secretNames(scope, environment)) {
      await this.secrets.delete(secretKey(scope, environment, name));
    }
    await this.state.update(namesKey(scope, environment), undefined);
    for (const key of this.state.get<string[]>("connlint.variables", [])) {
      await this.state.update(key, undefined);
    }
    await this.state.update("connlint.variables", undefined);
  }

  private async remember(list: string, key: string): Promise<void> {
    const keys = this.state.get<string[]>(list, []);
    if (!keys.includes(key)) {
      await this.state.update(list, [...keys, key]);
    }
  }
}

// JSON tells ["a", "b c"] from ["a b", "c"], which a plain separator would not.
const variablesKey = (place: Place): string =>
  `connlint.variables ${JSON.stringify([place.scope, place.environment, place.uri, place.element])}`;
const namesKey = (scope: string, environment: string | null): string =>
  `connlint.secretNames ${JSON.stringify([scope, environment])}`;
const secretKey = (scope: string, environment: string | null, name: string): string =>
  `connlint.secret ${JSON.stringify([scope, environment, name])}`;
