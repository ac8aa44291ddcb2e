// A connlint server of the future: it answers `initialize` with a protocol that the extension does not know.
import { Buffer } from "node:buffer";

const CAPABILITIES = { experimental: { connlint: { protocol: 99, run: true } } };
let waiting = Buffer.alloc(0);

process.stdin.on("data", (chunk) => {
  waiting = Buffer.concat([waiting, chunk]);
  for (let message = take(); message !== undefined; message = take()) {
    if (message.method === "exit") {
      process.exit(0);
    }
    if (message.id !== undefined && message.method !== undefined) {
      const initialized = { capabilities: CAPABILITIES, serverInfo: { name: "connlint", version: "99.0.0" } };
      answer(message.id, message.method === "initialize" ? initialized : null);
    }
  }
});
process.stdin.on("end", () => process.exit(0));

function take() {
  const end = waiting.indexOf("\r\n\r\n");
  const length = Number(/Content-Length: (\d+)/i.exec(waiting.subarray(0, Math.max(end, 0)).toString())?.[1]);
  if (end < 0 || waiting.length < end + 4 + length) {
    return undefined;
  }
  const body = waiting.subarray(end + 4, end + 4 + length).toString();
  waiting = waiting.subarray(end + 4 + length);
  return JSON.parse(body);
}

function answer(id, result) {
  const body = JSON.stringify({ jsonrpc: "2.0", id, result });
  process.stdout.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
