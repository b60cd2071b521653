"""What one code means: of a rule, a question, a remark, a refused file, a brake or the gate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from config.explained import load_explained
from config.problems import near
from pipeline import gate

_NAMES: Final[Mapping[str, str]] = {
    "question": "câu hỏi / question",
    "remark": "ghi nhận / remark",
    "refusal": "tệp không đọc được / file that cannot be read",
    "brake": "phanh / brake",
    "gate": "cổng / gate",
    "E": "lỗi / error",
    "W": "cảnh báo / warning",
    "N": "ghi chú / note",
}
_RULE: Final = re.compile(r"[EWN]-[A-Z0-9-]+")
_FACT: Final = re.compile(r"\{\w+\}")


def code_explained(thing: str) -> dict[str, Any] | None:
    """Return what a code means and what to do; None if what was typed is no code of ours."""
    return _short().get(thing) or (_of_rules().get(thing) if _RULE.fullmatch(thing) else None)


def with_near(thing: str) -> str:
    """Return what was typed, and the code that was probably meant, if there is one."""
    known = {**_short(), **_of_rules()}
    typed = next((code for code in known if code.casefold() == thing.casefold()), thing)
    vietnamese, english = near(typed, known, "`bhxh explain {}`".format)
    return f"{thing}{vietnamese} /{english.removeprefix(';')}" if english else thing


def _short() -> dict[str, dict[str, Any]]:
    """Return all codes but those of rules, which take longer to load."""
    told = {
        each.code: _page(each.kind, each.code, (each.when_vi, each.when_en, each.do_vi, each.do_en))
        for each in load_explained().values()
    }
    return told | {code: _page("gate", code, gate.words(code)) for code in gate.CODES}


def _of_rules() -> dict[str, dict[str, Any]]:
    from validators.layers import wordings  # noqa: PLC0415 - heavy: only where a rule is asked for

    return {
        each.code: _page(
            each.code[0], each.code, (each.vi, each.en, each.advice_vi, each.advice_en), each.law
        )
        for each in wordings()
    }


def _page(kind: str, code: str, words: Iterable[str], law: str = "") -> dict[str, Any]:
    """Write one code down; what only a case can fill in is left open."""
    why_vi, why_en, next_vi, next_en = (_FACT.sub("…", text) for text in words)
    why = f"{why_vi} / {why_en}" + (f" ({law})" if law else "")
    return {"what": f"{_NAMES[kind]} {code}", "why": why, "next_vi": next_vi, "next_en": next_en}
