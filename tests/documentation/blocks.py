"""The fenced blocks of the documentation, with the page and the language of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
PAGES = ("README.md", "vscode-client/README.md", *sorted(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")))


@dataclass(frozen=True, slots=True)
class Block:
    page: str
    language: str
    text: str


def blocks(language: str, *pages: str) -> list[Block]:
    """The blocks in a language; `pages`: of these only."""
    return [block for page in pages or PAGES for block in of_page(page) if block.language == language]


def of_page(page: str) -> list[Block]:
    return [Block(page, language, text) for language, text in _BLOCK.findall((ROOT / page).read_text("utf-8"))]


def commands(text: str) -> list[str]:
    """The commands of a shell block, one by one."""
    lines = (line.strip() for line in text.replace("\\\n", " ").splitlines())
    return [command for line in lines if line and not line.startswith("#") for command in line.split(" && ")]
