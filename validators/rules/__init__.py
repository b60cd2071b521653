"""One rule per file: CODE and ``check(table, context) -> violations``, vectorised."""
