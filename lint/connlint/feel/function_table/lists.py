"""The table's entries for lists. The form is explained in `table`."""

GROUP = "list"

ENTRIES = """
list contains(list: list, element: any): boolean
    Whether the list holds the element.
    > list contains([1, 2, 3], 2) = true

count(list: list): number
    The number of items.
    > count([1, 2, 3]) = 3

min(list...: any): any
    The smallest item; all must be of one type that has an order.
    > min(3, 1, 2) = 1

max(list...: any): any
    The greatest item; all must be of one type that has an order.
    > max(3, 1, 2) = 3

sum(list...: number | list): number
    The sum of numbers; null for none.
    > sum([1, 2, 3]) = 6

product(list...: number | list): number
    The product of numbers; null for none.
    > product([2, 3, 4]) = 24

mean(list...: number | list): number
    The arithmetic mean of numbers; null for none.
    > mean([1, 2, 3]) = 2

median(list...: number | list): number
    The number in the middle, or the mean of the two there; null for none.
    > median(8, 2, 5, 3, 4) = 4

stddev(list...: number | list): number
    The standard deviation of a sample. A single number fails the evaluation.
    > stddev([1, 3]) = 1.4142135623730951

mode(list...: number | list): list
    The numbers that occur most often, in ascending order.
    > mode(6, 3, 9, 6, 6) = [6]

all(list...: any): boolean
    False if one item is false, true if all are true, otherwise null.
    > all(true, false) = false

and(list...: any): boolean
    Another name of `all`.
    > and(true, false) = false

any(list...: any): boolean
    True if one item is true, false if all are false, otherwise null.
    > any(false, true) = true

or(list...: any): boolean
    Another name of `any`.
    > or(false, true) = true

sublist(list: list, start [start position]: number): list
sublist(list: list, start [start position]: number, length: number): list
    A part of a list. Positions count from 1, negative ones from the end.
    > sublist([1, 2, 3], 1, 2) = [1, 2]

append(list: list, items...: any): list
    The list with the items behind it; an item that is a list stays one.
    > append([1], 2, 3) = [1, 2, 3]

concatenate(lists...: any): list
    One list of the items of all.
    > concatenate([1, 2], [3]) = [1, 2, 3]

insert before(list: list, position: number, newItem: any): list
    The list with a new item before a position, counted from 1 or from the end where negative.
    > insert before([1, 3], 1, 2) = [2, 1, 3]

remove(list: list, position: number): list
    The list without the item at a position, counted from 1 or from the end where negative.
    > remove([1, 2, 3], 2) = [1, 3]

reverse(list: list): list
    The items in the opposite order.
    > reverse([1, 2, 3]) = [3, 2, 1]

index of(list: list, match: any): list
    The positions, from 1, of all items equal to the match.
    > index of([1, 2, 3, 2], 2) = [2, 4]

union(lists [list]...: any): list
    The items of all lists, each once.
    > union([1, 2], [2, 3]) = [1, 2, 3]

distinct values(list: list): list
    Each item once.
    > distinct values([1, 2, 3, 2, 1]) = [1, 2, 3]

duplicate values(list: list): list
    The items that occur more than once, each once.
    since 8.3
    > duplicate values([1, 2, 3, 2, 1]) = [1, 2]

flatten(list: list): list
    One list of all items, nested lists resolved.
    > flatten([[1, 2], [[3]], 4]) = [1, 2, 3, 4]

sort(list: list, precedes: function): list
    The items in the order that a function of two items gives: whether the first precedes the second.
    > sort([3, 1, 2], function(x, y) x < y) = [1, 2, 3]

string join(list: list): string
string join(list: list, delimiter: string | null): string
string join(list: list, delimiter: string | null, prefix: string | null, suffix: string | null): string
    The texts of a list in one, a delimiter between them, a prefix and a suffix around. Nulls are left out.
    > string join(["a", null, "b"], ", ", "[", "]") = "[a, b]"

is empty(list: list): boolean
    Whether the list has no items.
    since 8.6
    > is empty([]) = true

partition(list: list, size: number): list
    Lists of so many consecutive items each.
    since 8.7
    > partition([1, 2, 3], 2) = [[1, 2], [3]]
"""
