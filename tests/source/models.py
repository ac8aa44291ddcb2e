"""A small model, and what libxml2 thinks of a repaired one."""

from __future__ import annotations

from lxml import etree

from connlint.source.scanner import END_TAG, START_TAG, TOKEN

MODEL = """\
<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="D">
  <bpmn:process id="P">
    <!-- connlint: a remark -->
    <bpmn:serviceTask id="A" name="First &#38; best">
      <bpmn:extensionElements>
        <zeebe:ioMapping>
          <zeebe:input source="=x" target="url" />
          <zeebe:input source="={&#34;a&#34;: 1}&#10;" target="body" />
        </zeebe:ioMapping>
      </bpmn:extensionElements>
    </bpmn:serviceTask>
    <bpmn:serviceTask id="B" name="B">
      <bpmn:extensionElements>
        <zeebe:input source="=y" target="url" />
      </bpmn:extensionElements>
    </bpmn:serviceTask>
    <bpmn:serviceTask id="C" name='C'>
      <bpmn:script><![CDATA[=a < b]]></bpmn:script>
    </bpmn:serviceTask>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="DI">
    <bpmndi:BPMNPlane id="PL" bpmnElement="P">
      <bpmndi:BPMNShape id="S" />
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""

TASK = "{http://www.omg.org/spec/BPMN/20100524/MODEL}serviceTask"


def task_ids(document):
    """The service tasks that were read."""
    return (
        []
        if document.root is None
        else [element.value("id") for element in document.root.iter() if element.tag == TASK]
    )


def tree_of(text):
    """libxml2's tree of a decoded text, whatever encoding it declares."""
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True)
    return etree.fromstring(text.encode("utf-8", "surrogatepass"), parser)


def refused(text):
    """What libxml2 says of a text, None if nothing."""
    try:
        tree_of(text)
    except etree.XMLSyntaxError as error:
        return error.msg
    return None


def closed(repaired):
    """A repaired text with its missing end tags written out, each end tag under the name of what it ends."""
    text = repaired.text
    parts = []
    place = 0
    names = []
    for match in TOKEN.finditer(text):
        parts.append(text[place : match.start()])
        parts += [f"</{names.pop()}>" for _ in range(repaired.closings.get(match.start(), 0))]
        place = match.end()
        if match.lastindex == END_TAG:
            parts.append(f"</{names.pop()}>")
            continue
        parts.append(match[0])
        if match.lastindex == START_TAG and not match[0].endswith("/>"):
            names.append(match[1])
    parts.append(text[place:])
    parts += [f"</{name}>" for name in reversed(names)]
    return "".join(parts)
