"""No example of the documentation goes untested, and no link of it leads nowhere."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from documentation.blocks import PAGES, ROOT, of_page

TESTED = {
    ("README.md", ""): "test_shell",
    ("README.md", "python"): "test_python",
    ("README.md", "yaml"): "test_pipelines",
    ("docs/architecture.md", ""): "a drawing",
    ("docs/ci.md", "yaml"): "test_pipelines",
    ("docs/configuration.md", "toml"): "test_settings, config/test_config_files",
    ("docs/contributing.md", "python"): "test_python",
    ("docs/contributing.md", "sh"): "CI",
    ("docs/editors.md", "elisp"): "editors/test_documented_settings",
    ("docs/editors.md", "json"): "editors/test_documented_settings",
    ("docs/editors.md", "lua"): "editors/test_documented_settings",
    ("docs/editors.md", "sh"): "test_shell",
    ("docs/editors.md", "toml"): "editors/test_documented_settings",
    ("docs/environments.md", "sh"): "test_shell",
    ("docs/environments.md", "toml"): "test_settings",
    ("docs/getting-started.md", "console"): "test_console",
    ("docs/getting-started.md", "sh"): "test_shell",
    ("docs/getting-started.md", "yaml"): "test_pipelines",
    ("docs/running.md", "console"): "test_console",
    ("docs/running.md", "python"): "test_python",
    ("docs/server-protocol.md", "ts"): "types of messages; lsp/ tests the messages",
    ("docs/suppressions.md", "sh"): "test_shell",
    ("docs/suppressions.md", "toml"): "test_settings",
    ("docs/suppressions.md", "xml"): "test_settings",
    ("docs/templates.md", "toml"): "test_settings",
}


def test_every_block_has_its_test() -> None:
    found = Counter((page, block.language) for page in PAGES for block in of_page(page))
    assert set(found) == set(TESTED)


@pytest.mark.parametrize("page", PAGES)
def test_links(page: str) -> None:
    text = re.sub(r"```.*?```", "", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        linked = (ROOT / page).parent / path if path else ROOT / page
        assert linked.exists(), f"{page} links {target}"
        if anchor:
            titles = re.findall(r"^#+ (.+)$", linked.read_text("utf-8"), re.MULTILINE)
            anchors = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
            assert anchor in anchors, f"{page} links {target}"
