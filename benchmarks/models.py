"""Models of a given number of REST tasks, as Camunda Modeler writes them, diagram included: 50 tasks are some 84 KB."""

from __future__ import annotations

TASK = """\
    <bpmn:serviceTask id="Activity_{n}" name="Fetch order {n}" zeebe:modelerTemplate="io.camunda.connectors.HttpJson.v2" zeebe:modelerTemplateVersion="12">
      <bpmn:extensionElements>
        <zeebe:taskDefinition type="io.camunda:http-json:1" retries="3" />
        <zeebe:ioMapping>
          <zeebe:input source="bearer" target="authentication.type" />
          <zeebe:input source="{{{{secrets.SHOP_TOKEN}}}}" target="authentication.token" />
          <zeebe:input source="POST" target="method" />
          <zeebe:input source="=&#34;https://shop.example/orders/&#34; + string(order{n}.id)" target="url" />
          <zeebe:input source="={{&#34;id&#34;: order{n}.id, &#34;total&#34;: sum(for item in order{n}.items return item.price * item.count), &#34;note&#34;: if order{n}.note = null then &#34;none&#34; else upper case(order{n}.note)}}" target="body" />
          <zeebe:input source="=20" target="connectionTimeoutInSeconds" />
          <zeebe:input source="=20" target="readTimeoutInSeconds" />
        </zeebe:ioMapping>
        <zeebe:taskHeaders>
          <zeebe:header key="resultExpression" value="={{answer{n}: response.body.answer}}" />
          <zeebe:header key="errorExpression" value="=if error.code = &#34;404&#34; then bpmnError(&#34;NOT_FOUND&#34;, &#34;no such order&#34;) else null" />
        </zeebe:taskHeaders>
      </bpmn:extensionElements>
      <bpmn:incoming>Flow_{n}</bpmn:incoming>
      <bpmn:outgoing>Flow_{after}</bpmn:outgoing>
    </bpmn:serviceTask>
"""
FLOW = """\
    <bpmn:sequenceFlow id="Flow_{n}" sourceRef="Activity_{before}" targetRef="Activity_{n}" />
"""
SHAPE = """\
      <bpmndi:BPMNShape id="Activity_{n}_di" bpmnElement="Activity_{n}">
        <dc:Bounds x="{x}" y="80" width="100" height="80" />
      </bpmndi:BPMNShape>
"""
HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.8.0">
  <bpmn:process id="Process_1" isExecutable="true">
"""


def model_with(tasks: int) -> str:
    """The text of a model with so many REST tasks, free of mistakes."""
    numbers = range(tasks)
    parts = [HEAD]
    parts += [TASK.format(n=n, after=n + 1) for n in numbers]
    parts += [FLOW.format(n=n, before=n - 1) for n in numbers if n]
    parts.append(
        '  </bpmn:process>\n  <bpmndi:BPMNDiagram id="D_1">\n    <bpmndi:BPMNPlane id="P_1" bpmnElement="Process_1">\n'
    )
    parts += [SHAPE.format(n=n, x=200 + 160 * n) for n in numbers]
    parts.append("    </bpmndi:BPMNPlane>\n  </bpmndi:BPMNDiagram>\n</bpmn:definitions>\n")
    return "".join(parts)
