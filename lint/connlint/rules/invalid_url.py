"""`invalid-url`: a URL that cannot be requested."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.authentication import reads_input
from connlint.bpmn.model import ConnectorTask
from connlint.constants import Constant, constant_of, constants_of, joined_branches, known_beginning
from connlint.example import Case, rest_task
from connlint.field_names import TOKEN_ENDPOINT
from connlint.field_values import FieldValue, value_of
from connlint.finding import Edit, Fix, Severity
from connlint.masking import masked, shortened
from connlint.rule import Context, Flag, rule
from connlint.secret_references import BARE, BRACES, holds_secret
from connlint.span import Span
from connlint.urls import UrlProblem, escape_problem, scheme_problem, url_problem


@rule("invalid-url", severity=Severity.ERROR)
def invalid_url(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A URL that the connector refuses or cannot request.

    ## Why
    The connector takes only what begins with `http://` or `https://`, in lower case, and has no line break in it; a
    leading blank or another scheme fails the job with no retry left. A URL without a host, with a user name in
    it or with a malformed percent escape passes that check and fails when the request is made. Blanks and braces
    elsewhere are fine, since the connector encodes them; with `skipEncoding` it does not, and they fail too.

    The same goes for the token endpoint of OAuth. FEEL is judged as far as it is certain: constants, the branches of an
    `if`, and how a text begins that is put together with `+`.

    ## How to mend
    Write the whole address: `https://api.example.com/orders?state=open`. Put `%25` for a literal percent sign.

    ## Fix
    Safe: writes the scheme in lower case, removes a blank or line break at the ends.
    """
    yield from _judge(task, task.request_prefix + "url", skip_encoding=_skips_encoding(task))
    if task.gives(TOKEN_ENDPOINT) and reads_input(task, TOKEN_ENDPOINT):
        yield from _judge(task, TOKEN_ENDPOINT, skip_encoding=False)


def _skips_encoding(task: ConnectorTask) -> bool:
    """Run time: only exactly `true`, as text or as a boolean (rest-connector §12)."""
    constant = constant_of(value_of(task, "skipEncoding"))
    return task.is_rest and constant is not None and constant.text == "true"


def _judge(task: ConnectorTask, field: str, *, skip_encoding: bool) -> Iterator[Flag]:
    value = value_of(task, field)
    for constant in constants_of(value):
        if constant.is_no_text:
            yield _flag(task, constant, UrlProblem(Span(0, 0), f"is a {constant.kind}; a text is expected"))
        if constant.kind in ("context", "list", "null") or not constant.text.strip():
            continue
        if constant.kind == "text" and constant.text == "=":
            continue
        problem = _problem(constant.text, skip_encoding)
        if problem is not None:
            yield _flag(task, constant, problem)
    for parts in joined_branches(value):
        yield from _judge_parts(task, parts)


def _problem(text: str, skip_encoding: bool) -> UrlProblem | None:
    """What is wrong with the text; where it holds secrets, only what stands before the first is known."""
    if holds_secret(text):
        return scheme_problem(_before_secrets(text), open_end=True)
    return None if _is_misspelt_secret(text) else url_problem(text, skip_encoding=skip_encoding)


def _before_secrets(text: str) -> str:
    starts = (found.start() for pattern in (BRACES, BARE) if (found := pattern.search(text)) is not None)
    return text[: min(starts, default=len(text))]


def _is_misspelt_secret(text: str) -> bool:
    """What `secret-syntax` speaks of: the URL is meant to come from a secret."""
    return text.lstrip().startswith(("{", "$")) and "secret" in text.lower()


def _judge_parts(task: ConnectorTask, parts: tuple[FieldValue, ...]) -> Iterator[Flag]:
    """Of a text that is put together: how it begins, and the escapes within each literal."""
    constants = known_beginning(parts)
    begin = "".join(constant.text for constant in constants)
    if constants and not _is_misspelt_secret(begin):
        problem = scheme_problem(_before_secrets(begin), open_end=True)
        if problem is not None:
            yield _flag(task, constants[0], problem._replace(span=Span(0, len(constants[0].text)), replacement=None))
            return
    for part in parts:
        constant = constant_of(part)
        if constant is not None and constant.kind == "string" and not constant.holds_secret:
            problem = escape_problem(constant.text, open_end=part is not parts[-1])
            if problem is not None:
                yield _flag(task, constant, problem)


def _flag(task: ConnectorTask, constant: Constant, problem: UrlProblem) -> Flag:
    whole = problem.span == Span(0, len(constant.text))
    span = constant.span if whole else constant.spot(*problem.span)
    fix = None
    replacement = problem.replacement
    if replacement is not None:
        # The edit is as small as it can be: what stands behind may be nobody's business.
        place = constant.spot(0, len(replacement)) if whole else span
        title = "Write the scheme in lower case" if whole else "Remove the blank"
        if place != constant.span:
            fix = Fix(title, (Edit(place, replacement),))
        elif whole:
            rest = constant.text[len(replacement) :]
            fix = Fix(title, (Edit(place, constant.written(replacement + rest)),))
    return Flag(
        span,
        f"{constant.value.field} of {task.label}{_shown(constant) if whole else ''} {problem.message}"
        " (the connector fails the job)",
        field=constant.value.mapping.name,
        fix=fix,
        confidential=problem.confidential,
    )


def _shown(constant: Constant) -> str:
    """The URL up to where a credential could stand in it."""
    text = constant.text
    if "@" in text or not constant.is_text:
        return ""
    kept = masked("", text.partition("?")[0])
    return f', "{shortened(kept)}{"…" if kept != text else ""}",'


_OAUTH = {
    "authentication.type": "oauth-client-credentials-flow",
    "authentication.clientId": "{{secrets.ID}}",
    "authentication.clientSecret": "{{secrets.SECRET}}",
    "authentication.clientAuthentication": "credentialsBody",
}

GOOD = [
    rest_task({"url": "http://localhost:8080/a b/{c}?q=x y&z=%20"}),
    rest_task({"url": '="https://" + host + "/orders/" + string(id)'}),
    rest_task({"url": '=if test then "http://a.example" else base + "/%2" + digit'}, template="com.example.Shop"),
    rest_task({"url": '="{{secrets.BASE_URL}}/orders"'}),
    rest_task({"url": "{{secrets.BASE_URL}}/orders"}, template=None),
    rest_task({"url": '="https:" + "//" + host'}, prefix="bpmn2"),
    rest_task({"url": "https://[::1]:8080/?a=[b]"}),
    rest_task({"url": "https://a.example/b c", "skipEncoding": "TRUE"}),
    rest_task({"authentication.oauthTokenEndpoint": "nowhere"}),
]
BAD = [
    Case(rest_task({"url": "ftp://files.example.com"}), finds="ftp://files.example.com", says="begins with ftp://"),
    Case(
        rest_task({"url": "HTTPS://a.example/x"}),
        finds="HTTPS://a.example/x",
        fixed=rest_task({"url": "https://a.example/x"}),
    ),
    Case(rest_task({"url": '="rates.example.com/v2"'}), finds='"rates.example.com/v2"', says="does not begin with"),
    Case(rest_task({"url": " https://a.example"}), finds=" ", fixed=rest_task({"url": "https://a.example"})),
    Case(rest_task({"url": "https://a.example/\n"}), finds="\n", fixed=rest_task({"url": "https://a.example/"})),
    Case(rest_task({"url": '={"base": base, "path": "/orders"}'}), finds='{"base": base, "path": "/orders"}'),
    Case(rest_task({"url": "http:///orders"}, element="sendTask"), finds="http:///orders", says="has no host"),
    Case(rest_task({"url": "https://user:word@a.example/"}), finds="user:word@", says="user name"),
    Case(rest_task({"url": "https://a.example/10%of?a=%4"}, template=None), finds="%of", says="%25"),
    Case(rest_task({"url": '="api.example.com/" + id'}), finds='"api.example.com/"'),
    Case(rest_task({"url": '=if a then "htps://a.example" else b'}), finds='"htps://a.example"'),
    Case(rest_task({"url": '="https://a.example/" + id + "/5%"'}), finds="%"),
    Case(rest_task({"url": "https://a.example/b c", "skipEncoding": "=true"}), finds=" ", says="skipEncoding"),
    Case(
        rest_task({**_OAUTH, "authentication.oauthTokenEndpoint": "login.example.com/token"}),
        finds="login.example.com/token",
    ),
    Case(
        rest_task(
            {
                "authentication.type": None,
                "authentication": '={"type": "oauth-refresh-token", "oauthTokenEndpoint": "x"}',
            }
        ),
        finds='"x"',
    ),
]
