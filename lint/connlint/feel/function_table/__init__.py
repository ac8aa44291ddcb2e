"""The functions that FEEL offers: one table for analysis, completion, hover and the evaluator.

The entries are written as text, one file a group, and read on first use: importing costs next to nothing.
"""

from connlint.feel.function_table.table import FunctionInfo, Parameter, Place, Signature, Version, functions

__all__ = ["FunctionInfo", "Parameter", "Place", "Signature", "Version", "functions"]
