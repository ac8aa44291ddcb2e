"""Where secrets come from: an env file, the process environment with a prefix, the operating system's keyring.

No message of this module holds a value.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from connlint_server.engine.environment_table import KEYRING_PREFIX, ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_MOST = 1024 * 1024


def from_env_file(path: Path, *, may_be_pipe: bool = False) -> dict[str, str]:
    """The entries of an env file; `$` and `${...}` in a value stand for themselves. Raises `ConfigurationError`.

    `may_be_pipe`: the user names it, and knows that opening a pipe waits for whoever writes into it.
    """
    import io
    import logging

    from dotenv import dotenv_values

    # Its warnings quote no value, but they are not ours to print.
    logging.getLogger("dotenv").setLevel(logging.ERROR)
    if not path.exists():
        raise ConfigurationError(f"the secrets file {path} does not exist")
    if path.is_dir():
        raise ConfigurationError(f"the secrets file {path} cannot be read: it is a folder")
    if not (may_be_pipe or path.is_file()):
        raise ConfigurationError(f"the secrets file {path} cannot be read: it is no file")
    try:
        with path.open("rb") as file:
            content = file.read(_MOST + 1)
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not in UTF-8"
        raise ConfigurationError(f"the secrets file {path} cannot be read: {reason}") from None
    if len(content) > _MOST:
        raise ConfigurationError(f"the secrets file {path} cannot be read: it is larger than {_MOST} bytes")
    entries = dotenv_values(stream=io.StringIO(text), interpolate=False)
    return {name: value for name, value in entries.items() if value is not None}


def from_process(prefix: str, environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables of the process environment that begin with the prefix, without it. Raises for an empty prefix."""
    if not prefix:
        raise ConfigurationError("the prefix of secrets in the process environment must not be empty")
    environ = os.environ if environ is None else environ
    return {name[len(prefix) :]: value for name, value in environ.items() if name.startswith(prefix) and name != prefix}


def from_keyring(service: str, names: Iterable[str]) -> dict[str, str]:
    """The named entries of the service `connlint:SERVICE` in the keyring; those that are not there are left out.

    Raises `ConfigurationError` where there is no keyring to ask.
    """
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise ConfigurationError(
            "secrets from the keyring need the package keyring: pip install 'connlint[keyring]'"
        ) from None
    found: dict[str, str] = {}
    try:
        for name in names:
            value = keyring.get_password(KEYRING_PREFIX + service, name)
            if value is not None:
                found[name] = value
    except KeyringError as error:
        raise ConfigurationError(f"the keyring cannot be read ({type(error).__name__})") from None
    return found
