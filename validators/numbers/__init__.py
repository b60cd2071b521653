"""One official number per file: compact, validate, is_valid, format, and a column version."""
