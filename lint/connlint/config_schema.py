"""The JSON schema of the configuration: made from the table that decodes it, shipped as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parent / "connlint.schema.json"


def schema_text() -> str:
    """The schema as it is shipped."""
    return SHIPPED.read_text(encoding="utf-8")


def made_schema() -> dict[str, Any]:
    """The schema, made anew from the table and the rules."""
    import msgspec

    from connlint.config_table import LEVELS, ConfigTable
    from connlint.rules import all_rules

    _, components = msgspec.json.schema_components([ConfigTable], ref_template="#/$defs/{name}")
    for each in components.values():
        each["title"] = each["title"].removesuffix("Table")
    table = components["ConfigTable"]
    names = sorted(all_rules())
    components["rule"] = {"enum": names}
    components["severity"] = {"enum": list(LEVELS)}
    components["rules"] = {
        "type": "object",
        "description": "For each rule its severity, or a table with it and the rule's options.",
        "additionalProperties": False,
        "properties": {name: _rule(rule.summary, rule.options) for name, rule in sorted(all_rules().items())},
    }
    for each in (table, components["OverrideTable"]):
        each["properties"]["rules"] = {"$ref": "#/$defs/rules"}
        for key in ("select", "extend-select", "ignore"):
            _name_rules(each["properties"][key])
    components["IgnoreTable"]["properties"]["rule"] = {"$ref": "#/$defs/rule"}
    del components["ConfigTable"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **table,
        "title": "The configuration of connlint",
        "$defs": dict(sorted(components.items())),
    }


def made_text() -> str:
    """The text of the shipped file."""
    return json.dumps(made_schema(), ensure_ascii=False, indent=2) + "\n"


def _rule(summary: str, options: Any) -> dict[str, Any]:
    properties: dict[str, Any] = {"severity": {"$ref": "#/$defs/severity"}}
    for option in options:
        value = (
            {"type": "array", "items": {"type": "string", "minLength": 1}}
            if option.kind == "names"
            else {"type": "integer", "minimum": 0}
        )
        properties[option.name] = {**value, "description": option.meaning}
    table = {"type": "object", "additionalProperties": False, "properties": properties}
    return {"description": summary, "anyOf": [{"$ref": "#/$defs/severity"}, table]}


def _name_rules(schema: dict[str, Any]) -> None:
    """Where the schema has a list of texts, they are names of rules."""
    for each in (schema, *schema.get("anyOf", ())):
        items = each.get("items")
        if items is None:
            continue
        if items.get("type") == "string":
            each["items"] = {"$ref": "#/$defs/rule"}
        elif "anyOf" in items:
            items["anyOf"] = [
                {"$ref": "#/$defs/rule"} if inner.get("type") == "string" else inner for inner in items["anyOf"]
            ]
