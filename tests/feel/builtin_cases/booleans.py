"""Calls of the functions for truth values, presence and assertions, with what the engine gives. `test_builtins` explains the form."""

NORMAL = r"""
not(true) => false
not(false) => true
is defined(1) => true
is defined({a: 1}.a) => true
is defined([]) => true
get or else(1, 2) => 1
get or else(null, 2) => 2
get or else(false, 2) => false
assert(1, true) => 1
assert(1, 1 = 1, "never") => 1
"""

NULL = r"""
not(null) => null
is defined(null) => false
is defined({a: 1}.b) => false ! NO_CONTEXT_ENTRY_FOUND: No context entry found with key 'b'. Available keys: 'a'
get or else(null, null) => null
assert(null, true) => null
"""

WRONG = r"""
not("true") => null
not(1, 2) => null ! NO_FUNCTION_FOUND: No function found with name 'not' and 2 parameters
is defined() => null ! NO_FUNCTION_FOUND: No function found with name 'is defined' and 0 parameters
get or else(1) => null ! NO_FUNCTION_FOUND: No function found with name 'get or else' and 1 parameters
assert(1) => null ! NO_FUNCTION_FOUND: No function found with name 'assert' and 1 parameters
"""

NAMED = r"""
not(negand: true) => false
is defined(value: null) => false
get or else(default: 1, value: null) => 1
assert(condition: true, value: 1) => 1
"""
