"""The job types that Camunda's own connectors serve."""

from __future__ import annotations

REST_JOB_TYPE = "io.camunda:http-json:1"
GRAPHQL_JOB_TYPE = "io.camunda:connector-graphql:1"


def is_camundas(job_type: str) -> bool:
    """Whether a connector of Camunda's serves it: workers of one's own do as they like.

    >>> is_camundas("io.camunda:slack:1"), is_camundas("io.camunda.agenticai:aiagent:1"), is_camundas("my-worker")
    (True, True, False)
    """
    return job_type.startswith(("io.camunda:", "io.camunda."))
