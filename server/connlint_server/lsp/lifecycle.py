"""From `initialize` to `exit`: what the client is told, settings, trust, file watchers, documents opening and closing."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from lsprotocol import types as t

from connlint.input_files import MODEL_ENDING
from connlint_server.lsp import diagnostics
from connlint_server.lsp.client import Client
from connlint_server.lsp.configuration import FILE_NAMES
from connlint_server.lsp.server import PROTOCOL, ConnlintServer
from connlint_server.paths import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable

logger = logging.getLogger("connlint_server")

SECTION = "connlint"
WATCHED = ("**/*.bpmn", "**/*.form", *(f"**/{name}" for name in FILE_NAMES), "**/.camunda/element-templates/**/*.json")


def register(server: ConnlintServer) -> None:
    server.answer(t.INITIALIZE, initialize)
    server.answer(t.INITIALIZED, initialized)
    server.answer(t.SHUTDOWN, shutdown)
    server.answer(t.TEXT_DOCUMENT_DID_OPEN, did_open)
    server.answer(t.TEXT_DOCUMENT_DID_CHANGE, did_change)
    server.answer(t.TEXT_DOCUMENT_DID_SAVE, did_save)
    server.answer(t.TEXT_DOCUMENT_DID_CLOSE, did_close)
    server.answer(t.WORKSPACE_DID_CHANGE_CONFIGURATION, did_change_configuration)
    server.answer(t.WORKSPACE_DID_CHANGE_WATCHED_FILES, did_change_watched_files)
    server.answer(t.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, did_change_workspace_folders)
    server.answer("connlint/trustChanged", trust_changed)


def initialize(ls: ConnlintServer, params: t.InitializeParams) -> None:
    ls.client = Client(params.capabilities)
    session = ls.session
    options = params.initialization_options
    options = options if isinstance(options, dict) else {}
    session.trusted = options.get("trusted") is True
    session.client_commands = _names(options.get("clientCommands"))
    session.task_events = options.get("taskEvents") is True
    session.secret_names = _names(options.get("secretNames"))
    if isinstance(options.get("environment"), str):
        session.environment, session.environment_chosen = options["environment"], True
    ls.configuration.set(options.get("settings"))
    folders = [folder.uri for folder in params.workspace_folders or ()]
    if not folders and params.root_uri:
        folders = [params.root_uri]
    session.folders = {path: uri for uri in folders if (path := path_of(uri))}
    diagnostics.choose(ls)
    ls.protocol.experimental = {"connlint": {"protocol": PROTOCOL, "run": ls.runs.is_available}}


async def initialized(ls: ConnlintServer, params: t.InitializedParams) -> None:
    await _register_watchers(ls)
    if await pull_settings(ls):
        ls.runs.changed()
    await _scan(ls)
    diagnostics.refresh_all(ls)


async def shutdown(ls: ConnlintServer, params: Any) -> None:
    diagnostics.stop(ls)
    ls.workspace_check.stop()
    await ls.runs.stop()


def did_open(ls: ConnlintServer, params: t.DidOpenTextDocumentParams) -> None:
    document = ls.documents.open(params.text_document)
    ls.neighbours.shown(document.path)
    ls.neighbours.look_again()
    if ls.is_too_large(document):
        limit = ls.configuration.settings(document.uri).max_file_size // 1024
        ls.window_show_message(
            t.ShowMessageParams(
                t.MessageType.Info,
                f"connlint leaves {document.uri.rpartition('/')[2]} alone: it has more than {limit} KiB"
                " (setting connlint.maxFileSize)",
            )
        )
    diagnostics.opened(ls, document)


def did_change(ls: ConnlintServer, params: t.DidChangeTextDocumentParams) -> None:
    document = ls.documents.change(params, ls.encoding)
    if document is not None:
        ls.neighbours.shown(document.path)
        diagnostics.changed(ls, document.uri)


def did_save(ls: ConnlintServer, params: t.DidSaveTextDocumentParams) -> None:
    ls.neighbours.look_again()


def did_close(ls: ConnlintServer, params: t.DidCloseTextDocumentParams) -> None:
    document = ls.documents.close(params.text_document.uri)
    if document is not None:
        ls.forget(document)
        ls.neighbours.shown(document.path)
        diagnostics.closed(ls, document)


async def did_change_configuration(ls: ConnlintServer, params: t.DidChangeConfigurationParams) -> None:
    pulls = ls.client.answers_configuration
    if await pull_settings(ls) if pulls else ls.configuration.set(params.settings):
        diagnostics.refresh_all(ls)
        ls.runs.changed()
        ls.workspace_check.check_again()


async def did_change_watched_files(ls: ConnlintServer, params: t.DidChangeWatchedFilesParams) -> None:
    paths = [path for change in params.changes if (path := path_of(change.uri)) is not None]
    for path in paths:
        ls.neighbours.forget(path)
    ls.configuration.forget()
    await _scan(ls)
    diagnostics.refresh_all(ls)
    if all(path.endswith(MODEL_ENDING) for path in paths):
        ls.workspace_check.files_changed(paths)
    else:
        ls.workspace_check.check_again()


async def did_change_workspace_folders(ls: ConnlintServer, params: t.DidChangeWorkspaceFoldersParams) -> None:
    folders = ls.session.folders
    removed = [path for folder in params.event.removed if (path := path_of(folder.uri)) in folders]
    for path in removed:
        folders.pop(path, None)
        ls.configuration.drop(path)
    folders.update({path: folder.uri for folder in params.event.added if (path := path_of(folder.uri))})
    ls.configuration.forget()
    for path in removed:
        ls.neighbours.leave(path, folders)
    await pull_settings(ls)
    ls.runs.changed()
    await _scan(ls)
    diagnostics.refresh_all(ls)
    ls.workspace_check.check_again()


def trust_changed(ls: ConnlintServer, params: Any) -> None:
    ls.session.trusted = isinstance(params, dict) and params.get("trusted") is True
    ls.configuration.forget()
    diagnostics.refresh_all(ls)
    ls.runs.changed()
    ls.workspace_check.check_again()


async def pull_settings(ls: ConnlintServer) -> bool:
    """Asks for the settings: one set without a scope (also the user's own rules for runs), one for each folder.

    Whether they are others now.
    """
    if not ls.client.answers_configuration:
        return False
    folders = dict(ls.session.folders)
    items = [t.ConfigurationItem(scope_uri=uri, section=SECTION) for uri in (None, *folders.values())]
    try:
        answers = await asyncio.wait_for(ls.workspace_configuration_async(t.ConfigurationParams(items)), 10)
    except Exception as error:
        # A client that announces what it cannot do, or is closing: what was known stays.
        logger.info("no settings from the client: %s", type(error).__name__)
        return False
    given = zip((None, *folders), answers or (), strict=False)
    changed = [ls.configuration.set(answer, folder) for folder, answer in given]
    return any(changed)


async def _register_watchers(ls: ConnlintServer) -> None:
    registrations = []
    if ls.client.watches_files:
        watchers = [t.FileSystemWatcher(glob_pattern=pattern) for pattern in WATCHED]
        registrations.append(
            t.Registration(
                "connlint-files",
                t.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                t.DidChangeWatchedFilesRegistrationOptions(watchers),
            )
        )
    if ls.client.registers_configuration:
        registrations.append(
            t.Registration(
                "connlint-settings",
                t.WORKSPACE_DID_CHANGE_CONFIGURATION,
                t.DidChangeConfigurationRegistrationOptions(section=SECTION),
            )
        )
    registrations += ls.runs.registrations()
    if registrations:
        try:
            await asyncio.wait_for(ls.client_register_capability_async(t.RegistrationParams(registrations)), 10)
        except Exception as error:
            # A client that cannot do what it announced: everything else goes on.
            logger.info("the client registers nothing: %s", type(error).__name__)


async def _scan(ls: ConnlintServer) -> None:
    """Looks at the models of the workspace, beside everything else."""
    folders = list(ls.session.folders)
    if folders:
        await asyncio.get_running_loop().run_in_executor(None, ls.neighbours.scan, folders)


def _names(given: Iterable[object] | None) -> frozenset[str]:
    return frozenset(each for each in given if isinstance(each, str)) if isinstance(given, list) else frozenset()
