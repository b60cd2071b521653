"""Write the published schema again: ``python -m tests.validators.published``; read the diff."""

from __future__ import annotations

import json

from tests.house.source import ROOT
from validators.report_schema import schema

if __name__ == "__main__":
    text = json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
    (ROOT / "docs" / "report.schema.json").write_text(text, encoding="utf-8")
