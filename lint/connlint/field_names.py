"""Names of inputs and headers that several rules speak of."""

from __future__ import annotations

AUTHENTICATION_TYPE = "authentication.type"
KEY_LOCATION = "authentication.apiKeyLocation"
TOKEN_ENDPOINT = "authentication.oauthTokenEndpoint"  # noqa: S105
RESPONSE_FORMAT = "documentReturnFormat.choice"
WRITE_TIMEOUT = "writeTimeoutInSeconds"
"""Known to connectors of 8.5 only."""

EXPRESSION_HEADERS = ("resultExpression", "errorExpression")
"""The headers that are FEEL."""
