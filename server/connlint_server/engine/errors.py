"""What can go wrong in a run, as types.

A `ConnectorError` is what the connector itself would raise; its `message` and `variables` are the raw text, because error
expressions are evaluated on it and the recorded cases compare it. Raw text can hold a secret's value (a binding error quotes
the value that it could not read), so nothing that is *shown* may come from there: `str()`, `repr()` and `args` never hold
the raw text. They show it only after `redacted_by` attached the redactor of the run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connlint_server.engine.redaction import Redactor

VALIDATION_PREFIX = "jakarta.validation.ValidationException: Found constraints violated while validating input: "
PROTOCOL_ERROR = "An error with the HTTP protocol occurred"
TIMED_OUT = "The request timed out. Please try increasing the read and connection timeouts."
CONNECTION_FAILED = "An error occurred while executing the request, or the connection was aborted"


class EngineError(Exception):
    """Base of everything that the engine raises on purpose; its text is safe to show."""


class ConnectorError(EngineError):
    """The failure that the connector would report for this job.

    `code`: the error code that an error expression sees (`None`: the connector gives none).
    `message`, `variables`: raw, never to be shown; see `shown_message` and `shown_variables`.
    `input_error`: the job must not be retried (retries go to 0).
    `why`: what the connector's message does not say, in words of ours and safe to show; the job does not see it.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        variables: Mapping[str, Any] | None = None,
        input_error: bool = False,
        why: str = "",
    ) -> None:
        super().__init__()
        self.code = code
        self.message = message
        self.variables = variables
        self.input_error = input_error
        self.why = why
        self._redactor: Redactor | None = None

    def redacted_by(self, redactor: Redactor) -> ConnectorError:
        """Attach the redactor that `str()` and the `shown_*` properties use; gives the error itself."""
        self._redactor = redactor
        return self

    @property
    def shown_message(self) -> str:
        """The message with every secret masked; withheld while no redactor is attached."""
        return self._redactor.text(self.message) if self._redactor else "(message withheld: it was not redacted yet)"

    @property
    def shown_variables(self) -> Any:
        """The error variables with every secret masked (`None` while no redactor is attached)."""
        return self._redactor.value(self.variables) if self._redactor else None

    def __str__(self) -> str:
        return f"{self.code}: {self.shown_message}" if self.code else self.shown_message

    def __repr__(self) -> str:
        return f"ConnectorError(code={self.code!r}, message={self.shown_message!r}, input_error={self.input_error})"


class ConnectionDroppedError(ConnectorError):
    """The connection ended before a response came: the client repeats an idempotent request."""

    def __init__(self, why: str = "") -> None:
        super().__init__(CONNECTION_FAILED, code="408", why=why)


class PolicyError(EngineError):
    """The user's policy does not allow this request; nothing was sent to that place.

    `host`: the one that would have to be among the allowed hosts; `None` where something else is not allowed.
    """

    def __init__(self, message: str, host: str | None = None) -> None:
        super().__init__(message)
        self.host = host


class LimitError(EngineError):
    """A limit of ours ended the run: the total deadline, the size of a response, or an expression that goes on too long."""


class InternalError(EngineError):
    """A fault in the engine itself. Says where, never with which values."""


def input_error(message: str) -> ConnectorError:
    """An error in the job's input: the connector sets the retries to 0."""
    return ConnectorError(message, input_error=True)


def invalid_field(path: str, expected: str | None) -> ConnectorError:
    """The connector's text for a value of the wrong format at `path` (segments joined by ", ")."""
    tail = f". It Must be `{expected}`" if expected else ""
    return input_error(f"Json object contains an invalid field: {path}{tail}")


def timed_out() -> ConnectorError:
    return ConnectorError(TIMED_OUT, code="408")


def connection_failed(why: str) -> ConnectorError:
    return ConnectorError(CONNECTION_FAILED, code="408", why=why)


def protocol_error() -> ConnectorError:
    return ConnectorError(PROTOCOL_ERROR, code="500")


def reading_failed(detail: str) -> ConnectorError:
    return ConnectorError(f"Error while executing an HTTP request: Failed to read response body: {detail}", code="500")


def tls_failed(detail: str) -> ConnectorError:
    return ConnectorError(
        f"TLS handshake failed: {detail}. The server certificate may not be trusted — provide the server's CA "
        "certificate via 'clientTls.trustedCertificate', or check the client certificate configuration.",
        code="SSL_HANDSHAKE_FAILED",
    )
