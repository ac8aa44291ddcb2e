// The service that the models call: it counts what reaches it, and never ends what is asked of /slow. Below /prod it
// answers with what it was asked for, which holds a secret.
import { Buffer } from "node:buffer";
import { createServer } from "node:http";

const WEATHER = {
  weather: [{ id: 803, main: "Clouds", description: "broken clouds" }],
  main: { temp: 17.4, feels_like: 16.9, humidity: 72 },
  name: "Berlin",
};

/** Bytes that are no text. */
export const PICTURE = Buffer.from(Array.from({ length: 700 }, (_, index) => (index * 7) % 256));

export async function startService() {
  const seen = { connections: 0, requests: [], slow: 0, closed: 0 };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (pathname === "/seen") {
      response.end(JSON.stringify(seen));
      return;
    }
    seen.requests.push(`${request.method} ${request.url}`);
    if (pathname === "/slow") {
      seen.slow += 1;
      request.socket.on("close", () => (seen.closed += 1));
      return;
    }
    if (pathname === "/picture") {
      response.setHeader("content-type", "image/png");
      response.end(PICTURE);
      return;
    }
    response.setHeader("content-type", "application/json");
    const echo = pathname.startsWith("/prod/") ? { asked: request.url } : {};
    response.end(JSON.stringify(pathname.endsWith("/weather") ? { ...echo, ...WEATHER } : { ok: true }));
  });
  server.on("connection", () => (seen.connections += 1));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { seen, port: server.address().port, stop: () => (server.closeAllConnections(), server.close()) };
}
