// Bundles the extension and the script of the response panel into dist/, the tests into .build/.
import { build } from "esbuild";
import { readdirSync } from "node:fs";

const tests = process.argv.includes("--tests");
const shared = { bundle: true, minify: !tests, logLevel: "warning", legalComments: "none" };
const node = { ...shared, platform: "node", format: "cjs", target: "node20" };

await build({ ...node, entryPoints: ["src/extension.ts"], outfile: "dist/extension.js", external: ["vscode"] });
await build({
  ...shared,
  platform: "browser",
  format: "iife",
  target: "es2022",
  entryPoints: ["src/webview/panel.ts"],
  outfile: "dist/panel.js",
});
if (tests) {
  const entries = (folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".ts"))
      .map((name) => `${folder}/${name}`);
  await build({
    ...node,
    minify: false,
    entryPoints: entries("test/unit"),
    outdir: ".build/unit",
    external: ["vscode"],
  });
  await build({
    ...node,
    minify: false,
    entryPoints: ["test/e2e/inside/index.ts"],
    outfile: ".build/e2e/index.js",
    external: ["vscode", "mocha"],
    tsconfigRaw: { compilerOptions: { esModuleInterop: true } },
  });
}
