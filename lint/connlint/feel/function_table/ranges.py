"""The table's entries for points and ranges. The form is explained in `table`."""

GROUP = "range"

ENTRIES = """
before(point1: point, point2: point): boolean
before(point: point, range: range): boolean
before(range: range, point: point): boolean
before(range1: range, range2: range): boolean
    Whether the first lies wholly before the second.
    > before([1..5], 10) = true

after(point1: point, point2: point): boolean
after(point: point, range: range): boolean
after(range: range, point: point): boolean
after(range1: range, range2: range): boolean
    Whether the first lies wholly after the second.
    > after(12, [1..5]) = true

meets(range1: range, range2: range): boolean
    Whether the first ends where the second begins, both ends included.
    > meets([1..5], [5..10]) = true

met by(range1: range, range2: range): boolean
    Whether the first begins where the second ends, both ends included.
    > met by([5..10], [1..5]) = true

overlaps(range1: range, range2: range): boolean
    Whether a point belongs to both.
    > overlaps([5..10], [1..6]) = true

overlaps before(range1: range, range2: range): boolean
    Whether the first begins before the second and ends within it.
    > overlaps before([1..5], [4..10]) = true

overlaps after(range1: range, range2: range): boolean
    Whether the first begins within the second and ends after it.
    > overlaps after([4..10], [1..5]) = true

finishes(point: point, range: range): boolean
finishes(range1: range, range2: range): boolean
    Whether the first is, or ends with, the end of the second.
    > finishes(5, [1..5]) = true

finished by(point [range]: any, range [point]: any): boolean
finished by(range1: range, range2: range): boolean
    Whether the second is, or ends with, the end of the first.
    > finished by([1..5], 5) = true

includes(range: range, point: point): boolean
includes(range1: range, range2: range): boolean
    Whether the second lies within the first.
    > includes([1..10], 5) = true

during(point: point, range: range): boolean
during(range1: range, range2: range): boolean
    Whether the first lies within the second.
    > during(5, [1..10]) = true

starts(point: point, range: range): boolean
starts(range1: range, range2: range): boolean
    Whether the first is, or begins with, the begin of the second.
    > starts(1, [1..5]) = true

started by(range: range, point: point): boolean
started by(range1: range, range2: range): boolean
    Whether the second is, or begins with, the begin of the first.
    > started by([1..5], 1) = true

coincides(point1: point, point2: point): boolean
coincides(range1: range, range2: range): boolean
    Whether both are the same.
    > coincides([1..5], [1..5]) = true
"""
