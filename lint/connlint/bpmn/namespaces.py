"""The XML namespaces of a Camunda 8 model. Elements are told by these, never by their prefix."""

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
MODELER = "http://camunda.org/schema/modeler/1.0"


def bpmn(local: str) -> str:
    """The Clark name of a BPMN element."""
    return f"{{{BPMN}}}{local}"


def zeebe(local: str) -> str:
    """The Clark name of a Zeebe element or attribute."""
    return f"{{{ZEEBE}}}{local}"


def modeler(local: str) -> str:
    """The Clark name of one of the modeler's attributes."""
    return f"{{{MODELER}}}{local}"


DEFINITIONS = bpmn("definitions")
"""The root element of every BPMN model."""
