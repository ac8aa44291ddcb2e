"""The version of the distribution, read by the build and by every output."""

__version__ = "0.1.0"

DOCUMENTATION = "https://github.com/connlint/connlint/blob/main/docs"
"""Where the pages of the rules are; findings, SARIF and the editor link there."""
