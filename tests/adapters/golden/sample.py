"""docs/sample.csv as the product reads it, in a form that a person can compare."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from adapters.feed import Hints, read_export

SAMPLE = Path(__file__).parents[3] / "docs" / "sample.csv"
GOLDEN = Path(__file__).with_name("sample.json")


def sample_as_json() -> str:
    table, _ = read_export(SAMPLE, hints=Hints(name=SAMPLE.name))
    people = [
        {"row": int(row), **{field: text for field, text in person.items() if text}}
        for row, person in zip(table.rows, table.frame.to_dict("records"), strict=True)
    ]
    columns = [dataclasses.asdict(column) for column in table.columns]
    defects = [dataclasses.asdict(defect) for defect in table.defects]
    head = {"kind": table.kind, "format": table.format, "columns": columns, "defects": defects}
    return json.dumps({**head, "people": people}, ensure_ascii=False, indent=1) + "\n"
