"""Write the golden file anew; read the diff before you accept it."""

from __future__ import annotations

from tests.adapters.golden.sample import GOLDEN, sample_as_json

GOLDEN.write_text(sample_as_json(), encoding="utf-8")
