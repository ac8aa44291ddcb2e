"""The templates that connlint knows by heart: those of the REST and GraphQL connectors."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from connlint.templates.model import Template

if TYPE_CHECKING:
    from connlint.templates.draft import Release

_REST = "io.camunda.connectors.HttpJson."
_REST_IDS = frozenset(_REST + each for each in ("v1.noAuth", "v1.basicAuth", "v1.bearerToken", "v2", "v2-hybrid"))
_GRAPHQL_IDS = frozenset(("io.camunda.connectors.GraphQL.v1", "io.camunda.connectors.GraphQL.v1-hybrid"))


def is_rest_template(template_id: str | None) -> bool:
    """Whether the id is one of the REST connector's own templates (any version, known or not)."""
    return template_id in _REST_IDS


def is_graphql_template(template_id: str | None) -> bool:
    """Whether the id is one of the GraphQL connector's own templates."""
    return template_id in _GRAPHQL_IDS


@cache
def official(template_id: str, version: str | None) -> Template | None:
    """The template with this id and version (None: the one without a version); None where it is not known."""
    from connlint.templates.draft import contents_of

    if version == "":
        return official(template_id, None)
    releases = _releases(template_id)
    found = contents_of(releases, version) if releases else None
    if found is None:
        return None
    name, contents = found
    if template_id.endswith("-hybrid"):
        name = f"Hybrid {name}"
    return Template(template_id, version, name, contents, deprecated=version is None)


def versions(template_id: str) -> tuple[str | None, ...]:
    """The known versions of an official template, oldest first; empty for an unknown id."""
    return tuple(each.version for each in _releases(template_id))


def official_ids() -> tuple[str, ...]:
    """The ids of all official templates."""
    return (*sorted(_REST_IDS), *sorted(_GRAPHQL_IDS))


def is_suggested(template_id: str, version: str | None) -> bool:
    """Whether a version is to be had at all: not one that only a pre-release carried."""
    return all(each.suggested for each in _releases(template_id) if each.version == version)


def admits(template: Template, engine_version: str | None) -> bool:
    """Whether some published content of the template admits the engine (one without a range admits all)."""
    from connlint.templates.engines import range_admits

    return any(range_admits(each.engines, engine_version) for each in template.contents)


def _releases(template_id: str) -> tuple[Release, ...]:
    if template_id in _GRAPHQL_IDS:
        from connlint.templates import graphql

        return graphql.RELEASES if template_id == graphql.ID else graphql.HYBRID_RELEASES
    if template_id not in _REST_IDS:
        return ()
    if template_id.startswith(_REST + "v1."):
        from connlint.templates import rest_v1

        return rest_v1.RELEASES[template_id]
    from connlint.templates import rest_v2

    return rest_v2.RELEASES if template_id == rest_v2.ID else rest_v2.HYBRID_RELEASES
