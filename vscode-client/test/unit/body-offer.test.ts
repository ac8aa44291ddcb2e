import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyFileName, bodyOffer, exactText } from "../../src/body-offer";
import type { Body } from "../../src/protocol";

const TEXT: Body = { language: "json", text: '{\n  "a": 1\n}', bytes: 7, truncated: false };
const BINARY: Body = { language: "binary", text: "89 50 4e 47", bytes: 9000, truncated: true };

test("without a body nothing is offered, with the reason", () => {
  for (const body of [null, undefined, { ...TEXT, bytes: 0, text: "" }]) {
    const offer = bodyOffer(body, true);
    assert.deepEqual([offer.copy, offer.save], [false, false]);
    assert.match(offer.why, /no body/);
  }
});

test("the server has the bytes of a run of this session: all of it is offered, but no binary as text", () => {
  assert.deepEqual(bodyOffer(TEXT, true), { copy: true, save: true, why: "" });
  assert.deepEqual(bodyOffer({ ...TEXT, truncated: true }, true), { copy: true, save: true, why: "" });
  const binary = bodyOffer(BINARY, true);
  assert.deepEqual([binary.copy, binary.save], [false, true]);
  assert.match(binary.why, /no text/);
});

test("of a run of the past there is what is shown: a part and digits of bytes are not offered", () => {
  assert.deepEqual(bodyOffer(TEXT, false), { copy: true, save: true, why: "" });
  for (const body of [{ ...TEXT, truncated: true }, BINARY, { ...BINARY, truncated: false }]) {
    const offer = bodyOffer(body, false);
    assert.deepEqual([offer.copy, offer.save], [false, false]);
    assert.notEqual(offer.why, "");
  }
});

test("a body is a text in its own charset, to the last character", () => {
  const base64 = (bytes: number[]): string => Buffer.from(bytes).toString("base64");
  assert.equal(exactText({ base64: base64([0x7b, 0x22, 0xe9, 0x22, 0x7d]), charset: "iso-8859-1" }), '{"é"}');
  assert.equal(exactText({ base64: base64([0xef, 0xbb, 0xbf, 0x41]), charset: "utf-8" }), "\ufeffA");
  assert.equal(exactText({ base64: base64([1, 2]), charset: null }), undefined);
  assert.equal(exactText({ base64: base64([1, 2]), charset: "x-no-such-charset" }), undefined);
});

test("a file is named after the task, and ends as its content does", () => {
  const name = (body: Body, type?: string) =>
    bodyFileName("Activity_1/../x", 3, body, type === undefined ? [] : [["Content-Type", type]]);
  assert.equal(name(TEXT), "Activity_1_.._x-3.json");
  assert.equal(name({ ...TEXT, language: "text" }, "text/csv; charset=utf-8"), "Activity_1_.._x-3.csv");
  assert.equal(name({ ...TEXT, language: "text" }), "Activity_1_.._x-3.txt");
  assert.equal(name(BINARY, "image/png"), "Activity_1_.._x-3.png");
  assert.equal(name(BINARY), "Activity_1_.._x-3.bin");
  assert.equal(bodyFileName("A", undefined, BINARY, []), "A.bin");
});
