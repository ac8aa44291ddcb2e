"""Contexts: reading, changing, joining them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.feel.builtins.registry import ANY, builtin, illegal_arguments

if TYPE_CHECKING:
    from connlint.feel.values import Value


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
    return [{"key": key, "value": value} for key, value in context.items()]


def put(context: dict[str, Value], key: str, value: Value) -> dict[str, Value]:
    return {**context, key: value}


def put_at_path(context: dict[str, Value], keys: list[Value], value: Value) -> Value:
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
    return value


for _name in ("context put", "put"):
    builtin(_name, dict, str, ANY)(put)
    builtin(_name, dict, list, ANY)(put_at_path)


def merge(contexts: Value) -> dict[str, Value] | None:
    if not isinstance(contexts, list) or not all(isinstance(context, dict) for context in contexts):
        return None
    merged: dict[str, Value] = {}
    for context in contexts:
        merged.update(context)
    return merged


for _name in ("context merge", "put all"):
    builtin(_name, ANY)(merge)


@builtin("context", ANY)
def context_of_entries(entries: Value) -> dict[str, Value] | None:
    if not isinstance(entries, list):
        return None
    context: dict[str, Value] = {}
    for entry in entries:
        if not isinstance(entry, dict) or "value" not in entry or not isinstance(entry.get("key"), str):
            return None
        context[entry["key"]] = entry["value"]
    return context
