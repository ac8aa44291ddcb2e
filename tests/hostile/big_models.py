"""Models that are large in one way each. By hand, with megabytes of your choice:

    python tests/hostile/big_models.py 10 [NAME ...]

prints seconds of computing a megabyte and the most memory of `connlint check` for each.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOTS = [str(Path(__file__).resolve().parents[2] / name) for name in ("lint", "server")]
CHECK = [
    sys.executable,
    "-c",
    f"import sys; sys.path[:0] = {ROOTS!r}; from connlint.cli.entry import main; main()",
    "check",
]
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="D" '
    'targetNamespace="http://bpmn.io/schema/bpmn" modeler:executionPlatform="Camunda Cloud" '
    'modeler:executionPlatformVersion="8.8.0">\n<bpmn:process id="P" isExecutable="true">\n'
)
TAIL = "</bpmn:process>\n</bpmn:definitions>\n"
MEMORY = 8 * 1024**3


def model(inside: str) -> str:
    return f"{HEAD}{inside}{TAIL}"


def task(inputs: str = "", headers: str = "", *, number: int = 1, outputs: str = "") -> str:
    """A REST task that is right without anything else."""
    return (
        f'<bpmn:serviceTask id="A{number}" name="Call {number}"><bpmn:extensionElements>'
        '<zeebe:taskDefinition type="io.camunda:http-json:1" /><zeebe:ioMapping>'
        '<zeebe:input source="POST" target="method" /><zeebe:input source="https://a.example/b" target="url" />'
        f"{inputs}{outputs}</zeebe:ioMapping><zeebe:taskHeaders>{headers}</zeebe:taskHeaders>"
        "</bpmn:extensionElements></bpmn:serviceTask>\n"
    )


def value(source: str, target: str = "headers") -> str:
    return task(f'<zeebe:input source="{source}" target="{target}" />')


def many(piece: str, size: int) -> str:
    """The piece with `#` counted up, so often that the size is reached."""
    times = max(1, size // (len(piece) + 4))
    return "".join(piece.replace("#", str(number)) for number in range(times)) if "#" in piece else piece * times


def nested(opening: str, closing: str, size: int) -> str:
    times = size // (len(opening) + len(closing))
    return opening * times + closing * times


SHAPES: dict[str, Callable[[int], str]] = {
    "plain tasks": lambda size: model(many('<bpmn:task id="A#" />\n', size)),
    "REST tasks": lambda size: model(
        "".join(task(number=number) for number in range(max(1, size // len(task(number=10_000)))))
    ),
    "tasks that are all wrong": lambda size: model(
        "".join(
            task('<zeebe:input source="={a: {{secrets.B}}}" target="headers" />', number=number)
            for number in range(max(1, size // 500))
        )
    ),
    "tasks with a result that is reserved": lambda size: model(
        "".join(
            task(headers='<zeebe:header key="resultExpression" value="={body: response.body}" />', number=number)
            for number in range(max(1, size // 500))
        )
    ),
    "tasks with error boundary events": lambda size: model(
        "".join(
            task(
                headers='<zeebe:header key="errorExpression" value="=if error.code = &#34;404&#34; then bpmnError(&#34;E&#34;, &#34;m&#34;) else null" />',
                number=number,
            )
            + f'<bpmn:boundaryEvent id="B{number}" attachedToRef="A{number}"><bpmn:errorEventDefinition errorRef="E" /></bpmn:boundaryEvent>'
            for number in range(max(1, size // 800))
        )
    ),
    "sequence flows": lambda size: model(
        many('<bpmn:sequenceFlow id="F#" sourceRef="A1" targetRef="A1" />\n', size) + task()
    ),
    "sub-processes in each other": lambda size: model(nested("<bpmn:subProcess>", "</bpmn:subProcess>", size) + task()),
    "a task deep inside": lambda size: model(
        "<bpmn:subProcess>" * (size // 35) + task() + "</bpmn:subProcess>" * (size // 35)
    ),
    "unknown elements in each other": lambda size: model(
        f"<bpmn:task id='T'><bpmn:extensionElements>{nested('<x>', '</x>', size)}</bpmn:extensionElements></bpmn:task>"
    ),
    "elements that are not closed": lambda size: model(many("<bpmn:subProcess>", size) + task()),
    "ends that were not begun": lambda size: model(task() + many("</bpmn:subProcess>", size)),
    "signs of nothing": lambda size: model(task() + many("<", size)),
    "ampersands of nothing": lambda size: model(value(many("&", size))),
    "quotation marks": lambda size: model(task() + '<bpmn:task id="X" name=' + many('"', size) + " />"),
    "comments": lambda size: model(many("<!-- connlint: ignore[secret-in-body] so -->\n", size) + task()),
    "comments that are not closed": lambda size: model(task() + many("<!--", size)),
    "attributes of one element": lambda size: model('<bpmn:task id="X" ' + many('a#="b" ', size) + "/>" + task()),
    "namespaces of one element": lambda size: model(
        '<bpmn:task id="X" ' + many('xmlns:a#="urn:b#" ', size) + "/>" + task()
    ),
    "text": lambda size: model(f"<bpmn:documentation>{many('a b c ', size)}</bpmn:documentation>" + task()),
    "a static value": lambda size: model(value("x" * size)),
    "a FEEL string": lambda size: model(value("=&#34;" + "x" * size + "&#34;")),
    "a value of references": lambda size: model(value(many("&#34;", size), "body")),
    "a FEEL list": lambda size: model(value("=[" + many("1,", size) + "1]", "body")),
    "a FEEL context": lambda size: model(value("={" + many("a#: b, ", size) + "z: 1}", "body")),
    "FEEL sums": lambda size: model(value("=" + many("a + ", size) + "1", "body")),
    "FEEL parentheses": lambda size: model(value("=" + "(" * (size // 2) + "1" + ")" * (size // 2), "body")),
    "FEEL brackets that are not closed": lambda size: model(value("=" + many("[{(", size), "body")),
    "FEEL conditions": lambda size: model(value("=" + many("if a then b else ", size) + "c", "body")),
    "FEEL strings that are not closed": lambda size: model(value("=" + many("&#34;a&#34; b ", size), "body")),
    "FEEL paths": lambda size: model(value("=" + many("a.", size) + "b", "body")),
    "FEEL filters": lambda size: model(value("=a" + many("[b]", size), "body")),
    "FEEL calls": lambda size: model(value("=" + many("string(", size) + "1", "body")),
    "FEEL comments": lambda size: model(value("=" + many("/* a */", size) + "1", "body")),
    "FEEL blanks": lambda size: model(value("=1" + " " * size, "body")),
    "FEEL numbers": lambda size: model(value("=" + "9" * size, "body")),
    "FEEL names of many words": lambda size: model(value("=" + many("if x ", size), "body")),
    "secrets": lambda size: model(value(many("{{secrets.A#}} ", size), "body")),
    "secrets that are not closed": lambda size: model(value(many("{{secrets.A#", size), "body")),
    "secrets in FEEL": lambda size: model(value("=[" + many("{{secrets.A#}},", size) + "1]", "body")),
    "braces": lambda size: model(value("{" * size, "body")),
    "bare secrets": lambda size: model(value(many("secrets.A ", size), "body")),
    "inputs of one task": lambda size: model(task(many('<zeebe:input source="=a#" target="b#" />', size))),
    "inputs that read each other": lambda size: model(
        task('<zeebe:input source="1" target="b0" />' + many('<zeebe:input source="=b#" target="c#" />', size))
    ),
    "inputs of one target": lambda size: model(task(many('<zeebe:input source="=a#" target="body" />', size))),
    "inputs of a body": lambda size: model(task(many('<zeebe:input source="=a#" target="body.b#" />', size))),
    "inputs that are misspelt": lambda size: model(task(many('<zeebe:input source="a" target="hedaers#" />', size))),
    "outputs of one task": lambda size: model(task(outputs=many('<zeebe:output source="=a#" target="body" />', size))),
    "headers of one task": lambda size: model(task(headers=many('<zeebe:header key="k#" value="v" />', size))),
    "HTTP headers": lambda size: model(value("={" + many("&#34;X-#&#34;: &#34;v&#34;, ", size) + "z: 1}")),
    "HTTP headers in one case and the other": lambda size: model(
        value("={" + many("&#34;x&#34;: &#34;v&#34;, &#34;X&#34;: 1, ", size) + "z: 1}")
    ),
    "query parameters": lambda size: model(
        value("={" + many("token#: &#34;abcdef0123456789#&#34;, ", size) + "z: 1}", "queryParameters")
    ),
    "a URL": lambda size: model(value("https://a.example/" + many("%zz/", size), "url")),
    "a URL of hosts": lambda size: model(value("http://" + many("a.", size) + "example", "url")),
    "a long method": lambda size: model(value("x" * size, "method")),
    "a long id": lambda size: model(f'<bpmn:task id="{"x" * size}" name="{"y" * size}" />' + task()),
    "scripts": lambda size: model(
        many(
            '<bpmn:scriptTask id="S#"><bpmn:extensionElements><zeebe:script expression="=1" resultVariable="body" /></bpmn:extensionElements></bpmn:scriptTask>',
            size,
        )
        + task()
    ),
    "errors": lambda size: model(task()).replace(
        TAIL, "</bpmn:process>" + many('<bpmn:error id="E#" errorCode="c" />', size) + "</bpmn:definitions>"
    ),
    "processes": lambda size: model(task()).replace(
        TAIL,
        "</bpmn:process>"
        + many('<bpmn:process id="Q#"><bpmn:task id="U#" /></bpmn:process>', size)
        + "</bpmn:definitions>",
    ),
    "processes that call each other": lambda size: model(task()).replace(
        TAIL,
        "</bpmn:process>"
        + "".join(
            f'<bpmn:process id="Q{number}"><bpmn:callActivity id="C{number}"><bpmn:extensionElements><zeebe:calledElement processId="Q{number + 1}" /></bpmn:extensionElements></bpmn:callActivity></bpmn:process>'
            for number in range(max(1, size // 190))
        )
        + "</bpmn:definitions>",
    ),
    "ids that are the same": lambda size: model(many('<bpmn:task id="A" />', size) + task()),
    "shapes": lambda size: model(task()).replace(
        "</bpmn:definitions>",
        '<d:BPMNDiagram xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI"><d:BPMNPlane>'
        + many('<d:BPMNShape id="S#" bpmnElement="A1" />', size)
        + "</d:BPMNPlane></d:BPMNDiagram></bpmn:definitions>",
    ),
    "line breaks": lambda size: model("\r\n" * (size // 2) + task()),
}


class Measured(NamedTuple):
    """Exit code, seconds of computing, most memory, what was said on standard error."""

    code: int
    seconds: float
    megabytes: float
    error: str


def measure(text: str, *options: str, memory: int = MEMORY, seconds: int = 600) -> Measured:
    """`connlint check` on a text in a process of its own, which ends at these limits."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    with tempfile.TemporaryDirectory(prefix="connlint-big-") as folder:
        path = Path(folder) / "model.bpmn"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        with open(Path(folder) / "out", "wb") as out, open(Path(folder) / "error", "w+b") as error:
            process = subprocess.Popen(
                [*CHECK, path.name, *options],
                cwd=folder,
                stdout=out,
                stderr=error,
                preexec_fn=limit,
            )
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            error.seek(0)
            said = error.read().decode("utf-8", "replace")
    return Measured(process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said)


def main() -> None:
    megabytes = float(sys.argv[1])
    for name in sys.argv[2:] or SHAPES:
        text = SHAPES[name](int(megabytes * 1e6))
        size = len(text.encode()) / 1e6
        measured = measure(text, seconds=int(10 + 60 * megabytes))
        print(
            f"{name:<42} {size:7.1f} MB  exit {measured.code:3}  {measured.seconds / size:7.2f} s/MB"
            f"  {measured.megabytes:7.0f} MB  {measured.error.strip()[-100:]}",
            flush=True,
        )


if __name__ == "__main__":
    main()
