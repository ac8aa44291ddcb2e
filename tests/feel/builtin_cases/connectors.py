"""Calls of the functions of the connector runtime, and of agents, with what the engine gives. `test_builtins` explains the form."""

NORMAL = r"""
bpmnError("404") => {errorType:"bpmnError", errorCode:"404", errorMessage:null, variables:{}}
bpmnError("404", "Not found") => {errorType:"bpmnError", errorCode:"404", errorMessage:"Not found", variables:{}}
bpmnError("404", "Not found", {id: 1}) => {errorType:"bpmnError", errorCode:"404", errorMessage:"Not found", variables:{id:1}}
jobError("Busy") => {errorType:"jobError", errorMessage:"Busy", variables:{}, retries:0, retryBackoff:P0D}
jobError("Busy", {id: 1}) => {errorType:"jobError", errorMessage:"Busy", variables:{id:1}, retries:0, retryBackoff:P0D}
jobError("Busy", {}, 3) => {errorType:"jobError", errorMessage:"Busy", variables:{}, retries:3, retryBackoff:P0D}
jobError("Busy", {}, 3, @"PT10S") => {errorType:"jobError", errorMessage:"Busy", variables:{}, retries:3, retryBackoff:PT10S}
ignoreError() => {errorType:"ignoreError", variables:{}}
ignoreError({found: false}) => {errorType:"ignoreError", variables:{found:false}}
backoff(1) => P0D
backoff(3, @"PT1S", 2, @"PT60S", 0) => PT4S
backoff(9, @"PT1S", 2, @"PT60S", 0) => PT1M
backoff(3, @"PT1S", 2, @"PT60S", 0.5) => PT3S
createDocument("RkVFTA==").content => "RkVFTA=="
createDocument({data: "RkVFTA==", fileName: "a.txt", contentType: "text/plain"}).metadata => {fileName:"a.txt", contentType:"text/plain", size:4}
fromAi(5) => 5
fromAi(5, "How many", "number", {minimum: 1}, {required: true}) => 5
"""

NULL = r"""
fromAi(null) => null
fromAi(null, null) => null
"""

WRONG = r"""
bpmnError() => null ! NO_FUNCTION_FOUND: No function found with name 'bpmnError' and 0 parameters
bpmnError("1", "2", {}, 4) => null ! NO_FUNCTION_FOUND: No function found with name 'bpmnError' and 4 parameters
jobError() => null ! NO_FUNCTION_FOUND: No function found with name 'jobError' and 0 parameters
ignoreError({}, 1) => null ! NO_FUNCTION_FOUND: No function found with name 'ignoreError' and 2 parameters
backoff() => null ! NO_FUNCTION_FOUND: No function found with name 'backoff' and 0 parameters
createDocument() => null ! NO_FUNCTION_FOUND: No function found with name 'createDocument' and 0 parameters
fromAi() => null ! NO_FUNCTION_FOUND: No function found with name 'fromAi' and 0 parameters
"""

NAMED = r"""
bpmnError(errorMessage: "Not found", errorCode: "404") => {errorType:"bpmnError", errorCode:"404", errorMessage:"Not found", variables:{}}
jobError(errorMessage: "Busy", variables: {id: 1}) => {errorType:"jobError", errorMessage:"Busy", variables:{id:1}, retries:0, retryBackoff:P0D}
ignoreError(variables: {a: 1}) => {errorType:"ignoreError", variables:{a:1}}
backoff(attempt: 2, minDelay: @"PT1S", factor: 2, maxDelay: @"PT1M", jitterFactor: 0) => PT2S
createDocument(value: "RkVFTA==").content => "RkVFTA=="
fromAi(value: 5, description: "How many") => 5
"""
