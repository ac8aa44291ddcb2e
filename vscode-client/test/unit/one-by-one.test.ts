import assert from "node:assert/strict";
import { test } from "node:test";
import { OneByOne } from "../../src/one-by-one";

test("work waits for the work before it", async () => {
  const order: string[] = [];
  const queue = new OneByOne();
  const slow = queue.run(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    order.push("slow");
  });
  const quick = queue.run(() => Promise.resolve(void order.push("quick")));
  await Promise.all([slow, quick]);
  assert.deepEqual(order, ["slow", "quick"]);
});

test("work that fails is told to who asked for it, and to nobody after", async () => {
  const queue = new OneByOne();
  const failed = queue.run(() => Promise.reject(new Error("no such setting")));
  const next = queue.run(() => Promise.resolve("started"));
  await assert.rejects(failed, /no such setting/);
  assert.equal(await next, "started");
  await assert.rejects(
    queue.run(() => Promise.reject(new Error("again"))),
    /again/,
  );
  assert.equal(await queue.run(() => Promise.resolve("restarted")), "restarted");
});
