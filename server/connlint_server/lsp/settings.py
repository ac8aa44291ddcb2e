"""The client's settings, read into a value. What is of the wrong type counts as not given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from connlint.finding import Persona


@dataclass(frozen=True, slots=True)
class RunSettings:
    """The user's own rules for runs; they never come from a workspace. Times in seconds, sizes in MiB."""

    allowed_hosts: tuple[str, ...] = ()
    timeout: float = 120.0
    max_body: float = 16.0
    insecure: bool = False
    allow_link_local: bool = False
    confirm_always: bool = False
    history: bool = True


@dataclass(frozen=True, slots=True)
class Settings:
    """See docs/server-protocol.md. `delay` is in seconds here, `max_file_size` in characters."""

    enable: bool = True
    persona: Persona | None = None
    configuration: str | None = None
    engine_version: str | None = None
    delay: float = 0.15
    max_file_size: int = 8192 * 1024
    lens: bool = True
    run: RunSettings = field(default_factory=RunSettings)


_KEYS = frozenset(("enable", "persona", "configuration", "engineVersion", "delay", "maxFileSize", "lens", "run"))


def section_in(given: object) -> dict[str, Any] | None:
    """The section `connlint` of what a client sends: the section itself, or what holds it among others.

    None where it says nothing of connlint; clients push all that they have, or null.
    """
    if not isinstance(given, dict):
        return None
    if "connlint" in given:
        section = given["connlint"]
        return section if isinstance(section, dict) else None
    return given if not given or _KEYS & given.keys() else None


def read_settings(given: dict[str, Any]) -> Settings:
    """The settings of the section `connlint`."""
    default = Settings()
    run = given.get("run")
    return Settings(
        enable=_truth(given, "enable", default.enable),
        persona=_persona(given.get("persona")),
        configuration=_text(given, "configuration"),
        engine_version=_text(given, "engineVersion"),
        delay=_number(given, "delay", default.delay * 1000, most=10_000) / 1000,
        max_file_size=int(_number(given, "maxFileSize", default.max_file_size / 1024, most=1 << 20) * 1024),
        lens=_truth(given, "lens", default.lens),
        run=_run(run if isinstance(run, dict) else {}),
    )


def _run(given: dict[str, Any]) -> RunSettings:
    default = RunSettings()
    hosts = given.get("allowedHosts")
    return RunSettings(
        allowed_hosts=tuple(host for host in hosts if isinstance(host, str)) if isinstance(hosts, list) else (),
        timeout=_number(given, "timeout", default.timeout, most=86_400),
        max_body=_number(given, "maxBody", default.max_body, most=4096),
        insecure=_truth(given, "insecure", default.insecure),
        allow_link_local=_truth(given, "allowLinkLocal", default.allow_link_local),
        confirm_always=_truth(given, "confirmAlways", default.confirm_always),
        history=_truth(given, "history", default.history),
    )


def _truth(given: dict[str, Any], name: str, default: bool) -> bool:
    value = given.get(name)
    return value if isinstance(value, bool) else default


def _number(given: dict[str, Any], name: str, default: float, *, most: float) -> float:
    value = given.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= most:
        return default
    return float(value)


def _text(given: dict[str, Any], name: str) -> str | None:
    value = given.get(name)
    return value.strip() if isinstance(value, str) and value.strip() else None


def _persona(value: object) -> Persona | None:
    return Persona(value) if isinstance(value, str) and value in {each.value for each in Persona} else None
