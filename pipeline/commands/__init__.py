"""One command per file; each loads only what it needs, when it is called."""
