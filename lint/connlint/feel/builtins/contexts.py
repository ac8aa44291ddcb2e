"""Contexts: reading, changing, joining them."""

from __future__ import annotations

from connlint.feel.builtins.registry import ANY, builtin, illegal_arguments
from connlint.feel.values import Context, Value


@builtin("get value", dict, str)
def get_value(context: dict[str, Value], key: str) -> Value:
    return context.get(key)


@builtin("get value", dict, list)
def get_nested_value(context: dict[str, Value], keys: list[Value]) -> Value:
    value: Value = context if keys else None
    for key in keys:
        if not isinstance(value, dict) or not isinstance(key, str):
            return None
        value = value.get(key)
    return value


@builtin("get entries", dict)
def get_entries(context: dict[str, Value]) -> list[Value]:
    return [Context({"key": key, "value": value}) for key, value in context.items()]


def put(context: dict[str, Value], key: str, value: Value) -> Context:
    return Context(context | {key: value})


def put_at_path(context: dict[str, Value], keys: list[Value], value: Value) -> Context | None:
    if not keys:
        return None
    if not all(isinstance(key, str) for key in keys):
        raise illegal_arguments(context, keys, value)
    contexts = [context]
    for key in keys[:-1]:
        inner = contexts[-1].get(key)
        contexts.append(inner if isinstance(inner, dict) else {})
    for outer, key in zip(reversed(contexts), reversed(keys), strict=True):
        value = put(outer, key, value)
    return value if isinstance(value, Context) else None


for _name in ("context put", "put"):
    builtin(_name, dict, str, ANY)(put)
    builtin(_name, dict, list, ANY)(put_at_path)


def merge(contexts: Value) -> Context | None:
    if not isinstance(contexts, list) or not all(isinstance(context, dict) for context in contexts):
        return None
    merged = Context()
    for context in contexts:
        merged.update(context)
    return merged


for _name in ("context merge", "put all"):
    builtin(_name, ANY)(merge)


@builtin("context", ANY)
def context_of_entries(entries: Value) -> Context | None:
    if not isinstance(entries, list):
        return None
    context = Context()
    for entry in entries:
        if not isinstance(entry, dict) or "value" not in entry or not isinstance(entry.get("key"), str):
            return None
        context[entry["key"]] = entry["value"]
    return context
