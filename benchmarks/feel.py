"""FEEL against its JavaScript peers: parse, and parse with evaluation, of one result expression.

Both sides run in the same call, in turn; of several rounds the quickest counts.
"""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

from goals import Row

EXPRESSION = """{
  orderId: response.body.order.id,
  total: sum(for item in response.body.order.items return item.price * item.quantity),
  state: if response.status = 200 then "open" else "unknown",
  names: response.body.order.items[price > 10].name,
  city: upper case(response.body.order.address.city),
  first: response.body.order.items[1].name,
  isLarge: count(response.body.order.items) > 2
}"""
ITEMS = [{"name": f"item {number}", "price": number * 7, "quantity": number} for number in range(1, 5)]
ORDER = {"id": "o-1", "items": ITEMS, "address": {"city": "Berlin"}}
CONTEXT = {"response": {"status": 200, "body": {"order": ORDER}}}
ROUNDS = 5

SCRIPT = """
import { readFileSync } from 'node:fs';
import { evaluate } from '%(folder)s/node_modules/feelin/dist/index.js';
import { parser } from '%(folder)s/node_modules/lezer-feel/dist/index.js';
const { expression, context } = JSON.parse(readFileSync(0, 'utf8'));
const quickest = (run, count) => {
  let best = Infinity;
  for (let round = 0; round < 5; round++) {
    const start = process.cpuUsage();
    for (let i = 0; i < count; i++) run();
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / count);
  }
  return best;
};
const camunda = parser.configure({ top: 'Expression', dialect: 'camunda' });
for (let i = 0; i < 300; i++) { camunda.parse(expression); evaluate(expression, context); }
console.log(JSON.stringify({ parse: quickest(() => camunda.parse(expression), 300), evaluate: quickest(() => evaluate(expression, context), 300) }));
"""


def quickest(run, count: int = 300) -> float:
    """Microseconds of computing of one call."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(count):
            run()
        best = min(best, (time.process_time() - start) / count * 1e6)
    return best


def rows(npm: Path) -> list[Row]:
    from connlint import feel

    script = npm / "feel-benchmark.mjs"
    script.write_text(SCRIPT % {"folder": str(npm)})
    given = json.dumps({"expression": EXPRESSION, "context": CONTEXT})
    peers = json.loads(subprocess.run(["node", script], input=given, capture_output=True, text=True, check=True).stdout)
    context = feel.from_json(CONTEXT)
    parse, evaluate = quickest(lambda: feel.parse(EXPRESSION)), quickest(lambda: feel.evaluate(EXPRESSION, context))
    return [
        Row("FEEL: parse", "us", parse, "lezer-feel", peers["parse"], 0.35),
        Row("FEEL: parse and evaluate", "us", evaluate, "feelin", peers["evaluate"], 0.2),
    ]
