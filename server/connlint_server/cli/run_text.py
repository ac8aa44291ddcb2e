"""A run as lines for a person. Everything that comes from a model or a server is made harmless for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from connlint.output.printable import printable
from connlint_server.engine.outcome import BpmnErrorThrown, Completed, JobFailed, Stopped
from connlint_server.engine.run_value import duration_text_of
from connlint_server.engine.shown_json import beginning, short_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from connlint.bpmn.model import ConnectorTask
    from connlint_server.engine.job_variables import ResolvedInput
    from connlint_server.engine.mapping import Notice
    from connlint_server.engine.outcome import Outcome

Line = Text
BODY_LINES = 200
"""Lines of a body that a terminal is shown."""
_SHORT = 60
_LONGEST_LINE = 16 * 1024
_COLOURED = 2000
_WIDEST = 40
_KIB = 1024
_WORST_STATUS = 400


def show(lines: Sequence[Line]) -> None:
    """Print the lines on the terminal, in colour where it has any."""
    from rich.console import Console

    console = Console(highlight=False)
    for line in lines:
        console.print(line, soft_wrap=True)


def plain(text: str, style: str = "") -> Line:
    # A style of the whole line would go on to what is appended to it.
    return Text().append(printable(text.expandtabs(4)), style or None)


def connector_name(task: ConnectorTask) -> str:
    return "REST" if task.is_rest else "GraphQL"


def title(task: ConnectorTask, environment: str | None, *, replayed: bool) -> list[Line]:
    line = Text.assemble(plain(task.label, "bold"), ("  ", ""), plain(task.node.id, "dim"))
    details = [connector_name(task)]
    details += [f"environment {environment}"] if environment is not None else []
    details += ["replayed: nothing was sent"] if replayed else []
    line.append_text(plain(f"  {' · '.join(details)}", "dim"))
    return [line]


def task_list(path: str, tasks: Iterable[ConnectorTask]) -> list[Line]:
    rows = [(task.node.id, " ".join(task.node.name.split()), connector_name(task), _asked(task)) for task in tasks]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [plain(f"{len(rows)} connector tasks in {path}", "bold"), Text()]
    for identifier, name, connector, asked in rows:
        line = plain(f"  {identifier:<{widths[0]}}", "bold")
        line.append_text(plain(f"  {name:<{widths[1]}}  {connector:<{widths[2]}}  "))
        line.append_text(plain(asked, "dim"))
        lines.append(line)
    return [*lines, Text(), plain(f"Run one of them: connlint run {path} {rows[0][0]}", "dim")]


def _asked(task: ConnectorTask) -> str:
    parts = [mapping.text for name in ("method", "url") if (mapping := task.field(name)) is not None]
    text = " ".join(" ".join(parts).split())
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"


def inputs(resolved: Sequence[ResolvedInput]) -> list[Line]:
    if not resolved:
        return []
    pairs = [
        (each.target, each.value, "" if each.origin == "mapping" else "  (a process variable of that name)")
        for each in resolved
    ]
    return [*_heading("Inputs"), *_pairs(pairs)]


def prepared(request: dict[str, Any], token: dict[str, Any] | None) -> list[Line]:
    lines: list[Line] = []
    if token is not None:
        lines += [
            *_heading("Token request", "not sent"),
            *_message(token["method"], token["url"], token["headers"], token),
        ]
    lines += [
        *_heading("Request", "not sent"),
        *_message(request["method"], request["url"], request["headers"], request),
    ]
    return lines


def exchanges(found: Sequence[dict[str, Any]], *, refused: bool = False) -> list[Line]:
    """Every request with its response. `refused`: the last one was held back by the user's rules."""
    lines: list[Line] = []
    for index, exchange in enumerate(found):
        number = f" {index + 1} of {len(found)}" if len(found) > 1 else ""
        purpose = {"request": "Request", "token": "Token request", "document": "Document"}[exchange["purpose"]]
        held_back = refused and exchange["status"] is None and index == len(found) - 1
        detail = "not sent" if held_back else f"through {exchange['proxy']}" if exchange["proxy"] else ""
        lines += _heading(purpose + number, detail)
        body = {"body": exchange["requestBody"]}
        lines += _message(exchange["method"], exchange["url"], exchange["requestHeaders"], body)
        lines += [] if held_back else _response(exchange)
        if exchange["followedBy"]:
            lines.append(plain(f"  → {exchange['followedBy']}", "yellow"))
    return lines


def _message(method: str, url: str, headers: Sequence[Sequence[str]], holder: dict[str, Any]) -> list[Line]:
    line = Text("  ")
    line.append_text(plain(method, "bold"))
    line.append_text(plain(f" {url}"))
    return [line, *_headers(headers), *_body(holder["body"])]


def _response(exchange: dict[str, Any]) -> list[Line]:
    status = exchange["status"]
    if status is None:
        line = Text.assemble("\n", ("Response", "bold"), "  ")
        line.append_text(plain(exchange["failure"] or "none", "bold red"))
        return [*line.split("\n"), _timing(exchange)]
    style = "bold red" if status >= _WORST_STATUS else "bold green" if status < 300 else "bold cyan"
    line = Text.assemble(("Response", "bold"), "  ")
    line.append_text(plain(f"{status} {exchange['reason'] or ''}".rstrip(), style))
    lines = [Text(), line, _timing(exchange)]
    lines += [plain(f"  {exchange['failure']}", "red")] if exchange["failure"] else []
    return [*lines, *_headers(exchange["responseHeaders"]), *_body(exchange["responseBody"])]


def _timing(exchange: dict[str, Any]) -> Line:
    timing = exchange["timing"]
    parts = [f"{_duration(timing['total'] or 0.0)}"]
    names = {"connect": "connect", "tls": "TLS", "send": "send", "wait": "wait", "receive": "receive"}
    split = [f"{label} {_duration(timing[name])}" for name, label in names.items() if timing[name] is not None]
    parts += [f"({', '.join(split)})"] if split else []
    size = _size(exchange["decoded"])
    if exchange["received"] != exchange["decoded"]:
        size += f" ({_size(exchange['received'])} on the wire)"
    return plain(f"  {' '.join(parts)} · {size}", "dim")


def _headers(headers: Sequence[Sequence[str]]) -> list[Line]:
    lines = []
    for name, value in headers[:BODY_LINES]:
        line = plain(f"  {_start(name)}:", "cyan")
        line.append_text(plain(f" {_start(value)}"))
        lines.append(line)
    if len(headers) > BODY_LINES:
        lines.append(plain(f"  … {len(headers) - BODY_LINES} more headers", "dim"))
    return lines


def _body(body: dict[str, Any] | None) -> list[Line]:
    if body is None:
        return []
    if body["language"] == "binary":
        return [Text(), plain(f"  ({_size(body['bytes'])} that are no text)  {body['text']}", "dim")]
    lines = body["text"].replace("\r\n", "\n").split("\n")
    shown = [_indented(line, is_json=body["language"] == "json") for line in lines[:BODY_LINES]]
    left = len(lines) - BODY_LINES
    if left > 0 or body["truncated"]:
        more = f"{left} more lines" if left > 0 else "more"
        shown.append(plain(f"  … {more}; --record FILE keeps all of it", "dim"))
    return [Text(), *shown]


def outcome(given: Outcome) -> list[Line]:
    """What the process gets."""
    match given:
        case Completed():
            return _completed(given)
        case BpmnErrorThrown():
            return _thrown(given)
        case JobFailed():
            return _job_failed(given)
        case Stopped():
            reasons = {"policy": "your rules do not allow this", "limit": "a limit was reached", "internal": "a fault"}
            lines = [*_gets(f"nothing: {reasons[given.reason]}", "bold red"), plain(f"  {given.message}", "red")]
            return [*lines, *_remedy(given)]


def _remedy(given: Stopped) -> list[Line]:
    if given.reason != "policy":
        return (
            [plain("  --timeout SECONDS sets another limit", "dim")] if "longer than its limit" in given.message else []
        )
    if given.host is not None:
        return [
            plain("  --allow-host HOST allows it for this run, allowed-hosts in your own configuration for good", "dim")
        ]
    return [plain("  --allow-link-local allows it for this run", "dim")] if "not allowed" in given.message else []


def _completed(given: Completed) -> list[Line]:
    lines = []
    if given.ignored is not None:
        lines = _gets("the error expression ignores the failure", "yellow")
        lines += [plain(f"  {given.ignored}", "dim")] if given.ignored else []
    elif given.variables:
        lines = _gets("", "")
    else:
        lines = _gets("no variables; the task completes", "green")
    return [*lines, *_pairs([(name, value, "") for name, value in given.variables.items()])]


def _thrown(given: BpmnErrorThrown) -> list[Line]:
    told = f"{given.code}: {given.message}" if given.message else given.code
    lines = [*_gets("a BPMN error", "bold yellow"), plain(f"  {told}", "yellow")]
    if given.catcher is None:
        lines.append(plain("  nothing in this model catches it: an incident, unless a calling process does", "red"))
    else:
        element = given.catcher.element
        kind = "boundary event" if element.type == "boundaryEvent" else "event sub-process that begins with"
        name = f'"{" ".join(element.name.split())}" ({element.id})' if element.name.strip() else element.id
        every = "" if given.catcher.code is not None else ", which catches every code"
        lines.append(plain(f"  caught by the {kind} {name}{every}"))
    return [*lines, *_pairs([(name, value, "") for name, value in given.variables.items()])]


def _job_failed(given: JobFailed) -> list[Line]:
    if given.kind == "incident":
        lines = _gets("an incident; no retries are left", "bold red")
    else:
        after = duration_text_of(given.backoff)
        when = f"after {after}" if after else "at once"
        left = "1 retry is" if given.retries == 1 else f"{given.retries} retries are"
        lines = _gets(f"nothing yet: the job fails, {left} left, and the engine tries again {when}", "bold red")
    code = f"{given.code}: " if given.code else ""
    where = "" if given.where == "connector" else f" ({given.where})"
    told = f"{code}{given.message}{where}".split("\n")
    return [*lines, *(plain(f"  {_start(line)}", "red") for line in told[:BODY_LINES])]


def notices(found: Sequence[tuple[Notice, str | None]]) -> list[Line]:
    if not found:
        return []
    lines = _heading("Notes")
    for notice, place in found:
        line = plain(f"  {notice.severity}: ", "yellow" if notice.severity == "warning" else "cyan")
        line.append_text(plain(notice.message))
        if place is not None:
            line.append_text(plain(f"  {place}", "dim"))
        lines.append(line)
    return lines


def _heading(text: str, detail: str = "") -> list[Line]:
    line = plain(text, "bold")
    if detail:
        line.append_text(plain(f"  {detail}", "dim"))
    return [Text(), line]


def _gets(text: str, style: str) -> list[Line]:
    line = plain("The process gets", "bold")
    if text:
        line.append_text(plain(f"  {text}", style))
    return [Text(), line]


def _pairs(pairs: Sequence[tuple[str, Any, str]]) -> list[Line]:
    """Names and values in two columns; a value that is long stands below its name."""
    width = min(max((len(name) for name, _, _ in pairs), default=0), _WIDEST)
    lines: list[Line] = []
    for name, value, remark in pairs[:BODY_LINES]:
        line = plain(f"  {_start(name):<{width}}", "cyan")
        is_json = not isinstance(value, str) or "\n" in value or value.strip() != value or not value
        short = short_line(value, _SHORT if isinstance(value, (dict, list)) else _LONGEST_LINE) if is_json else value
        if short is None:
            lines.append(line)
            lines += _rows(value)
            continue
        line.append_text(_value_text(f"  {_start(short)}", is_json=not isinstance(value, str)))
        line.append_text(plain(remark, "yellow"))
        lines.append(line)
    if len(pairs) > BODY_LINES:
        lines.append(plain(f"  … {len(pairs) - BODY_LINES} more; --output-format json tells all", "dim"))
    return lines


def _rows(value: Any) -> list[Line]:
    text, is_whole = beginning(value, BODY_LINES * _LONGEST_LINE)
    rows = text.split("\n")
    lines = [_indented(f"  {row}", is_json=True) for row in rows[:BODY_LINES]]
    if not is_whole or len(rows) > BODY_LINES:
        lines.append(plain("    … more; --output-format json tells all", "dim"))
    return lines


def _indented(text: str, *, is_json: bool) -> Line:
    return _value_text(f"  {_start(text)}", is_json=is_json)


def _start(text: str) -> str:
    """What of a long line a terminal is shown."""
    return text if len(text) <= _LONGEST_LINE else f"{text[:_LONGEST_LINE]}… ({len(text)} characters)"


def _value_text(text: str, *, is_json: bool) -> Line:
    line = plain(text)
    if is_json and len(text) <= _COLOURED:
        from rich.highlighter import JSONHighlighter

        JSONHighlighter().highlight(line)
    return line


def _duration(seconds: float) -> str:
    if seconds < 1:
        millis = seconds * 1000
        return f"{millis:.1f} ms" if millis < 10 else f"{millis:.0f} ms"
    return f"{seconds:.2f} s"


def _size(size: int) -> str:
    if size < _KIB:
        return f"{size} B"
    return f"{size / _KIB:.1f} KiB" if size < _KIB * _KIB else f"{size / _KIB / _KIB:.1f} MiB"
