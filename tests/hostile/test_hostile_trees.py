"""Files that are none, names that are no text, folders that cannot be read, and a reader who has heard enough.

`connlint check` ends soon, without a traceback, with the right exit code, and says what it did not look at.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree

from command import connlint
from connlint.example import rest_task
from connlint.output.report import FORMATS
from plain_environment import plain_environment

WRONG = rest_task({"headers": '={"X-Key": {{secrets.KEY}}}'}).text

pytestmark = pytest.mark.skipif(os.name == "nt", reason="special files and permissions of POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "a.bpmn").write_text(WRONG)
    yield tmp_path
    for path in [tmp_path, *tmp_path.rglob("*")]:
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)


def check(folder: Path, *arguments: str | bytes, **how: object) -> subprocess.CompletedProcess[bytes]:
    done = connlint("check", *arguments, folder=folder, **how)  # type: ignore[arg-type]
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    assert b"Exception" not in done.stderr
    return done


def paths_in(done: subprocess.CompletedProcess[bytes]) -> set[str]:
    return {each["path"] for each in json.loads(done.stdout)["findings"]}


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(path.name)


def an_endless_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_terminal(path: Path) -> None:
    path.symlink_to("/dev/tty")


SPECIAL = (a_pipe, a_socket, an_endless_device, a_terminal)


@pytest.mark.parametrize("make", SPECIAL)
def test_what_is_no_file_is_never_opened(folder: Path, monkeypatch, make: Callable[[Path], None]) -> None:
    """Wherever it stands: as a model, a form, a template, a `.gitignore`, named or found."""
    monkeypatch.chdir(folder)  # the name of a socket is short
    for name in ("x.bpmn", "x.form", "x.json", ".gitignore"):
        make(Path(name))
    asks = '<bpmn:userTask id="U"><bpmn:extensionElements><zeebe:formDefinition formId="f" /></bpmn:extensionElements></bpmn:userTask>'
    calls = '<bpmn:callActivity id="C"><bpmn:extensionElements><zeebe:calledElement processId="P" /></bpmn:extensionElements></bpmn:callActivity>'
    (folder / "b.bpmn").write_text(
        rest_task({"method": None}, beside=asks + calls, template="com.example.X", version="1").text
    )
    (folder / "connlint.toml").write_text('templates = ["x.json"]\n')
    for jobs in ("1", "2"):
        done = check(folder, "--output-format", "json", "--jobs", jobs)
        assert done.returncode == 1
        assert paths_in(done) == {"a.bpmn", "b.bpmn"}
    done = check(folder, "x.bpmn", "a.bpmn", "--output-format", "json")
    assert done.returncode == 3
    assert done.stderr == b"connlint: x.bpmn: it is no regular file; - reads a model from standard input\n"
    assert paths_in(done) == {"a.bpmn"}
    for arguments in (["--fix"], ["--diff"], ["--baseline", "known.json", "--write-baseline"]):
        assert check(folder, "x.bpmn", "a.bpmn", *arguments).returncode == 3


def test_a_folder_is_no_model_whatever_its_name(folder: Path) -> None:
    (folder / "x.bpmn" / "y.bpmn").mkdir(parents=True)
    (folder / "x.bpmn" / "y.bpmn" / "z.bpmn").write_text(WRONG)
    done = check(folder, "--output-format", "json")
    assert done.returncode == 1
    assert paths_in(done) == {"a.bpmn", "x.bpmn/y.bpmn/z.bpmn"}
    assert paths_in(check(folder, "x.bpmn", "--output-format", "json")) == {"x.bpmn/y.bpmn/z.bpmn"}


NAMES = (
    b"a\nb.bpmn",
    b"a\x1b[31mb.bpmn",
    b"a\xff\xfeb.bpmn",
    b"\xf0\x9f\x98\x80.bpmn",
    b"-a.bpmn",
    b"a\x7f\xc2\x9bb.bpmn",
    b"<&\"'>.bpmn",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("output_format", FORMATS)
def test_any_name_of_a_file_is_told_in_any_format(folder: Path, name: bytes, output_format: str) -> None:
    with open(os.path.join(os.fsencode(folder), name), "w") as file:
        file.write(WRONG)
    for arguments in ((), ("--output-file", "out.txt")):
        done = check(folder, "--output-format", output_format, *arguments)
        assert done.returncode == 1
        said = (folder / "out.txt").read_bytes() if arguments else done.stdout
        text = said.decode("utf-8")
        assert "\x1b" not in text
        assert "\x9b" not in text
        if output_format in ("json", "sarif", "gitlab"):
            json.loads(text)
        elif output_format == "junit":
            etree.fromstring(said)
    if output_format == "json":
        assert name in {os.fsencode(each["path"]) for each in json.loads(text)["findings"]}


@pytest.mark.parametrize("name", NAMES)
def test_any_name_of_a_file_is_known_to_a_baseline_and_a_fix(folder: Path, name: bytes) -> None:
    path = os.path.join(os.fsencode(folder), name)
    with open(path, "w") as file:
        file.write(WRONG)
    assert check(folder, "--baseline", "known.json", "--write-baseline").returncode == 0
    assert check(folder, "--baseline", "known.json").returncode == 0
    assert check(folder, "--diff").returncode == 1
    assert check(folder, "--fix").returncode == 0
    with open(path) as file:
        assert file.read() != WRONG


@pytest.mark.parametrize("output_format", FORMATS)
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_any_encoding_of_standard_output_will_do(folder: Path, monkeypatch, output_format: str, encoding: str) -> None:
    """What is read by programs is UTF-8 in any case."""
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    (folder / "a.bpmn").write_text(WRONG.replace("Fetch order", "Größe 中 😀"), "utf-8")
    done = check(folder, "--output-format", output_format)
    assert done.returncode == 1
    if output_format not in ("full", "concise"):
        assert "Größe 中 😀" in done.stdout.decode("utf-8")
        if output_format in ("json", "sarif", "gitlab"):
            json.loads(done.stdout)


def test_a_folder_that_cannot_be_read_is_told(folder: Path) -> None:
    (folder / "closed" / "deep").mkdir(parents=True)
    (folder / "closed" / "deep" / "b.bpmn").write_text(WRONG)
    (folder / "closed").chmod(0)
    done = check(folder, "--output-format", "json")
    assert done.returncode == 3
    assert done.stderr == b"connlint: closed: there is no permission to read it\n"
    assert paths_in(done) == {"a.bpmn"}
    for named in ("closed", "closed/deep/b.bpmn"):
        done = check(folder, named)
        assert done.returncode == 3
        assert done.stderr == f"connlint: {named}: there is no permission to read it\n".encode()


def test_a_folder_whose_files_cannot_be_reached(folder: Path) -> None:
    (folder / "listed").mkdir()
    (folder / "listed" / "b.bpmn").write_text(WRONG)
    (folder / "listed" / "c.bpmn").symlink_to("b.bpmn")
    (folder / "listed").chmod(0o444)
    done = check(folder)
    assert done.returncode == 3
    assert b"connlint: listed/b.bpmn: there is no permission to read it\n" in done.stderr


def test_a_file_that_cannot_be_read_is_told(folder: Path) -> None:
    (folder / "b.bpmn").write_text(WRONG)
    (folder / "b.bpmn").chmod(0)
    (folder / "c.bpmn").write_bytes(b"")
    done = check(folder, "--output-format", "json")
    assert done.returncode == 3
    assert done.stderr == b"connlint: b.bpmn: there is no permission to read it\n"
    assert paths_in(done) == {"a.bpmn", "c.bpmn"}


def test_links_that_lead_nowhere(folder: Path) -> None:
    (folder / "one.bpmn").symlink_to("two.bpmn")
    (folder / "two.bpmn").symlink_to("one.bpmn")
    (folder / "lost.bpmn").symlink_to("no such file")
    (folder / "here").symlink_to(".", target_is_directory=True)
    (folder / "above").symlink_to("..", target_is_directory=True)
    done = check(folder, "--output-format", "json")
    assert done.returncode == 1
    assert paths_in(done) == {"a.bpmn"}
    done = check(folder, "one.bpmn")
    assert done.returncode == 3
    assert done.stderr == b"connlint: one.bpmn: too many levels of symbolic links\n"
    done = check(folder, "lost.bpmn")
    assert done.returncode == 3
    assert done.stderr == b"connlint: lost.bpmn: there is no such file or folder\n"


def test_paths_too_long_to_be_opened(folder: Path) -> None:
    """A tree that can be made step by step only."""
    name = "d" * 250
    deep = os.open(folder, os.O_RDONLY)
    for _ in range(20):
        os.mkdir(name, dir_fd=deep)
        deeper = os.open(name, os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = deeper
    with open(os.open("b.bpmn", os.O_WRONLY | os.O_CREAT, dir_fd=deep), "w") as file:
        file.write(WRONG)
    os.close(deep)
    long = "e" * 250 + ".bpmn"
    (folder / long).write_text(WRONG)
    try:
        done = check(folder, "--output-format", "json")
        assert done.returncode == 3
        assert b"file name too long" in done.stderr
        assert paths_in(done) == {"a.bpmn", long}
        assert check(folder, "x" * 5000 + ".bpmn").returncode == 3
        assert check(folder, "--fix", long).returncode == 0
    finally:
        shutil.rmtree(folder / name)


@pytest.mark.parametrize("when", ["before it is read", "before it is shown", "before it is written"])
@pytest.mark.parametrize("output_format", FORMATS)
def test_a_file_that_vanishes(folder: Path, when: str, output_format: str) -> None:
    """The moment is hit by a hook in the process that checks."""
    module, name = {
        "before it is read": ("connlint.cli.checking", "_checked"),
        "before it is shown": ("connlint.cli.checking", "_emit"),
        "before it is written": ("connlint.file_writing", "write_file"),
    }[when]
    (folder / "b.bpmn").write_text(WRONG)
    code = f"""
import importlib, os, sys
module = importlib.import_module({module!r})
real = module.{name}
def hooked(*arguments):
    if os.path.exists("b.bpmn"):
        os.remove("b.bpmn")
    return real(*arguments)
module.{name} = hooked
sys.argv = ["connlint", "check", "a.bpmn", "b.bpmn", "--output-format", {output_format!r}, *{["--fix"] if "written" in when else []!r}]
from connlint.cli.entry import main
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=plain_environment(), capture_output=True, timeout=120
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    assert done.returncode == (1 if "shown" in when else 3)
    if "shown" not in when:
        assert b"b.bpmn: " in done.stderr


class TestAClosedOutput:
    """Somebody reads the first lines only, or nothing at all."""

    @pytest.fixture
    def many(self, folder: Path) -> Path:
        for number in range(400):
            (folder / f"{number}.bpmn").write_text(WRONG)
        return folder

    @pytest.mark.parametrize(
        "arguments", [[], ["--jobs", "1"], ["--output-format", "json"], ["--diff"], ["--statistics"]]
    )
    def test_a_reader_who_leaves(self, many: Path, arguments: list[str]) -> None:
        running = subprocess.Popen(
            [sys.executable, "-m", "connlint", "check", *arguments],
            cwd=many,
            env=plain_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(10)
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(120) == 1

    @pytest.mark.parametrize("arguments", [[], ["--output-format", "json"], ["--diff"]])
    def test_a_reader_who_was_never_there(self, folder: Path, arguments: list[str]) -> None:
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run(
            [sys.executable, "-m", "connlint", "check", *arguments],
            cwd=folder,
            env=plain_environment(),
            stdout=write,
            stderr=subprocess.PIPE,
        )
        os.close(write)
        assert (done.returncode, done.stderr) == (1, b"")

    @pytest.mark.parametrize("closed", [[0], [1], [2], [0, 1, 2]])
    @pytest.mark.parametrize("arguments", [["a.bpmn", "no.bpmn"], ["--output-format", "json", "a.bpmn", "no.bpmn"]])
    def test_streams_that_are_closed(self, folder: Path, closed: list[int], arguments: list[str]) -> None:
        done = check(folder, *arguments, before=lambda: [os.close(each) for each in closed])
        assert done.returncode == 3
        assert b"no.bpmn" not in done.stdout  # what is told of a file never stands in the report
        assert (done.stderr == b"") == (2 in closed)

    def test_standard_input_that_is_closed(self, folder: Path) -> None:
        done = check(folder, "-", "--output-format", "concise", before=lambda: os.close(0))
        assert done.returncode == 1
        assert b"xml-syntax" in done.stdout

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device that is always full")
    @pytest.mark.parametrize("arguments", [[], ["--output-format", "json"], ["--diff"], ["--output-file", "/dev/full"]])
    def test_a_full_disk(self, folder: Path, arguments: list[str]) -> None:
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "connlint", "check", *arguments],
                cwd=folder,
                env=plain_environment(),
                stdout=full,
                stderr=subprocess.PIPE,
            )
        assert done.returncode in (2, 3)
        assert done.stderr.count(b"\n") == 1
        assert b"no space left on device" in done.stderr


@pytest.mark.parametrize(
    ("slow", "arguments"),
    [
        ("checking._checked", []),
        ("checking._checked", ["--persona", "auditor"]),
        ("parallel._check_share", ["--jobs", "2"]),
    ],
)
def test_an_interrupt_ends_without_a_word(folder: Path, slow: str, arguments: list[str]) -> None:
    """Ctrl-C reaches every process of the terminal; none is left behind."""
    (folder / "b.bpmn").write_text(WRONG)
    module, name = slow.split(".")
    code = f"""
import os, sys, time
from connlint import parallel
from connlint.cli import checking, entry
def slow(*arguments):
    os.write(2, b"ready %d\\n" % os.getpid())
    time.sleep(60)
slow.__module__, slow.__qualname__ = "connlint.{module}", {name!r}
{module}.{name} = slow
sys.argv = ["connlint", "check", *{arguments!r}]
entry.main()
"""
    running = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=folder,
        env=plain_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert running.stderr is not None
    working = [int(running.stderr.readline().split()[1]) for _ in range(2 if "--jobs" in arguments else 1)]
    os.killpg(running.pid, signal.SIGINT)
    out, error = running.communicate(timeout=120)
    assert (out, error, running.returncode) == (b"", b"", 130)
    for process in working:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


INTERRUPT = """
import sys
class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupt())
sys.argv = ["connlint", *{arguments!r}]
from {script} import main
main()
"""


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("click", ["check", "--persona", "auditor"]),
        ("click.core", ["rule", "--all"]),
        ("lxml", ["check"]),
        ("lxml", ["check", "--jobs", "1"]),
        ("connlint.cli.checking", ["check"]),
        ("connlint.cli.main", ["--help"]),
        ("connlint.cli.feel", ["feel", "1"]),
        ("connlint_server.cli.run", ["run", "a.bpmn"]),
        ("connlint_server.cli.run_choice", ["run", "a.bpmn"]),
        ("connlint_server.lsp.start", ["server"]),
        ("pygls", ["server"]),
    ],
)
def test_an_interrupt_while_something_is_loaded(folder: Path, name: str, arguments: list[str]) -> None:
    scripts = ["connlint.cli.entry"]
    if arguments == ["server"]:
        scripts.append("connlint_server.cli.server")
    for script in scripts:
        given = arguments if script == "connlint.cli.entry" else []
        done = subprocess.run(
            [sys.executable, "-c", INTERRUPT.format(name=name, arguments=given, script=script)],
            cwd=folder,
            env=plain_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 130)


def test_a_current_folder_that_is_gone(folder: Path) -> None:
    (folder / "gone").mkdir()
    done = check(folder, str(folder / "a.bpmn"), before=lambda: (os.chdir("gone"), os.rmdir(folder / "gone")))
    assert done.returncode == 3
    assert done.stderr == b"connlint: the current folder is gone\n"


HOSTILE_PATTERNS = (
    "!",
    "/",
    "\\",
    "[",
    "[]",
    "[z-a]",
    "[[:x:]]",
    "a\\",
    "!/",
    "**/",
    "{",
    "(",
    "\x00",
    "\udcff",
    "a" * 10_000,
)


def test_patterns_that_git_does_not_know_are_passed_over(folder: Path) -> None:
    lines = "\n".join([*HOSTILE_PATTERNS, "b.bpmn"])
    (folder / ".gitignore").write_text(lines, "utf-8", "surrogateescape")
    (folder / "b.bpmn").write_text(WRONG)
    (folder / "c.bpmn").write_text(WRONG)
    done = check(folder, "--output-format", "json")
    assert done.returncode == 1
    assert "b.bpmn" not in paths_in(done)
