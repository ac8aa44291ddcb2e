"""The evaluator: from a syntax tree and a scope to a value."""

from connlint.feel.evaluator.evaluation import evaluate, evaluate_unary

__all__ = ["evaluate", "evaluate_unary"]
