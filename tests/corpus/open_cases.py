"""What is not met yet, and by whom it will be; whoever meets a case takes it out here.

A case that stands here must fail: `test_corpus.py` says so as soon as one does not.
"""

from __future__ import annotations

from collections.abc import Mapping

OPEN: Mapping[str, str] = {
    # Files that lie, workbooks above all.
    **dict.fromkeys(
        (
            "C30-empty-zip",
            "X02-overlapping",
            "X10-wage",
            "X10-name",
            "X11-unknown",
            "X15-row",
            "X15-filtered",
            "X15-row-good-rows",
            "X15-hidden-blank-row",
            "X15-column",
        ),
        "child",
    ),
    # Nobody's seam: the lead decides.
    **dict.fromkeys(
        (
            "C15-pipe",
            "C22-in-address",
            "C29-total",
            "C29-total-of-wages",
            "C29-total-in-names",
            "C29-workbook",
            "C29-good-rows",
        ),
        "lead",
    ),
}
"""Case -> the branch that will meet it: encode, child, mapping, answer, or the lead."""
