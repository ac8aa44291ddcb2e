"""The table's entries beyond the FEEL engine: of the connector runtime, and of the engine's agents.

The form is explained in `table`. A signature's types are strict here: a wrong one fails the evaluation.
"""

GROUP = "connector"

RUNTIME_ENTRIES = """
bpmnError(errorCode: string): context
bpmnError(errorCode: string, errorMessage: string): context
bpmnError(errorCode: string, errorMessage: string, variables: context): context
    Throws a BPMN error with a code, for a boundary event or an event sub-process to catch.
    > bpmnError("404", "Not found").errorType = "bpmnError"

jobError(errorMessage: string): context
jobError(errorMessage: string, variables: context): context
jobError(errorMessage: string, variables: context, retries: number): context
jobError(errorMessage: string, variables: context, retries: number, retryBackoff: days and time duration): context
    Fails the job with a message, variables, the retries that are left and the time until the next one.
    An incident is raised where no retries are left, as without them.
    > jobError("Busy", {}, 2, @"PT10S").retries = 2

ignoreError(): context
ignoreError(variables: context): context
    Completes the job in spite of the error, with just these variables.
    since 8.9
    > ignoreError({found: false}).errorType = "ignoreError"

backoff(attempt: number): days and time duration
backoff(attempt: number, minDelay: days and time duration): days and time duration
backoff(attempt: number, minDelay: days and time duration, factor: number): days and time duration
backoff(attempt: number, minDelay: days and time duration, factor: number, maxDelay: days and time duration): days and time duration
backoff(attempt: number, minDelay: days and time duration, factor: number, maxDelay: days and time duration, jitterFactor: number): days and time duration
    A delay that grows with each attempt, from 1: minDelay (50 ms) times factor (1.6) each time, at most
    maxDelay (5 s), shortened or lengthened at random by up to the jitter factor (0.1).
    since 8.10
    > backoff(3, @"PT1S", 2, @"PT60S", 0) = @"PT4S"

createDocument(value: any): any
    Stores content as a document and gives its reference: Base64 text, or a context with `content` (or `data`),
    and, if need be, `name` (or `fileName`) and `contentType`.
    since 8.10
    > createDocument("RkVFTA==")
"""

AGENT_ENTRIES = """
fromAi(value: any): any
fromAi(value: any, description: string | null): any
fromAi(value: any, description: string | null, type: string | null): any
fromAi(value: any, description: string | null, type: string | null, schema: context | null): any
fromAi(value: any, description: string | null, type: string | null, schema: context | null, options: context | null): any
    Marks a value as a parameter that an AI agent fills in, and gives the value.
    since 8.8
    > fromAi(5, "The user's id", "number") = 5
"""
