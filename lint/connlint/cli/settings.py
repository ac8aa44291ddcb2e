"""What several commands do with configuration files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connlint.configuration import Configuration
    from connlint.input_files import Found


def without_excluded(found: Found, configuration: Configuration, named: Iterable[str]) -> Found:
    """Without the files that the configuration excludes. Files that were named are kept."""
    kept = {os.path.normpath(path) for path in named}
    return found._replace(
        models=tuple(path for path in found.models if path in kept or not configuration.is_excluded(path)),
        forms=tuple(path for path in found.forms if path in kept or not configuration.is_excluded(path)),
    )
