"""The exit codes of `connlint check`, the same in every output format."""

NOTHING = 0
FINDINGS = 1
USAGE = 2
TROUBLE = 3
"""A path is missing or unreadable, or a rule crashed."""
INTERRUPTED = 130
"""As shells have it for a program that Ctrl-C ended."""
