/** The server's life: found, started, greeted, restarted, ended. */

import { mkdir } from "node:fs/promises";
import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  type LanguageClientOptions,
} from "vscode-languageclient/node";
import { findServer } from "./find-server";
import { handshake } from "./handshake";
import { OneByOne } from "./one-by-one";
import type { ServerCommand } from "./server-command";

export type ServerState =
  | { readonly kind: "stopped" }
  | { readonly kind: "starting" }
  | { readonly kind: "missing" }
  | {
      readonly kind: "running";
      readonly version: string;
      readonly command: ServerCommand;
      readonly note: string | null;
    }
  | { readonly kind: "failed"; readonly message: string };

export const SELECTOR = [
  { scheme: "file", language: "xml", pattern: "**/*.bpmn" },
  { scheme: "vscode-vfs", language: "xml", pattern: "**/*.bpmn" },
  { scheme: "untitled", language: "xml" },
];
/** What the client does itself, so that it can ask for values and show results its own way. */
const CLIENT_COMMANDS = ["connlint.run", "connlint.preview", "connlint.curl", "connlint.cancel"];

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private current: ServerState = { kind: "stopped" };
  private readonly queue = new OneByOne();
  private readonly changes = new vscode.EventEmitter<ServerState>();
  private readonly notifications = new vscode.EventEmitter<{ method: string; params: unknown }>();
  readonly onChange = this.changes.event;
  readonly onNotification = this.notifications.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get state(): ServerState {
    return this.current;
  }

  /** Starts the server, or starts it anew. Calls wait for each other. */
  start(): Promise<void> {
    return this.queue.run(async () => {
      await this.end();
      await this.begin();
    });
  }

  /** Starts anew only where another command would start the server now: trust and settings change more than is meant. */
  async reconsider(): Promise<void> {
    // What cannot be found out now is told by the start.
    const found = await findServer(this.context).catch(() => undefined);
    const used = this.current.kind === "running" ? this.current.command : undefined;
    if (used === undefined || JSON.stringify(found) !== JSON.stringify(used)) {
      await this.start();
    }
  }

  stop(): Promise<void> {
    return this.queue.run(() => this.end());
  }

  async request<Answer>(method: string, params: unknown): Promise<Answer> {
    if (this.client?.state !== State.Running) {
      throw new Error("connlint's server is not running.");
    }
    return this.client.sendRequest<Answer>(method, params);
  }

  async notify(method: string, params: unknown): Promise<void> {
    if (this.client?.state === State.Running) {
      await this.client.sendNotification(method, params);
    }
  }

  /**
   * Reads a document of the server's anew. The editor passes over the server's own word that it changed while the
   * document is still being opened, which a quick run is sure to meet.
   */
  refreshDocument(uri: vscode.Uri): void {
    const feature = this.client?.getFeature("workspace/textDocumentContent");
    const provider = feature?.getProviders()?.find((each) => each.scheme === uri.scheme);
    provider?.onDidChangeEmitter.fire(uri);
  }

  dispose(): void {
    void this.stop();
    this.changes.dispose();
    this.notifications.dispose();
  }

  private async begin(): Promise<void> {
    this.become({ kind: "starting" });
    let command: ServerCommand | undefined;
    try {
      command = await findServer(this.context);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.log.error(reason);
      this.become({ kind: "failed", message: reason });
      return;
    }
    if (command === undefined) {
      this.log.info("no server found");
      this.become({ kind: "missing" });
      return;
    }
    this.log.info(`starting the server (${command.origin}): ${command.command}`);
    try {
      await this.launch(command);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.log.error(reason);
      await this.end();
      this.become({ kind: "failed", message: `${command.command} did not start: ${reason}` });
    }
  }

  private async launch(command: ServerCommand): Promise<void> {
    // Not the workspace: a Python started there by `-m` would import what lies in it.
    const cwd = this.context.globalStorageUri.fsPath;
    await mkdir(cwd, { recursive: true });
    const client = new LanguageClient(
      "connlint",
      "connlint",
      { command: command.command, args: [...command.args], options: { cwd } },
      this.clientOptions(),
    );
    this.client = client;
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped && this.client === client && this.current.kind === "running") {
        this.become({ kind: "failed", message: "The server ended. Restart it; the log says why." });
      }
    });
    for (const method of ["connlint/tasksChanged", "connlint/runChanged"]) {
      client.onNotification(method, (params: unknown) => this.notifications.fire({ method, params }));
    }
    await client.start();
    await this.greet(client, command);
  }

  private async greet(client: LanguageClient, command: ServerCommand): Promise<void> {
    const result = client.initializeResult;
    const experimental: unknown = result?.capabilities.experimental;
    const capabilities =
      typeof experimental === "object" && experimental !== null && "connlint" in experimental
        ? experimental.connlint
        : undefined;
    const identity = { name: result?.serverInfo?.name, version: result?.serverInfo?.version, capabilities };
    const met = handshake(identity, extensionVersion(this.context));
    if (met.kind === "incompatible") {
      await this.end();
      this.become({ kind: "failed", message: met.message });
      return;
    }
    this.log.info(`connlint ${met.version} is ready`);
    const notes = [
      met.kind === "differs" ? met.message : null,
      met.canRun ? null : "This installation cannot run requests.",
    ].filter((note) => note !== null);
    this.become({ kind: "running", version: met.version, command, note: notes.join(" ") || null });
  }

  private clientOptions(): LanguageClientOptions {
    return {
      documentSelector: SELECTOR,
      outputChannel: this.log,
      traceOutputChannel: withoutTrace(this.log),
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      diagnosticCollectionName: "connlint",
      initializationOptions: {
        trusted: vscode.workspace.isTrusted,
        clientCommands: CLIENT_COMMANDS,
        taskEvents: true,
      },
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
      },
    };
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client === undefined) {
      return;
    }
    try {
      await client.dispose(2000);
    } catch (error) {
      this.log.debug(`the server did not end in order: ${String(error)}`);
    }
    this.become({ kind: "stopped" });
  }

  private become(state: ServerState): void {
    this.current = state;
    void vscode.commands.executeCommand("setContext", "connlint.ready", state.kind === "running");
    this.changes.fire(state);
  }
}

/**
 * A channel that never traces. At the level Trace, with a setting that even a workspace can give, the client would write
 * down the messages as they go to the server, and those of runs hold the values of secrets.
 */
function withoutTrace(log: vscode.LogOutputChannel): vscode.LogOutputChannel {
  return Object.create(log, {
    logLevel: { value: vscode.LogLevel.Info },
    onDidChangeLogLevel: { value: () => new vscode.Disposable(() => undefined) },
    trace: { value: () => undefined },
  }) as vscode.LogOutputChannel;
}

export function extensionVersion(context: vscode.ExtensionContext): string {
  const manifest = context.extension.packageJSON as { version: string };
  return manifest.version;
}
