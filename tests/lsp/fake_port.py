"""An engine that sends nothing: it does what the task's URL tells it."""

from __future__ import annotations

import asyncio

from connlint_server.engine.policy import Destination
from connlint_server.lsp.run_port import Environment, Environments, Failed, Finished, Lack, Missing, Plan, Refused

SECRET = "s3cr3t-value-of-the-tests"


class FakePort:
    def environments(self, path, configuration, *, trusted):
        dev = Environment(
            "dev",
            secrets=frozenset({"TOKEN"}) if trusted else None,
            variables={"orderId": 17, "order": {"id": "A-1"}} if trusted else None,
        )
        return Environments((dev, Environment("prod", protected=True, color="red")), "dev", None)

    def plan(self, order):
        mapping = order.task.field("url")
        url = mapping.text if mapping is not None else ""
        if order.environment not in (None, "dev", "prod"):
            return Refused("environment", f"There is no environment {order.environment!r}.")
        if "/lacking" in url and "city" not in order.variables:
            return Missing((Lack("city", ("url",), mapping.span),), (Lack("KEY", ("authentication.token",)),))
        if "/refused" in url:
            return Failed("url is not one that the connector takes", (), order.environment == "prod")
        request = {"method": "POST", "url": url, "headers": [["Accept", "*/*"]], "body": None}
        return Plan(
            method="POST",
            url=url,
            hosts=(Destination("api.example.com", 443, "api.example.com"),),
            secrets=("TOKEN",),
            inputs=({"target": "url", "value": url, "from": "mapping"},),
            request=request,
            protected=order.environment == "prod",
        )

    def curl(self, order):
        plan = self.plan(order)
        return (f"curl -X POST '{plan.url}'", ()) if isinstance(plan, Plan) else plan

    async def run(self, order, limits):
        plan = self.plan(order)
        if isinstance(plan, Failed):
            outcome = {"kind": "incident", "message": plan.message, "code": None, "retries": 0, "where": "connector"}
            return Finished((), (), None, outcome)
        if "/slow" in plan.url:
            await asyncio.Event().wait()  # until it is cancelled
        if "/crash" in plan.url:
            raise RuntimeError(f"the engine fell over {SECRET}")
        if "/elsewhere" in plan.url:
            return Refused("host", "other.example is not among the allowed hosts", "other.example")
        body = {"answer": {"number": 42, "of": [{"deep": True}]}}
        exchange = {
            "purpose": "request",
            "method": "POST",
            "url": plan.url,
            "requestHeaders": [["Accept", "*/*"]],
            "requestBody": None,
            "status": 200,
            "reason": "OK",
            "responseHeaders": [["content-type", "application/json"]],
            "responseBody": {"language": "json", "text": '{\n  "answer": 42\n}', "bytes": 14, "truncated": False},
            "timing": {"connect": 0.001, "tls": None, "send": 0.001, "wait": 0.01, "receive": 0.001, "total": 0.013},
            "received": 14,
            "decoded": 14,
            "failure": None,
            "followedBy": None,
            "proxy": None,
        }
        response = {"status": 200, "reason": "OK", "headers": {}, "body": body}
        outcome = {"kind": "variables", "variables": {"answer": 42}}
        hosts = ", ".join(limits.allowed_hosts)
        notice = {
            "severity": "info",
            "message": f"allowed: {hosts}",
            "field": "url",
            "span": order.task.field("url").span,
        }
        return Finished(plan.inputs, (exchange,), response, outcome, (notice,), shape=response)

    def redact(self, values):
        return lambda text: text.replace(SECRET, "***")
