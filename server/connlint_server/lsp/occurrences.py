"""Where the process variables and the secrets of models are named: highlights, references and renames share it.

Two places name the same variable where it lives in the same scope, or where a call activity passes it from one scope
to another. What nothing in the models writes, and is read all the same, is a variable of the process: it is given when
the process is started.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from connlint.bpmn.model import FlowNode, Process
from connlint.bpmn.namespaces import bpmn
from connlint.bpmn.written import WriteKind, local_names
from connlint.feel.scopes import OUTERMOST, name_uses
from connlint.secret_references import references_in
from connlint_server.lsp.feel_sites import feel_sites

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from connlint.bpmn.model import Model, Scope
    from connlint.bpmn.variables import Variables
    from connlint.feel.scopes import NameUse
    from connlint.secret_references import Form, Reference
    from connlint.source.value import SourceValue
    from connlint.span import Span
    from connlint_server.lsp.feel_sites import FeelSite

Home = int
"""The identity of a scope."""


class Occurrence(NamedTuple):
    """One place that names a variable or a secret. The span is the bare name's, without quotes or backticks."""

    path: str
    span: Span
    is_write: bool
    home: Home = 0
    local_to: FlowNode | None = None
    """The task whose own input this is: what a job worker reads by its name."""


def variable_at(
    models: Mapping[str, Model], variables: Variables, path: str, offset: int, names: Iterable[str]
) -> tuple[str, tuple[Occurrence, ...]] | None:
    """The variable that a place names, one of `names`, and all places that name it."""
    for name in names:
        groups = _Groups(models, variables, name)
        here = next((each for each in groups.all if each.path == path and each.span.holds(offset)), None)
        if here is not None:
            root = groups.root(here.home)
            found = {(each.path, each.span): each for each in groups.all if groups.root(each.home) == root}
            return name, tuple(found[key] for key in sorted(found))
    return None


def secret_occurrences(models: Mapping[str, Model], name: str) -> Iterator[Occurrence]:
    """Every reference to a secret, in the order of the files."""
    for path, model in models.items():
        for value, reference in _references(model, name):
            yield Occurrence(path, value.source_span(*reference.name_span), False)


def secret_forms(models: Mapping[str, Model], name: str) -> frozenset[Form]:
    """The forms in which a secret is referred to."""
    return frozenset(reference.form for model in models.values() for _, reference in _references(model, name))


def _references(model: Model, name: str) -> Iterator[tuple[SourceValue, Reference]]:
    if name not in model.document.text and "&" not in model.document.text:
        return
    root = model.document.root
    for element in root.iter() if root is not None else ():
        for attribute in element.attributes.values():
            value = attribute.value
            for reference in references_in(value, is_feel=value.text.startswith("=")):
                if reference.name == name:
                    yield value, reference


class _Groups:
    """All places that name variables of one name, and which of their homes hold the same variable."""

    def __init__(self, models: Mapping[str, Model], variables: Variables, name: str) -> None:
        self._variables = variables
        self._name = name
        self._parents: dict[Home, Home] = {}
        self._called: dict[str, list[Process]] = defaultdict(list)
        for model in models.values():
            for process in model.processes:
                self._called[process.id].append(process)
        self.all: list[Occurrence] = [*self._writes(), *(each for model in models.values() for each in self._in(model))]
        for model in models.values():
            self._follow_calls(model)

    def root(self, home: Home) -> Home:
        while home in self._parents:
            home = self._parents[home]
        return home

    def _join(self, one: Home, other: Home) -> None:
        one, other = self.root(one), self.root(other)
        if one != other:
            self._parents[one] = other

    def _writes(self) -> Iterator[Occurrence]:
        homes: dict[int, Home] = {}
        for write, home in self._variables.all:
            if write.name != self._name:
                continue
            first = homes.setdefault(id(write), id(home))
            self._join(first, id(home))
            yield Occurrence(write.path, write.span, True, id(home))

    def _in(self, model: Model) -> Iterator[Occurrence]:
        for node in model.nodes():
            if not node.is_scope and node.called is None:
                yield from self._own_inputs(node, model)
        for site in feel_sites(model, self._name):
            if site.owner is None:
                continue
            if site.in_connector_runtime:
                yield from self._own_results(site, model)
                continue
            for use in name_uses(site.feel.parsed.tree):
                if use.name == self._name and use.scope.find(use.name) is None:
                    home, local_to = self._home(site)
                    yield Occurrence(model.path, _bare(site, use), False, home, local_to)

    def _own_results(self, site: FeelSite, model: Model) -> Iterator[Occurrence]:
        """What reads an entry of the result: the entries behind it, and the error expression."""
        header = site.part.name if site.part is not None else ""
        written = {
            write.field: home
            for write, home in self._variables.all
            if write.node is site.owner and write.name == self._name and write.path == model.path
        }
        home = written.get("resultExpression")
        if home is None and header == "errorExpression":
            home = written.get("resultVariable")
        for use in name_uses(site.feel.parsed.tree) if home is not None else ():
            if use.name != self._name:
                continue
            binding = use.scope.find(use.name)
            if header == "errorExpression":
                is_result = binding is None
            else:
                is_result = binding is not None and binding.kind == "entry" and binding.scope.parent is OUTERMOST
            if is_result:
                yield Occurrence(model.path, _bare(site, use), False, id(home))

    def _own_inputs(self, node: FlowNode, model: Model) -> Iterator[Occurrence]:
        """A job's inputs are no variables for others, but its later mappings read them."""
        for mapping in node.inputs:
            if mapping.root == self._name and mapping.target is not None:
                span = mapping.target.source_span(0, len(mapping.root))
                yield Occurrence(model.path, span, True, id(node), node)

    def _home(self, site: FeelSite) -> tuple[Home, FlowNode | None]:
        """Where the variable lives that an expression reads under the name."""
        owner = site.owner
        if isinstance(owner, Process):
            return id(owner), None
        assert owner is not None
        own = self._own_home(site, owner)
        if own is not None:
            return own
        outside = site.element.tag == bpmn("conditionExpression") and owner.is_scope
        scopes: list[Scope] = [owner, *owner.scopes()] if outside else list(owner.scopes())
        return id(self._nearest(scopes)), None

    def _own_home(self, site: FeelSite, owner: FlowNode) -> tuple[Home, FlowNode | None] | None:
        """The element itself, where the name is its own at this place."""
        job = owner if not owner.is_scope and owner.called is None else None
        for mapping in owner.inputs:
            # An input sees those before it; everything else sees them all.
            if mapping.element is site.element:
                break
            if mapping.root == self._name and site.element.local != "loopCharacteristics":
                return id(owner), job
        is_input = any(mapping.element is site.element for mapping in owner.inputs)
        kinds = {presence.write.kind for presence in self._variables.at(owner) if presence.write.name == self._name}
        kinds.discard(WriteKind.INPUT_MAPPING)
        if is_input:
            kinds &= {WriteKind.LOOP_ELEMENT, WriteKind.LOOP_COLLECTION}
        if kinds and site.element.local != "loopCharacteristics":
            return id(owner), None
        if any(mapping.element is site.element for mapping in owner.outputs) and owner.called is not None:
            for process in self._processes(owner):
                if self._lives_in(process):
                    return id(process), None
        return None

    def _nearest(self, scopes: list[Scope]) -> Scope:
        return next((scope for scope in scopes if self._lives_in(scope)), scopes[-1])

    def _lives_in(self, scope: Scope) -> bool:
        return any(presence.write.name == self._name for presence in self._variables.at(scope))

    def _processes(self, call: FlowNode) -> list[Process]:
        process_id = call.called.process_id if call.called is not None else None
        return self._called.get(process_id.text, []) if process_id is not None else []

    def _follow_calls(self, model: Model) -> None:
        """A call that passes everything passes also what was given at the start."""
        for node in model.nodes():
            if node.called is None or not node.called.propagate_all_parent or self._name in local_names(node):
                continue
            for process in self._processes(node):
                self._join(id(process), id(self._nearest(list(node.scopes()))))


def _bare(site: FeelSite, use: NameUse) -> Span:
    """The name without its backticks."""
    start, end = use.name_span
    quotes = 1 if site.feel.text[start : start + 1] == "`" else 0
    return site.feel.span(start + quotes, end - quotes)
