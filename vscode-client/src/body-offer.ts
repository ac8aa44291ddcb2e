/** What can be done with a response's body: pure, from the server's values. */

import type { Body, WholeBody } from "./protocol";

export interface BodyOffer {
  readonly copy: boolean;
  readonly save: boolean;
  /** Why something is not offered; empty where all is. */
  readonly why: string;
}

/** `whole`: the server still has the bytes. Else there is what is shown: formatted, and perhaps a part only. */
export function bodyOffer(body: Body | null | undefined, whole: boolean): BodyOffer {
  if (body === null || body === undefined || body.bytes === 0) {
    return { copy: false, save: false, why: "The response has no body." };
  }
  if (body.language === "binary") {
    const why = whole
      ? "The body is no text; it can be saved."
      : "Of a body that is no text only the first bytes are kept.";
    return { copy: false, save: whole, why };
  }
  const all = whole || !body.truncated;
  return { copy: all, save: all, why: all ? "" : "Only a part of this body is kept." };
}

/** The body as text, nothing changed in it; undefined where it is none. */
export function exactText(body: WholeBody): string | undefined {
  if (body.charset === null) {
    return undefined;
  }
  try {
    return new TextDecoder(body.charset, { ignoreBOM: true }).decode(Buffer.from(body.base64, "base64"));
  } catch {
    // A charset that the server knows and this Node does not.
    return undefined;
  }
}

const ENDINGS: Record<string, string> = {
  "application/gzip": "gz",
  "application/octet-stream": "bin",
  "application/pdf": "pdf",
  "application/zip": "zip",
  "image/gif": "gif",
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "text/csv": "csv",
  "text/markdown": "md",
};

export function bodyFileName(
  element: string,
  number: number | undefined,
  body: Body,
  headers: readonly [string, string][],
): string {
  const type = headers
    .find(([name]) => name.toLowerCase() === "content-type")?.[1]
    .split(";")[0]
    ?.trim()
    .toLowerCase();
  const byLanguage = { json: "json", xml: "xml", html: "html", text: "txt", binary: "bin" }[body.language];
  const isOpen = body.language === "text" || body.language === "binary";
  const ending = (isOpen ? ENDINGS[type ?? ""] : undefined) ?? byLanguage;
  const name = element.replace(/[^\w.-]+/g, "_");
  return `${name}${number === undefined ? "" : `-${number}`}.${ending}`;
}
