"""The table's entries for contexts. The form is explained in `table`."""

GROUP = "context"

ENTRIES = """
get value(m: context, key: string | list): any
get value(context: context, key: string | list): any
get value(context: context, keys: list): any
    The value under a key, or along a list of keys; null where there is none.
    > get value({a: {b: 1}}, ["a", "b"]) = 1

get entries(context: context): list
get entries(m: context): list
    The entries as a list of contexts, each with `key` and `value`.
    > get entries({a: 1}) = [{key: "a", value: 1}]

context put(context: context, key: string | list, value: any): context
context put(context: context, keys: list, value: any): context
    The context with a value under a key, or along a list of keys.
    > context put({a: 1}, "b", 2) = {a: 1, b: 2}

put(context: context, key: string | list, value: any): context
    The old name of `context put`.
    > put({a: 1}, "b", 2) = {a: 1, b: 2}

context merge(contexts...: context | list): context
    One context of the entries of all; of equal keys the last wins.
    since 8.2
    > context merge([{a: 1}, {b: 2}]) = {a: 1, b: 2}

put all(contexts...: context | list): context
    The old name of `context merge`.
    > put all({a: 1}, {b: 2}) = {a: 1, b: 2}

context(entries: list): context
    The context of a list of entries, each a context with `key` and `value`.
    > context([{key: "a", value: 1}]) = {a: 1}
"""
