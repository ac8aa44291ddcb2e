"""Every secret that models refer to: where, in which form, and which environments have it. Names only, never a value."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from connlint.field_names import EXPRESSION_HEADERS
from connlint.secret_references import Form, Place, references_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from connlint.bpmn.model import ConnectorTask, Model
    from connlint.finding import ElementReference
    from connlint.source.value import SourceValue
    from connlint.span import Span

PREFIX = "CONNLINT_"
"""Environment variables that secrets may be taken from begin so: a configuration cannot name others."""


class SecretUse(NamedTuple):
    """One reference. `field` is an input's target, a header's key or a property's name."""

    name: str
    form: Form
    path: str
    span: Span
    element: ElementReference
    field: str


class SecretStore(NamedTuple):
    """A source of secrets by its name in reports. `names` None: what it holds cannot be told, for the `reason`."""

    name: str
    names: frozenset[str] | None
    reason: str = ""


def uses_in(model: Model) -> Iterator[SecretUse]:
    """The references in all tasks and events of a model, in order."""
    for task in model.templated:
        for field, value, is_feel in _values(task):
            for reference in references_in(value, is_feel=is_feel):
                if reference.place is Place.COMMENT or value is None:
                    continue
                span = value.source_span(*reference.span)
                yield SecretUse(reference.name, reference.form, model.path, span, task.node.reference, field)


def _values(task: ConnectorTask) -> Iterator[tuple[str, SourceValue | None, bool]]:
    node = task.node
    for mapping in (*node.inputs, *node.outputs):
        yield mapping.name, mapping.source, mapping.feel is not None
    for header in node.headers:
        yield header.name, header.value, header.name in EXPRESSION_HEADERS
    for each in node.properties:
        yield each.name, each.value, each.feel is not None


def missing_from(uses: Iterable[SecretUse], stores: Iterable[SecretStore]) -> dict[str, tuple[str, ...]]:
    """For each secret that some store lacks, the names of these stores."""
    names = dict.fromkeys(use.name for use in uses)
    several = list(stores)
    found = {
        name: tuple(store.name for store in several if store.names is not None and name not in store.names)
        for name in names
    }
    return {name: lacking for name, lacking in found.items() if lacking}


def store_of_environment(
    name: str, table: Mapping[str, object], folder: str, variables: Mapping[str, str]
) -> SecretStore:
    """What an environment of the configuration has, as far as files and environment variables tell.

    `variables` are those of this process; only their names are looked at.
    """
    from connlint.config import ConfigError
    from connlint.configuration import names_in_env_file

    file, prefix = table.get("secrets-file"), table.get("secret-prefix")
    names: set[str] = set()
    if isinstance(file, str):
        path = os.path.normpath(os.path.join(folder, file))
        if not os.path.isfile(path):
            return SecretStore(name, None, f"there is no file {file}")
        try:
            names |= names_in_env_file(path)
        except ConfigError as error:
            return SecretStore(name, None, str(error))
    if isinstance(prefix, str) and prefix.startswith(PREFIX):
        names |= {each[len(prefix) :] for each in variables if each.startswith(prefix)}
    if "keyring" in table:
        return SecretStore(name, None, "its secrets lie in the keyring")
    if not isinstance(file, str) and not isinstance(prefix, str):
        return SecretStore(name, None, "it names neither secrets-file nor secret-prefix")
    return SecretStore(name, frozenset(names))
