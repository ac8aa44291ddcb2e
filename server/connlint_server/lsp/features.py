"""The features of the server: a new one is a file with `register`, and a line here."""

from __future__ import annotations

from connlint_server.lsp import (
    code_actions,
    code_lens,
    completion,
    diagnostics,
    folding,
    highlight,
    history,
    hover,
    inlay_hints,
    lifecycle,
    links,
    references,
    rename,
    run_requests,
    selection,
    semantic_tokens,
    signature_help,
    symbols,
    task_list,
    workspace_requests,
    workspace_symbols,
)
from connlint_server.lsp.server import ConnlintServer

FEATURES = (
    lifecycle,
    diagnostics,
    code_actions,
    completion,
    hover,
    symbols,
    code_lens,
    folding,
    selection,
    links,
    semantic_tokens,
    signature_help,
    inlay_hints,
    highlight,
    references,
    rename,
    workspace_symbols,
    run_requests,
    history,
    task_list,
    workspace_requests,
)


def make_server() -> ConnlintServer:
    """A server with all its features, not yet started."""
    server = ConnlintServer()
    for feature in FEATURES:
        feature.register(server)
    return server
