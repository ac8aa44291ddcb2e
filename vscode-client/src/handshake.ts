/** Whether the server that answered is one that this extension can work with. */

import { PROTOCOL } from "./protocol";

export interface ServerIdentity {
  readonly name: string | undefined;
  readonly version: string | undefined;
  /** `capabilities.experimental.connlint` */
  readonly capabilities: unknown;
}

export type Handshake =
  | { readonly kind: "match"; readonly version: string; readonly canRun: boolean }
  | { readonly kind: "differs"; readonly version: string; readonly canRun: boolean; readonly message: string }
  | { readonly kind: "incompatible"; readonly message: string };

/** A server of another version is fine while it speaks the same protocol; the difference is told in the status. */
export function handshake(server: ServerIdentity, extensionVersion: string): Handshake {
  const capabilities = server.capabilities;
  if (typeof capabilities !== "object" || capabilities === null || !("protocol" in capabilities)) {
    return {
      kind: "incompatible",
      message: `The command started ${server.name ?? "a server"} that is no connlint server. Check the setting connlint.server.command.`,
    };
  }
  const version = server.version ?? "unknown";
  if (capabilities.protocol !== PROTOCOL) {
    const newer = typeof capabilities.protocol === "number" && capabilities.protocol > PROTOCOL;
    return {
      kind: "incompatible",
      message: newer
        ? `connlint ${version} is newer than this extension (${extensionVersion}). Update the extension, or install connlint ${extensionVersion}.`
        : `connlint ${version} is older than this extension (${extensionVersion}) can work with. Update it: pip install --upgrade connlint.`,
    };
  }
  const canRun = "run" in capabilities && capabilities.run === true;
  if (version === extensionVersion) {
    return { kind: "match", version, canRun };
  }
  const message = `The server is connlint ${version}, the extension ${extensionVersion}; they work together.`;
  return { kind: "differs", version, canRun, message };
}
