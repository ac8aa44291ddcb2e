"""What each element template takes: the official REST and GraphQL templates as data, and any template JSON.

Templates know nothing of BPMN: they ask a task for its values through `TaskValues` and answer with values.
Questions have three answers (True, False, None for "cannot be told"), and None is never an error.
"""

from __future__ import annotations

from connlint.templates.conditions import Answer, holds, is_active
from connlint.templates.model import (
    Binding,
    Choice,
    Constraints,
    Content,
    Pattern,
    Property,
    Template,
    input_binding,
)
from connlint.templates.official import (
    admits,
    is_graphql_template,
    is_rest_template,
    official,
    official_ids,
    versions,
)
from connlint.templates.queries import (
    Violation,
    choices,
    feel_mode,
    fixed_values,
    known_names,
    knows_target,
    mandatory,
    missing_inputs,
    own_defaults,
    property_for,
    requirements,
    violations,
)
from connlint.templates.requirements import Requirement
from connlint.templates.runtime_inputs import Connector, RuntimeInput, connector_of, refused
from connlint.templates.values import ABSENT, UNKNOWN, Given, TaskValues, feel, from_source, static

__all__ = [
    "ABSENT",
    "UNKNOWN",
    "Answer",
    "Binding",
    "Choice",
    "Connector",
    "Constraints",
    "Content",
    "Given",
    "Pattern",
    "Property",
    "Requirement",
    "RuntimeInput",
    "TaskValues",
    "Template",
    "Violation",
    "admits",
    "choices",
    "connector_of",
    "feel",
    "feel_mode",
    "fixed_values",
    "from_source",
    "holds",
    "input_binding",
    "is_active",
    "is_graphql_template",
    "is_rest_template",
    "known_names",
    "knows_target",
    "mandatory",
    "missing_inputs",
    "official",
    "official_ids",
    "own_defaults",
    "property_for",
    "refused",
    "requirements",
    "static",
    "versions",
    "violations",
]
