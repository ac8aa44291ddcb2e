"""The cases of the built-in functions, one file a group."""
