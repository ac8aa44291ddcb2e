"""Calls of the functions for contexts, with what the engine gives. `test_builtins` explains the form."""

NORMAL = r"""
get value({a: 1}, "a") => 1
get value({a: 1}, "b") => null
get value({a: {b: 2}}, ["a", "b"]) => 2
get value({a: 1}, ["a", "b"]) => null
get value({a: 1}, []) => null
get value({a: 1}, [1]) => null
get entries({a: 1, b: [2]}) => [{key:"a", value:1}, {key:"b", value:[2]}]
get entries({}) => []
context put({a: 1}, "b", 2) => {a:1, b:2}
context put({a: 1, b: 2}, "a", null) => {a:null, b:2}
context put({x: {y: 1}}, ["x", "z"], 2) => {x:{y:1, z:2}}
context put({x: 1}, ["x", "y"], 2) => {x:{y:2}}
context put({}, ["x", "y"], 2) => {x:{y:2}}
context put({a: 1}, [], 2) => null
put({a: 1}, "b", 2) => {a:1, b:2}
context merge([{a: 1}, {b: 2, a: 3}]) => {a:3, b:2}
context merge({a: 1}, {b: 2}) => {a:1, b:2}
put all({a: 1}, {b: 2}) => {a:1, b:2}
context([{key: "a", value: 1}, {value: null, key: "b"}]) => {a:1, b:null}
context([]) => {}
{f: function(x) x, a: 1, r: get entries({f: f, b: a})}.r => [{key:"f", value:null}, {key:"b", value:1}] ! NO_VARIABLE_FOUND: No variable found with name 'f'
get entries({f: function(x) x, a: 1}) => [{key:"a", value:1}]
"""

NULL = r"""
get value(null, "a") => null ! Illegal arguments: 'null', '"a"'
get value({a: 1}, null) => null ! Illegal arguments: '{a:1}', 'null'
get entries(null) => null ! Illegal arguments: 'null'
context put(null, "a", 1) => null ! Illegal arguments: 'null', '"a"', '1'
put({}, null, 1) => null ! Illegal arguments: '{}', 'null', '1'
context merge([{a: 1}, null]) => null
put all(null) => null
context(null) => null
context([null]) => null
"""

WRONG = r"""
get value([1], "a") => null ! Illegal arguments: '[1]', '"a"'
get value({a: 1}, 1) => null ! Illegal arguments: '{a:1}', '1'
get entries([1]) => null ! Illegal arguments: '[1]'
context put({}, 1, 1) => null ! Illegal arguments: '{}', '1', '1'
context put({}, [1], 1) => null ! Illegal arguments: '{}', '[1]', '1'
put("a", "b", 1) => null ! Illegal arguments: '"a"', '"b"', '1'
context merge(1, 2) => null
context merge() => null ! NO_FUNCTION_FOUND: No function found with name 'context merge' and 0 parameters
put all({a: 1}, "x") => null
context([{key: 1, value: 1}]) => null
context([{key: "a"}]) => null
context({key: "a", value: 1}) => null
"""

NAMED = r"""
get value(m: {a: 1}, key: "a") => 1
get value(context: {a: 1}, key: "a") => 1
get value(context: {a: {b: 1}}, keys: ["a", "b"]) => 1
get entries(context: {a: 1}) => [{key:"a", value:1}]
get entries(m: {a: 1}) => [{key:"a", value:1}]
context put(context: {}, key: "a", value: 1) => {a:1}
context put(context: {}, keys: ["a", "b"], value: 1) => {a:{b:1}}
put(value: 1, key: "a", context: {}) => {a:1}
context merge(contexts: [{a: 1}]) => {a:1}
put all(contexts: [{a: 1}]) => {a:1}
context(entries: []) => {}
"""
