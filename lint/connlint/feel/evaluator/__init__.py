"""The evaluator: from a syntax tree and a scope to a value. Entry: `connlint.feel.evaluation`."""
