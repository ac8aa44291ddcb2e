"""The built-in functions, one file a group. Importing a file registers its functions."""


def load() -> None:
    """Registers all of them."""
    from connlint.feel.builtins import (  # noqa: F401
        boolean,
        connector,
        context,
        conversion,
        list,
        numeric,
        range,
        string,
        temporal,
    )
