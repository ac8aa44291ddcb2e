"""The table's entries for truth values, presence and assertions. The form is explained in `table`."""

GROUP = "boolean"

ENTRIES = """
not(negand: any): boolean
    The opposite of a truth value; null for anything else.
    > not(true) = false

is defined(value: any): boolean
    Whether the value is not null: false for a missing variable or entry too.
    > is defined({a: 1}.a) = true

get or else(value: any, default: any): any
    The value, or the default where the value is null.
    since 8.3
    > get or else(null, 5) = 5

assert(value: any, condition: any): any
assert(value: any, condition: any, cause: string): any
    The value if the condition is true; otherwise the whole evaluation fails, with the cause as message.
    since 8.3
    > assert(1, true) = 1
"""
