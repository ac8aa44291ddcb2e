"""The rules, one file each. Adding a rule is adding a file here: the registry finds it by its name."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connlint.rule import Rule


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by its name, sorted. The file of a rule is named as the rule, with `_` for `-`."""
    rules = (_load(stem) for stem in rule_files())
    return {rule.name: rule for rule in rules}


@cache
def rule_names() -> tuple[str, ...]:
    """The rules' names without loading them."""
    return tuple(stem.replace("_", "-") for stem in rule_files())


def no_such_rule(name: str) -> str:
    """What to say of a name that no rule has."""
    from connlint.nearest import nearest

    near = nearest(name, rule_names())
    hint = f"; did you mean {near!r}?" if near else "; `connlint rule --all` lists them"
    return f"there is no rule {name!r}{hint}"


def load_rule(name: str) -> Rule:
    """One rule by its name; KeyError where there is none."""
    if name not in rule_names():
        raise KeyError(name)
    return _load(name.replace("-", "_"))


def rule_files() -> list[str]:
    names = os.listdir(os.path.dirname(__file__))
    return sorted(name[:-3] for name in names if name.endswith(".py") and not name.startswith("_"))


@cache
def _load(stem: str) -> Rule:
    module = import_module(f"{__name__}.{stem}")
    rule: Rule = getattr(module, stem).rule
    return rule
