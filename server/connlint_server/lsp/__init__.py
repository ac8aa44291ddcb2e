"""The language server: one file for each feature, over documents of our own and analyses that reuse what has not changed."""
