"""Everything that serves a person at work: the engine that runs a connector task, and the language server."""
