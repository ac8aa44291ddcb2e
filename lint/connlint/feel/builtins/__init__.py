"""The built-in functions, one file a group. Importing a file registers its functions."""


def load() -> None:
    """Registers all of them."""
    from connlint.feel.builtins import (  # noqa: F401
        booleans,
        connectors,
        contexts,
        conversions,
        lists,
        numbers,
        ranges,
        strings,
        temporals,
    )
