"""Models that several tests need."""

from __future__ import annotations


def caller(target: str) -> str:
    """A process that passes a variable to the process `Called`."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="D" targetNamespace="http://bpmn.io/schema/bpmn">\n'
        '  <bpmn:process id="Caller" isExecutable="true"><bpmn:callActivity id="Call"><bpmn:extensionElements>\n'
        '    <zeebe:calledElement processId="Called" />\n'
        f'    <zeebe:ioMapping><zeebe:input source="=1" target="{target}" /></zeebe:ioMapping>\n'
        "  </bpmn:extensionElements></bpmn:callActivity></bpmn:process>\n</bpmn:definitions>\n"
    )
