"""The `connlint` command, one file for each sub-command."""
