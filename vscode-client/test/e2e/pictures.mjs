// The terminal's output of `connlint check`, as a picture; with PICTURES the person's test writes its own there too.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";
import { PICTURES, SERVER, which, WORK } from "./editor.mjs";
import { makeWorkspace } from "./workspace.mjs";

// rich reads the colours as connlint writes them for a terminal, and draws the window.
const DRAW = `
import os, subprocess, sys
from rich.console import Console
from rich.text import Text
environment = {**os.environ, "FORCE_COLOR": "1", "COLUMNS": "124", "TERM": "xterm-256color"}
command = [os.path.join(os.path.dirname(sys.executable), "connlint"), "check", "orders.bpmn"]
output = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=sys.argv[1]).stdout
console = Console(record=True, width=124, file=open(os.devnull, "w"))
console.print(Text.from_ansi("$ connlint check orders.bpmn\\n" + output))
print(console.export_svg(title="connlint check"))
`;

const workspace = path.join(WORK, "pictures-workspace");
makeWorkspace(workspace, 8080, "full");
const python = path.join(path.dirname(SERVER), "python");
const svg = execFileSync(python, ["-c", DRAW, workspace], { encoding: "utf-8" });
mkdirSync(PICTURES, { recursive: true });
const browser = await chromium.launch({ executablePath: which("chromium"), args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
await page.setContent(svg.replace(/@font-face\s*{[^}]*}/g, "").replaceAll("Fira Code", "DejaVu Sans Mono"));
await page.locator("svg").screenshot({ path: path.join(PICTURES, "check.png"), omitBackground: true });
await browser.close();
console.log("ok      the picture of connlint check");
