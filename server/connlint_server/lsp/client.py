"""What the client can do, by its capabilities: asked in one place, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lsprotocol import types as t


class Client:
    """The client's abilities. A client that states nothing can do next to nothing."""

    def __init__(self, capabilities: t.ClientCapabilities) -> None:
        self._capabilities = capabilities

    def _get(self, *path: str) -> Any:
        value: Any = self._capabilities
        for step in path:
            value = getattr(value, step, None)
            if value is None:
                return None
        return value

    @property
    def pulls_diagnostics(self) -> bool:
        return self._get("text_document", "diagnostic") is not None

    @property
    def refreshes_diagnostics(self) -> bool:
        return bool(self._get("workspace", "diagnostics", "refresh_support"))

    @property
    def refreshes_lenses(self) -> bool:
        return bool(self._get("workspace", "code_lens", "refresh_support"))

    @property
    def has_progress(self) -> bool:
        return bool(self._get("window", "work_done_progress"))

    @property
    def shows_documents(self) -> bool:
        return bool(self._get("window", "show_document", "support"))

    @property
    def takes_document_contents(self) -> bool:
        return self._get("workspace", "text_document_content") is not None

    @property
    def answers_configuration(self) -> bool:
        return bool(self._get("workspace", "configuration"))

    @property
    def registers_configuration(self) -> bool:
        return bool(self._get("workspace", "did_change_configuration", "dynamic_registration"))

    @property
    def watches_files(self) -> bool:
        return bool(self._get("workspace", "did_change_watched_files", "dynamic_registration"))

    @property
    def takes_document_changes(self) -> bool:
        return bool(self._get("workspace", "workspace_edit", "document_changes"))

    @property
    def takes_action_literals(self) -> bool:
        return self._get("text_document", "code_action", "code_action_literal_support") is not None

    @property
    def resolves_action_edits(self) -> bool:
        properties = self._get("text_document", "code_action", "resolve_support", "properties") or ()
        return "edit" in properties and bool(self._get("text_document", "code_action", "data_support"))

    @property
    def shows_disabled_actions(self) -> bool:
        return bool(self._get("text_document", "code_action", "disabled_support"))

    @property
    def prefers_actions(self) -> bool:
        return bool(self._get("text_document", "code_action", "is_preferred_support"))

    @property
    def takes_snippets(self) -> bool:
        return bool(self._get("text_document", "completion", "completion_item", "snippet_support"))

    @property
    def resolves_documentation(self) -> bool:
        item = self._get("text_document", "completion", "completion_item", "resolve_support", "properties") or ()
        return "documentation" in item

    @property
    def completes_in_markdown(self) -> bool:
        return "markdown" in _values(
            self._get("text_document", "completion", "completion_item", "documentation_format")
        )

    @property
    def hovers_in_markdown(self) -> bool:
        return "markdown" in _values(self._get("text_document", "hover", "content_format"))

    @property
    def most_folds(self) -> int:
        """How many folding ranges it takes; so many that it does not matter where it does not say."""
        limit = self._get("text_document", "folding_range", "range_limit")
        return limit if isinstance(limit, int) and limit >= 0 else 1_000_000

    @property
    def takes_link_tooltips(self) -> bool:
        return bool(self._get("text_document", "document_link", "tooltip_support"))

    @property
    def helps_in_markdown(self) -> bool:
        return "markdown" in _values(
            self._get("text_document", "signature_help", "signature_information", "documentation_format")
        )

    @property
    def nests_symbols(self) -> bool:
        return bool(self._get("text_document", "document_symbol", "hierarchical_document_symbol_support"))

    @property
    def takes_related_information(self) -> bool:
        return bool(self._diagnostics("related_information"))

    @property
    def takes_code_description(self) -> bool:
        return bool(self._diagnostics("code_description_support"))

    @property
    def keeps_diagnostic_data(self) -> bool:
        return bool(self._diagnostics("data_support"))

    @property
    def diagnostic_tags(self) -> frozenset[int]:
        return frozenset(int(tag) for tag in (self._diagnostics("tag_support", "value_set") or ()))

    def _diagnostics(self, *path: str) -> Any:
        """For clients that pull it may stand with either way of getting diagnostics."""
        pulled = self._get("text_document", "diagnostic", *path) if self.pulls_diagnostics else None
        return pulled if pulled is not None else self._get("text_document", "publish_diagnostics", *path)


def _values(kinds: Any) -> frozenset[str]:
    return frozenset(str(getattr(kind, "value", kind)) for kind in kinds or ())
