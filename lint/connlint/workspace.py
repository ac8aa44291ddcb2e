"""The files that belong together: models, and the forms that they link. A single file is the smallest one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from connlint.bpmn.calls import Calls
from connlint.bpmn.reader import read_model
from connlint.source.document import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from connlint.bpmn.forms import Form
    from connlint.bpmn.model import Model
    from connlint.bpmn.variables import Variables
    from connlint.templates.template_set import TemplateSet

T = TypeVar("T")


class TemplateSource(Protocol):
    """Where the element templates of a model come from."""

    def for_model(self, path: str) -> TemplateSet:
        """The templates that a model at that path sees."""
        ...


class Workspace:
    """Models by path and forms by their id. `variables` is worked out once for all of them."""

    __slots__ = ("_once", "_seen_by", "_variables", "forms", "models", "templates")

    def __init__(
        self,
        models: Mapping[str, Model],
        forms: Mapping[str, Form] | None = None,
        templates: TemplateSource | None = None,
    ) -> None:
        self.models = models
        self.templates = templates
        self.forms: Mapping[str, Form] = forms if forms is not None else {}
        self._variables: Variables | None = None
        self._once: dict[object, object] = {}
        self._seen_by: dict[Model, TemplateSet | None] = {}

    def with_model(self, model: Model) -> Workspace:
        """What the file is checked in when its text is another: of the other models, those that calls connect with it.

        What each file costs does not grow with how many are mended beside it.
        """
        before = self.models.get(model.path)
        connected = self.once(_calls).connected(model, *(() if before is None else (before,)))
        together = {path: each for path, each in self.models.items() if path in connected}
        return Workspace({**together, model.path: model}, self.forms, self.templates)

    def templates_of(self, model: Model) -> TemplateSet | None:
        """The templates that the model sees; None where only the official ones are known.

        Files are not looked for as long as no element of the model has a template.
        """
        if self.templates is None:
            return None
        if model not in self._seen_by:
            asks = any(node.template is not None for node in model.nodes())
            self._seen_by[model] = self.templates.for_model(model.path) if asks else None
        return self._seen_by[model]

    def once(self, work_out: Callable[[Workspace], T]) -> T:
        """What the function gives for this workspace, worked out at the first call: for what all models share."""
        if work_out not in self._once:
            self._once[work_out] = work_out(self)
        return cast("T", self._once[work_out])

    @property
    def variables(self) -> Variables:
        """Which process variables exist, and which tasks see them."""
        if self._variables is None:
            from connlint.bpmn.variables import variables_of

            self._variables = variables_of(self.models.values(), self.forms)
        return self._variables


def _calls(workspace: Workspace) -> Calls:
    return Calls(workspace.models.values())


def model_of(text: str, path: str) -> Model:
    """The model of a file's decoded text; never raises, a broken text gives what can be read."""
    return read_model(parse(text), path)
