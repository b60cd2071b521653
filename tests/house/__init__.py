"""The laws of the house, as scanners over its source; `tests/test_house.py` applies them."""
