"""From the connector's result or failure to what the process gets."""

from __future__ import annotations

import json

import pytest

from connlint_server.engine import BpmnErrorThrown, Completed, JobFailed, read_saved, replay_task
from run.models import boundary, event_sub_process, get, model, rest_task, sub_process, task_xml

OK = {"status": 200, "headers": {"X": "1"}, "body": {"id": 7, "price": 100.0, "none": None}, "reason": "OK"}
ERRORS = {"Error_A": "A", "Error_B": "B"}
THROWS = {"errorExpression": '=bpmnError("A")'}
NOT_FOUND = {"status": 404, "headers": {}, "body": {"message": "gone"}, "reason": "Not Found"}


def ended(saved, headers=None, *, inputs=None, variables=None, secrets=None, task=None, **options):
    task = task or rest_task(inputs or get("http://h.example/"), headers=headers, **options)
    return replay_task(task, read_saved(json.dumps(saved)), variables=variables, secrets=secrets)


def outcome(saved, headers=None, **options):
    return ended(saved, headers, **options).outcome


class TestVariables:
    def test_no_header_maps_nothing(self):
        assert outcome(OK) == Completed({})
        assert outcome(OK, {"resultVariable": "  ", "resultExpression": " "}) == Completed({})

    def test_the_result_variable_is_the_whole_result_as_it_is(self):
        assert outcome(OK, {"resultVariable": "answer"}).variables == {"answer": {**OK, "document": None}}

    @pytest.mark.parametrize("prefix", ["", "=", "  = ", "\n"])
    def test_the_expression_may_do_without_its_equals_sign(self, prefix):
        expression = prefix + "{id: response.body.id, status: status, // why\n none: body.none}"
        assert outcome(OK, {"resultExpression": expression}).variables == {"id": 7, "status": 200, "none": None}

    def test_numbers_lose_their_zero_in_the_expression_only(self):
        given = outcome(OK, {"resultVariable": "r", "resultExpression": "{price: body.price}"}).variables
        assert (type(given["price"]), type(given["r"]["body"]["price"])) == (int, float)

    def test_the_expression_wins_over_the_variable(self):
        assert outcome(OK, {"resultVariable": "a", "resultExpression": "={a: 1}"}).variables == {"a": 1}

    def test_spreading_gives_the_five_keys(self):
        assert set(outcome(OK, {"resultExpression": "=response"}).variables) == {*OK, "document"}

    def test_null_maps_nothing(self):
        assert outcome(OK, {"resultExpression": "=null"}) == Completed({})
        assert outcome(None, {"resultExpression": "={s: response.status, r: response}"}).variables == {
            "s": None,
            "r": None,
        }

    def test_process_variables_and_secrets_are_not_in_scope(self):
        given = outcome(OK, {"resultExpression": "={city: city}"}, variables={"city": "Berlin"})
        assert given.variables == {"city": None}

    @pytest.mark.parametrize(
        ("expression", "kind"),
        [("=[1]", "array"), ('="a"', "string"), ("=1", "number"), ("=true", "boolean"), ("=response.status", "number")],
    )
    def test_anything_but_an_object_fails_without_retries(self, expression, kind):
        failed = outcome(OK, {"resultExpression": expression})
        assert isinstance(failed, JobFailed)
        assert (failed.kind, failed.retries, failed.where) == ("incident", 0, "result expression")
        assert f"Result expression must return a JSON object, but got {kind}." in failed.message

    def test_a_failing_expression_costs_one_retry(self):
        failed = outcome(OK, {"resultExpression": "={a: 1"}, retries="5")
        assert (failed.kind, failed.retries) == ("job-failed", 4)
        assert failed.message.startswith("Failed to evaluate expression '{a: 1' in context '")
        assert outcome(OK, {"resultExpression": '=assert(1, false, "no")'}).retries == 2

    def test_the_run_times_limits(self):
        assert "forbidden literal" in outcome(OK, {"resultExpression": '={"camunda.function.type": 1}'}).message
        saved = {"status": 200, "headers": {}, "body": "x" * 1_600_000}
        failed = outcome(saved, {"resultVariable": "r"})
        assert (failed.retries, "1.5 MiB" in failed.message) == (0, True)


class TestScopes:
    def test_a_result_named_like_an_input_stays_in_the_task(self):
        run = ended(OK, {"resultExpression": "={url: 1, id: 2}"})
        assert run.outcome == Completed({"id": 2}, kept=("url",))
        assert any("stays in the task" in notice.message for notice in run.notices)

    def test_output_mappings_decide_what_leaves(self):
        task = rest_task(
            get("http://h.example/", helper="=1 + 1"),
            headers={"resultExpression": "={id: body.id, other: 1}"},
            outputs=[("orderId", "=id"), ("order.total", "=helper * city"), ("again", "=orderId")],
        )
        run = ended(OK, task=task, variables={"city": 3, "order": {"state": "new"}})
        assert run.outcome.variables == {"orderId": 7, "order": {"state": "new", "total": 6}, "again": 7}
        assert run.outcome.kept == ("id", "other")

    def test_a_failing_output_mapping_is_an_incident(self):
        task = rest_task(get("http://h.example/"), outputs={"a": '=assert(1, false, "never")'})
        failed = outcome(OK, task=task)
        assert (failed.kind, failed.where) == ("incident", "output mapping")


class TestErrors:
    def test_a_failure_costs_a_retry_and_waits(self):
        failed = outcome(NOT_FOUND, {"retryBackoff": "PT1M30S"})
        assert (failed.code, failed.message, failed.retries, failed.backoff) == ("404", "Not Found", 2, 90.0)
        assert failed.variables == {
            "error": {
                "type": "io.camunda.connector.api.error.ConnectorException",
                "message": "Not Found",
                "code": "404",
                "variables": {"response": {"headers": {}, "body": {"message": "gone"}}},
            }
        }
        assert failed.text.startswith("Not Found | Error variables: {error={type=io.camunda")

    @pytest.mark.parametrize(
        "task",
        [
            {"headers": {"resultExpression": "={a: for i in 1..100000000 return i}"}},
            {"headers": {"errorExpression": "=if count(for i in 1..100000000 return i) = 1 then {} else null"}},
            {"outputs": {"a": "=for i in 1..100000000 return i"}},
            {"headers": {"resultExpression": "={a: 9**9**9**9}"}},
        ],
        ids=["result expression", "error expression", "output mapping", "number"],
    )
    def test_an_expression_that_is_not_evaluated_to_its_end_stops_the_run(self, task):
        stopped = outcome(OK, task=rest_task(get("http://h.example/"), **task))
        assert (stopped.kind, stopped.reason) == ("stopped", "limit")
        assert "is not evaluated to its end" in stopped.message

    @pytest.mark.parametrize("backoff", ["P9999999999999999999D", "PT5ſ", "P" + "9" * 5000 + "D"])
    def test_a_backoff_that_java_cannot_keep_fails_before_the_request(self, backoff):
        failed = outcome(OK, {"retryBackoff": backoff})
        assert (failed.where, failed.retries) == ("task header", 0)
        assert failed.message.startswith("Failed to parse retry backoff header")

    @pytest.mark.parametrize(("retries", "left"), [("1", 0), ("0", 0), ("=1 + 1", 1), (None, 2), ("10", 9)])
    def test_retries(self, retries, left):
        assert outcome(NOT_FOUND, retries=retries).retries == left

    def test_a_failure_without_code_or_variables(self):
        saved = {"error": {"message": "no", "code": None, "inputError": True}}
        failed = outcome(saved)
        assert (failed.kind, failed.code) == ("incident", None)
        assert failed.variables["error"] == {
            "type": "io.camunda.connector.api.error.ConnectorInputException",
            "message": "no",
        }

    @pytest.mark.parametrize(
        "expression",
        [
            '=if error.code = "404" then bpmnError("GONE", error.variables.response.body.message, {a: 1}) else null',
            '=bpmnError("GONE", response.error.variables.response.body.message, {a: 1})',
            '{errorType: "bpmnError", errorCode: "GONE", errorMessage: "gone", variables: {a: 1}}',
        ],
    )
    def test_a_bpmn_error(self, expression):
        thrown = outcome(NOT_FOUND, {"errorExpression": expression})
        assert thrown == BpmnErrorThrown("GONE", "gone", {"a": 1}, None)

    def test_a_bpmn_error_without_a_code_is_none(self):
        failed = outcome(NOT_FOUND, {"errorExpression": '={errorType: "bpmnError", errorMessage: "m"}'})
        assert (failed.kind, failed.retries) == ("job-failed", 2)

    @pytest.mark.parametrize("expression", ["=null", "={}", "", "  ", "=unknown()"])
    def test_no_verdict_leaves_it_as_it_is(self, expression):
        assert outcome(NOT_FOUND, {"errorExpression": expression}).retries == 2
        assert outcome(OK, {"errorExpression": expression}) == Completed({})

    def test_job_errors(self):
        expression = '=jobError("down: " + error.code, {a: 1, error: 2}, job.retries - 1, @"PT30S")'
        failed = outcome(NOT_FOUND, {"errorExpression": expression})
        assert (failed.message, failed.retries, failed.backoff) == ("down: 404", 2, 30.0)
        assert failed.variables == {"a": 1, "error": "down: 404"}
        assert outcome(NOT_FOUND, {"errorExpression": '=jobError("x")', "retryBackoff": "PT5S"}).backoff == 0
        assert outcome(NOT_FOUND, {"errorExpression": '=jobError("x", {}, -3)'}).kind == "incident"

    def test_an_ignored_error_completes_with_its_variables_only(self):
        given = outcome(NOT_FOUND, {"errorExpression": "=ignoreError({found: false})", "resultVariable": "r"})
        assert given == Completed({"found": False}, ignored="Not Found")
        assert given.kind == "ignored-error"
        assert outcome(OK, {"errorExpression": "=ignoreError()", "resultVariable": "r"}).variables == {}

    @pytest.mark.parametrize(
        ("expression", "message"),
        [
            ('="text"', "Error expression must return a JSON object, but got string."),
            ('={errorType: "other"}', 'Cannot parse \'{"errorType":"other"}\' as'),
            ("={a: 1}", "Cannot parse"),
            ("=bpmnError(404)", "Parameter 'errorCode' of function 'bpmnError' must be a String"),
            ("=1 +", "Failed to evaluate expression"),
            ('={errorType: "jobError", errorMessage: "m"}', "without retries"),
        ],
    )
    def test_a_wrong_error_expression_replaces_the_failure(self, expression, message):
        for saved in (OK, NOT_FOUND):
            failed = outcome(saved, {"errorExpression": expression})
            assert (failed.kind, failed.where, failed.retries) == ("incident", "error expression", 0)
            assert message in failed.message

    def test_after_a_success_it_sees_the_outputs_or_else_the_result(self):
        thrown = '=if {} then bpmnError("E") else null'
        mapped = {"resultExpression": "={found: body.id}"}
        assert outcome(OK, {"errorExpression": thrown.format("response.status = 200")}).kind == "bpmn-error"
        assert outcome(OK, {"errorExpression": thrown.format("body.id = 7")}).kind == "bpmn-error"
        assert outcome(OK, {**mapped, "errorExpression": thrown.format("response.status = 200")}).kind == "variables"
        assert outcome(OK, {**mapped, "errorExpression": thrown.format("response.found = 7")}).kind == "bpmn-error"
        # A mapping that gives nothing counts as none.
        assert (
            outcome(OK, {"resultExpression": "=null", "errorExpression": thrown.format("status = 200")}).kind
            == "bpmn-error"
        )

    def test_an_error_expression_on_success_is_silent_about_the_absent_error(self):
        run = ended(OK, {"errorExpression": '=if error.code = "404" then bpmnError("E") else null'})
        assert run.notices == ()

    def test_a_failing_result_expression_can_be_handled(self):
        headers = {"resultExpression": "=1", "errorExpression": '=bpmnError("RESULT", error.type)'}
        assert outcome(OK, headers).message == "io.camunda.connector.api.error.ConnectorInputException"
        headers["resultExpression"] = "={"
        assert outcome(OK, headers).message == "io.camunda.connector.feel.FeelEngineWrapperException"

    def test_the_run_time_masks_secrets_before_the_expression_sees_them(self):
        saved = {**NOT_FOUND, "reason": "no topsecret here", "body": {"topsecret": ["topsecret"]}}
        inputs = get("http://h.example/", body="{{secrets.A}}")
        expression = '=if contains(error.message, "***") then bpmnError("E", error.message, error.variables.response.body) else null'
        thrown = outcome(
            saved, {"errorExpression": expression}, inputs=inputs, secrets={"A": "topsecret", "B": "unrelated"}
        )
        assert (thrown.message, thrown.variables) == ("no *** here", {"***": ["***"]})

    @pytest.mark.parametrize(
        ("headers", "message"),
        [
            ({"retryBackoff": "5 minutes"}, "Failed to parse retry backoff header. Expected ISO-8601 duration"),
            ({"retryBackoff": ""}, "Failed to parse retry backoff header"),
            ({"jobTimeout": "10m"}, "Failed to parse job timeout header"),
            ({"jobTimeout": "PT0S"}, "Job timeout must be a positive duration, got: PT0S"),
        ],
    )
    def test_headers_that_cannot_be_read_fail_first(self, headers, message):
        failed = outcome(OK, {**headers, "resultVariable": "r"})
        assert (failed.kind, failed.where) == ("incident", "task header")
        assert message in failed.message
        assert outcome(OK, {"jobTimeout": " ", "retryBackoff": "P1DT0.5S"}).kind == "variables"


class TestCatching:
    def caught(self, content):
        task = model(content, errors=ERRORS).http_tasks[0]
        return outcome(NOT_FOUND, task=task).catcher

    def task(self):
        return task_xml(get("http://h.example/"), headers=THROWS)

    def test_nothing_catches(self):
        assert self.caught(self.task()) is None
        assert self.caught(self.task() + boundary("Activity_1", "Error_B", "Other")) is None

    def test_the_code_comes_before_the_catch_all(self):
        content = self.task() + boundary("Activity_1", None, "All") + boundary("Activity_1", "Error_A", "Exact")
        catcher = self.caught(content)
        assert (catcher.element.id, catcher.code) == ("Exact", "A")

    def test_the_inner_one_comes_before_the_outer_one(self):
        inner = sub_process(self.task() + boundary("Activity_1", None, "Inner"))
        catcher = self.caught(inner + boundary("Sub_1", "Error_A", "Outer"))
        assert (catcher.element.id, catcher.code) == ("Inner", None)
        catcher = self.caught(sub_process(self.task()) + boundary("Sub_1", "Error_A", "Outer"))
        assert catcher.element.id == "Outer"

    def test_event_sub_processes_catch_too(self):
        content = sub_process(self.task() + event_sub_process("Error_A", "Within")) + boundary("Sub_1", None, "Outer")
        assert self.caught(content).element.id == "Within_start"
        assert self.caught(self.task() + event_sub_process(None, "Root")).element.id == "Root_start"
