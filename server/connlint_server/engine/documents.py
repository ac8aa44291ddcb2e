"""Document references in job variables, and the store that responses go to.

A reference is an object with the key `camunda.document.type`: `inline` carries its content, `external` names a URL that is
fetched when the bytes are needed, `camunda` points into the cluster's document store (here: a store in memory).
"""

from __future__ import annotations

import hashlib
import mimetypes
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from connlint_server.engine.errors import input_error, invalid_field
from connlint_server.engine.json_text import write_json

TYPE_KEY = "camunda.document.type"
OCTET_STREAM = "application/octet-stream"
# Only the built-in table: the machine's own mime.types must not change what is sent.
_TYPES_BY_NAME = mimetypes.MimeTypes()


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """A document that a variable refers to. `content` is `None` while an external one is not fetched."""

    content: bytes | None
    file_name: str | None
    content_type: str | None
    external_url: str | None = None

    def bytes(self) -> bytes:
        """The content; an external document must have been fetched before."""
        if self.content is None:
            raise input_error("The content of the document is not available")
        return self.content

    def __repr__(self) -> str:
        return f"Document(file_name={self.file_name!r}, content_type={self.content_type!r})"


@dataclass(slots=True)
class DocumentStore:
    """Stands in for the cluster's document store during a run: keeps what responses put there."""

    store_id: str = "in-memory"
    documents: dict[str, Document] = field(default_factory=dict, repr=False)

    def put(self, content: bytes, content_type: str | None, file_name: str | None = None) -> dict[str, Any]:
        """Keep the content; gives the reference as the connector's result shows it."""
        document_id = str(uuid.uuid4())
        self.documents[document_id] = Document(content, file_name, content_type)
        metadata = {"contentType": content_type, "fileName": file_name}
        return {
            "storeId": self.store_id,
            "documentId": document_id,
            "contentHash": hashlib.sha256(content).hexdigest(),
            "metadata": {name: value for name, value in metadata.items() if value},
            TYPE_KEY: "camunda",
        }


def is_document_reference(value: Any) -> bool:
    return isinstance(value, Mapping) and TYPE_KEY in value


def document_of(
    reference: Mapping[str, Any], path: str, fetched: Mapping[str, bytes], store: DocumentStore
) -> Document:
    """The document behind a reference; `fetched` holds the content of external ones by URL.

    Raises the connector's input error for a kind that it does not know.
    """
    kind = reference.get(TYPE_KEY)
    name = _text_or_none(reference.get("name"))
    if kind == "inline":
        content = reference.get("content")
        raw = content if isinstance(content, str) else write_json(content)
        declared = _text_or_none(reference.get("contentType"))
        return Document(raw.encode("utf-8", "replace"), name, declared or _type_by_name(name))
    if kind == "external":
        url = _text_or_none(reference.get("url"))
        if url is None:
            raise invalid_field(path, None)
        return Document(fetched.get(url), name, _type_by_name(name), external_url=url)
    if kind == "camunda":
        known = store.documents.get(str(reference.get("documentId")))
        if known is None:
            raise input_error(
                "The job refers to a document of the cluster's document store, which a local run cannot read"
            )
        return known
    raise invalid_field(path, None)


def external_urls(value: Any) -> Iterator[str]:
    """The URLs of every external document at or below a raw value or a bound one."""
    if isinstance(value, Document):
        if value.external_url is not None and value.content is None:
            yield value.external_url
    elif is_document_reference(value):
        if value[TYPE_KEY] == "external" and isinstance(value.get("url"), str):
            yield value["url"]
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from external_urls(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from external_urls(item)


def with_contents(value: Any, fetched: Mapping[str, bytes]) -> Any:
    """A bound value again, with every external document that `fetched` holds filled in."""
    if isinstance(value, Document):
        content = fetched.get(value.external_url or "")
        if value.content is None and content is not None:
            return Document(content, value.file_name, value.content_type, value.external_url)
        return value
    if isinstance(value, Mapping):
        return {name: with_contents(item, fetched) for name, item in value.items()}
    if isinstance(value, list):
        return [with_contents(item, fetched) for item in value]
    return value


def _type_by_name(name: str | None) -> str:
    guessed = _TYPES_BY_NAME.guess_type(name)[0] if name else None
    return guessed or OCTET_STREAM


def _text_or_none(value: Any) -> str | None:
    return value if isinstance(value, str) else None
