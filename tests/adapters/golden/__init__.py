"""Golden files: what docs/sample.csv reads as. ``python -m tests.adapters.golden`` renews them."""
