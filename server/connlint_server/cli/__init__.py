"""The commands that serve a person at work: found by name from `connlint`, never imported by it."""
