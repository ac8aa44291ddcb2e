"""Files that are no BPMN models: nothing is wrong with them, they are only no business of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.input_files import MODEL_ENDING

if TYPE_CHECKING:
    from connlint.bpmn.model import Model


def is_foreign(model: Model) -> bool:
    """Whether a text is something else than a model. A broken one that is called a model may be broken at its root."""
    return not model.is_bpmn and not (model.document.problems and model.path.endswith(MODEL_ENDING))
