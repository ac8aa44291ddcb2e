/** The status item of the server and the environment's place in the status bar. */

import * as vscode from "vscode";
import type { EnvironmentInfo } from "./protocol";
import { SELECTOR, type ServerState } from "./server";

const ORIGINS = {
  setting: "named by connlint.server.command",
  workspace: "of the workspace's Python environment",
  path: "found on the PATH",
  private: "of the private environment",
};

export class Status implements vscode.Disposable {
  private readonly server: vscode.LanguageStatusItem;
  private readonly environment: vscode.StatusBarItem;

  constructor() {
    this.server = vscode.languages.createLanguageStatusItem("connlint.server", SELECTOR);
    this.server.name = "connlint";
    this.environment = vscode.window.createStatusBarItem("connlint.environment", vscode.StatusBarAlignment.Right, 90);
    this.environment.name = "connlint environment";
    this.environment.command = "connlint.selectEnvironment";
  }

  showServer(state: ServerState): void {
    const look = lookOf(state);
    this.server.text = look.text;
    this.server.detail = look.detail;
    this.server.severity = look.severity;
    this.server.busy = state.kind === "starting";
    this.server.command = look.command;
    if (state.kind !== "running") {
      this.environment.hide();
    }
  }

  /** `chosen` is null where runs have no environment; `known` tells what the configuration offers. */
  showEnvironment(chosen: string | null, known: readonly EnvironmentInfo[]): void {
    const info = known.find((each) => each.name === chosen);
    if (chosen === null && known.length === 0) {
      this.environment.hide();
      return;
    }
    this.environment.text = `$(server-environment) ${chosen ?? "no environment"}`;
    this.environment.tooltip = [
      "connlint: the environment of runs",
      info?.description,
      info?.protected === true ? "protected: every run is confirmed" : null,
      info?.problem,
    ]
      .filter((line) => line !== null && line !== undefined)
      .join("\n");
    this.environment.color = info?.protected === true ? undefined : (info?.color ?? undefined);
    this.environment.backgroundColor =
      info?.protected === true ? new vscode.ThemeColor("statusBarItem.errorBackground") : undefined;
    this.environment.show();
  }

  dispose(): void {
    this.server.dispose();
    this.environment.dispose();
  }
}

interface Look {
  readonly text: string;
  readonly detail: string;
  readonly severity: vscode.LanguageStatusSeverity;
  readonly command: vscode.Command;
}

function lookOf(state: ServerState): Look {
  const { Information, Warning, Error } = vscode.LanguageStatusSeverity;
  const logs = { command: "connlint.showLogs", title: "Show Logs" };
  const restart = { command: "connlint.restart", title: "Restart" };
  switch (state.kind) {
    case "running": {
      const detail = [`server ${ORIGINS[state.command.origin]}`, state.note].filter(Boolean).join(" · ");
      return { text: `connlint ${state.version}`, detail, severity: Information, command: restart };
    }
    case "starting":
      return { text: "connlint", detail: "starting", severity: Information, command: logs };
    case "stopped":
      return { text: "connlint", detail: "stopped", severity: Information, command: restart };
    case "missing": {
      const command = { command: "connlint.installServer", title: "Install" };
      return { text: "connlint", detail: "no server found", severity: Warning, command };
    }
    case "failed":
      return { text: "connlint", detail: state.message, severity: Error, command: restart };
  }
}
