"""What a result code means, and when it must not be believed without a person.

The codes are our own design for MA_KQUA: VSS has published no list of its values.
"""

from __future__ import annotations

from inbox.model import Outcome, PersonResult, ReceiptKind

Doubt = tuple[str, str]
"""Why a receipt does not say what became of its dossier, in Vietnamese and English."""

_NOTICE = {"1": Outcome.NUMBERED, "0": Outcome.REFUSED}
_RESULT = {"1": Outcome.ACCEPTED, "2": Outcome.PARTLY_ACCEPTED, "0": Outcome.REFUSED}
_SURE: Doubt = ("", "")
_UNKNOWN_CODE = ("không có mã kết quả mà chúng tôi biết", "it has no result code that we know")


def judge(
    kind: ReceiptKind,
    code: str,
    number: str,
    people: tuple[PersonResult, ...],
    doubts: tuple[Doubt, ...],
) -> tuple[Outcome | None, Doubt]:
    """Return what a receipt says became of its dossier; None, and why, where a person must say."""
    if kind is ReceiptKind.SUBMISSION:
        return Outcome.TAKEN, _SURE
    if kind is ReceiptKind.NOTICE:
        return _judge_notice(code, number)
    return _judge_result(code, people, doubts)


def _judge_notice(code: str, number: str) -> tuple[Outcome | None, Doubt]:
    """Judge a 01/TB-GD: received needs a dossier number, or nothing was numbered."""
    outcome = _NOTICE.get(code)
    if outcome is None:
        return None, _UNKNOWN_CODE
    if outcome is Outcome.NUMBERED and not number:
        return None, ("đã tiếp nhận nhưng không có số hồ sơ", "received, but without a number")
    return outcome, _SURE


def _judge_result(
    code: str, people: tuple[PersonResult, ...], doubts: tuple[Doubt, ...]
) -> tuple[Outcome | None, Doubt]:
    """Judge a 03/TB-TS: its code must agree with its rows; we never choose between them."""
    outcome = _RESULT.get(code)
    if outcome is None:
        return None, _UNKNOWN_CODE
    if doubts:
        vietnamese, english = zip(*doubts[:5], strict=True)
        return None, ("; ".join(vietnamese), "; ".join(english))
    doubt = _disagreement(outcome, people)
    return (None, doubt) if any(doubt) else (outcome, _SURE)


def _disagreement(outcome: Outcome, people: tuple[PersonResult, ...]) -> Doubt:
    """Say where the code and the rows of a result disagree."""
    refused = sum(not person.accepted for person in people)
    accepted = len(people) - refused
    if outcome is Outcome.ACCEPTED and refused:
        return (
            f"kết quả ghi chấp nhận toàn bộ nhưng có {refused} dòng bị từ chối",
            f"it says all are accepted, but {refused} rows are refused",
        )
    if outcome is Outcome.REFUSED and accepted:
        return (
            f"kết quả ghi từ chối toàn bộ nhưng có {accepted} dòng được chấp nhận",
            f"it says all are refused, but {accepted} rows are accepted",
        )
    if outcome is Outcome.PARTLY_ACCEPTED and not refused:
        return (
            "kết quả ghi chấp nhận một phần nhưng không nêu dòng nào bị từ chối",
            "it says some are accepted, but names no refused row",
        )
    return _SURE
