"""The user's own rules for runs, from `connlint/config.toml` in the user's configuration folder; never from a repository.

    [run]
    allowed-hosts = ["api.openweathermap.org", "*.example.org", "localhost:8080"]
    confirm-methods = ["POST", "PUT", "PATCH", "DELETE"]
    allow-link-local = false
    timeout = 120

Without `allowed-hosts` every host is allowed.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from connlint_server.engine.environment_table import ConfigurationError
from connlint_server.engine.policy import ASKED_METHODS, Policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DEFAULT_TIMEOUT = 300.0
_KEYS = ("allowed-hosts", "confirm-methods", "allow-link-local", "timeout")


@dataclass(frozen=True, slots=True)
class UserRules:
    """`policy`: where requests may go. `confirm_methods`: what is asked for first. `timeout`: seconds for a whole run."""

    policy: Policy = field(default_factory=Policy)
    confirm_methods: frozenset[str] = ASKED_METHODS
    timeout: float = DEFAULT_TIMEOUT

    def allowing(self, hosts: Iterable[str], *, link_local: bool = False) -> UserRules:
        """With hosts that are allowed for one run; these alone where the user has no list."""
        hosts = tuple(hosts)
        policy = self.policy
        if hosts:
            policy = replace(policy, allowed_hosts=(*(policy.allowed_hosts or ()), *hosts))
        if link_local:
            policy = replace(policy, allow_link_local=True)
        return replace(self, policy=policy)


def user_configuration(environ: Mapping[str, str] | None = None) -> Path:
    """Where the user's configuration lies, whether it is there or not."""
    environ = os.environ if environ is None else environ
    folder = environ.get("XDG_CONFIG_HOME", "")
    # The specification: a relative path is to be ignored (it would lead into a repository).
    base = Path(folder) if os.path.isabs(folder) else Path.home() / ".config"
    return base / "connlint" / "config.toml"


def user_rules(environ: Mapping[str, str] | None = None) -> UserRules:
    """Read the user's rules; the defaults where there are none. Raises `ConfigurationError`."""
    path = user_configuration(environ)
    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return UserRules()
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: {error}") from None
    run = table.get("run", {})
    if not isinstance(run, dict):
        raise ConfigurationError(f"{path}: run must be a table")
    for key in run:
        if key not in _KEYS:
            raise ConfigurationError(f"{path}: run.{key}: there is no such key; there are {', '.join(_KEYS)}")
    rules = UserRules()
    hosts = _texts(run, "allowed-hosts", path)
    methods = _texts(run, "confirm-methods", path)
    link_local, timeout = run.get("allow-link-local", False), run.get("timeout", DEFAULT_TIMEOUT)
    if not isinstance(link_local, bool):
        raise ConfigurationError(f"{path}: run.allow-link-local must be true or false")
    if isinstance(timeout, bool) or not isinstance(timeout, (int, float)) or not timeout > 0:
        raise ConfigurationError(f"{path}: run.timeout must be a number of seconds above 0")
    return replace(
        rules,
        policy=Policy(allowed_hosts=hosts, allow_link_local=link_local),
        confirm_methods=ASKED_METHODS if methods is None else frozenset(method.upper() for method in methods),
        timeout=float(timeout),
    )


def _texts(run: Mapping[str, Any], key: str, path: Path) -> tuple[str, ...] | None:
    value = run.get(key)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigurationError(f"{path}: run.{key} must be a list of texts")
    return tuple(value)
