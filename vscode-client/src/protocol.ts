/** The server's own requests and values, as docs/server-protocol.md describes them. */

export const PROTOCOL = 1;

export interface Position {
  line: number;
  character: number;
}
export interface Range {
  start: Position;
  end: Position;
}

export interface RunParams {
  textDocument: { uri: string };
  element: string;
  environment?: string | null;
  variables?: Record<string, unknown>;
  secrets?: Record<string, string>;
  confirmation?: string;
}

export interface MissingVariable {
  name: string;
  neededBy: string[];
  range: Range | null;
}
export interface MissingSecret {
  name: string;
  neededBy: string[];
  range: Range | null;
}

export interface Confirmation {
  token: string;
  method: string;
  url: string;
  hosts: string[];
  unknownHosts: string[];
  why: ("host" | "method" | "environment" | "always")[];
  environment: string | null;
  secrets: string[];
  message: string;
}

export interface Notice {
  severity: "error" | "warning" | "info";
  message: string;
  field: string | null;
  range: Range | null;
}

export interface Input {
  target: string;
  value: unknown;
  from: string;
}

export interface Body {
  language: "json" | "xml" | "html" | "text" | "binary";
  text: string;
  bytes: number;
  truncated: boolean;
}

export interface Timing {
  connect: number | null;
  tls: number | null;
  send: number | null;
  wait: number | null;
  receive: number | null;
  total: number;
}

export interface Exchange {
  purpose: "request" | "token" | "document";
  method: string;
  url: string;
  requestHeaders: [string, string][];
  requestBody: Body | null;
  status: number | null;
  reason: string | null;
  responseHeaders: [string, string][];
  responseBody: Body | null;
  timing: Timing;
  received: number;
  decoded: number;
  failure: string | null;
  followedBy: string | null;
  proxy: string | null;
}

export interface Outcome {
  kind: "variables" | "ignored-error" | "bpmn-error" | "job-failed" | "incident" | "stopped";
  variables?: Record<string, unknown>;
  ignored?: string | null;
  kept?: string[];
  code?: string | null;
  message?: string | null;
  caughtBy?: { id: string; name: string; type: string; code: string | null } | null;
  retries?: number;
  backoff?: string | null;
  where?: string;
  text?: string;
  reason?: string;
}

export interface Run {
  id: string;
  number: number;
  textDocument: { uri: string; version: number | null };
  element: { id: string; name: string; type: string };
  environment: string | null;
  startedAt: string;
  duration: number;
  inputs: Input[];
  exchanges: Exchange[];
  response: { status: number; reason: string | null; headers: Record<string, unknown>; body: unknown } | null;
  outcome: Outcome;
  notices: Notice[];
  document: string;
}

/** A response's body as it came, without the values of secrets. `charset`: null where it is no text. */
export interface WholeBody {
  base64: string;
  charset: string | null;
}

export interface HistoryItem {
  id: string;
  startedAt: string;
  duration: number;
  textDocument: { uri: string | null };
  element: { id: string; name: string; type: string };
  environment: string | null;
  outcome: Outcome["kind"];
  status: number | null;
  title: string;
}

/** A run of the past has neither a number nor a document of its own. */
export type PastRun = Omit<Run, "number" | "document" | "textDocument"> & {
  textDocument: { uri: string | null; version?: number | null };
};
export type AnyRun = Run | PastRun;

export interface InputNeeded {
  kind: "input-needed";
  variables: MissingVariable[];
  secrets: MissingSecret[];
}
export interface Refused {
  kind: "refused";
  reason: string;
  message: string;
  host?: string;
}
export interface Failed {
  kind: "failed";
  message: string;
  notices: Notice[];
}

export type RunReport =
  | { kind: "finished"; run: Run }
  | InputNeeded
  | { kind: "confirmation-needed"; confirmation: Confirmation }
  | Failed
  | Refused
  | { kind: "cancelled"; document: string | null };

export type PreviewReport = { kind: "prepared"; document: string } | Failed | InputNeeded | Refused;

export type CurlReport = { kind: "command"; command: string; notes: string[] } | Failed | InputNeeded | Refused;

export interface EnvironmentInfo {
  name: string;
  protected: boolean;
  color: string | null;
  description: string | null;
  secrets: string[] | null;
  problem: string | null;
}
export interface Environments {
  environments: EnvironmentInfo[];
  default: string | null;
  selected: string | null;
  configuration: string | null;
}

export interface Task {
  element: { id: string; name: string; type: string };
  process: { id: string; name: string };
  range: Range;
  connector: "rest" | "graphql" | null;
  jobType: string;
  method: string | null;
  url: string | null;
  authentication: string | null;
  template: { id: string; version: string | null; name: string | null; latest: string | null } | null;
  findings: { error: number; warning: number; info: number };
  canRun: boolean;
  whyNot: string | null;
  running: string | null;
  lastRun: {
    id: string;
    number: number;
    startedAt: string;
    outcome: Outcome["kind"] | "refused" | "cancelled";
    status: number | null;
    document: string;
  } | null;
}
export interface TaskFile {
  uri: string;
  version: number | null;
  tasks: Task[];
}

export interface RunChanged {
  run: string;
  textDocument: { uri: string };
  element: string;
  state: "running" | "finished" | "cancelled" | "failed";
  document: string;
}

export interface WorkspaceSummary {
  files: number;
  connectors: number;
  errors: number;
  warnings: number;
  infos: number;
  unreadable: { uri: string; reason: string }[];
}
