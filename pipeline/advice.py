"""What happens next to a drop or a dossier, or what a person should do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.gate import CODES
from pipeline.model import Dossier, Drop, returned_name
from pipeline.states import DossierState, DropState


def next_move(thing: Drop | Dossier, corrected_by: Sequence[str] = ()) -> tuple[str, str]:
    """Return, in Vietnamese and English, what happens next or what a person should do.

    `corrected_by` names the later dossiers that report some of a dossier's people again.
    """
    if isinstance(thing, Drop):
        return _drop_moves(thing)
    if thing.held_because:
        return _held_moves(thing, thing.held_because)
    return _dossier_moves(thing, corrected_by)


def _held_moves(dossier: Dossier, why: str) -> tuple[str, str]:
    """Return what lets a held dossier go on."""
    if why in CODES:
        return (
            f"đang giữ ({why}): làm theo lý do; xong thì tự đi tiếp",
            f"held ({why}): do what its reason says; it then goes on by itself",
        )
    return (
        f"đang giữ ({why}): sửa rồi `bhxh release {dossier.id} --reason …`",
        f"held ({why}): mend it, then `bhxh release {dossier.id} --reason …`",
    )


def _dossier_moves(dossier: Dossier, corrected_by: Sequence[str]) -> tuple[str, str]:
    """Return what happens next to a dossier that nothing holds."""
    if dossier.by_hand and (moves := _by_hand(dossier)):
        return moves
    if dossier.uncertain:
        return (
            f"hỏi I-VAN, rồi `bhxh resolve {dossier.id} --present | --absent --reason …`",
            f"ask the I-VAN, then `bhxh resolve {dossier.id} --present | --absent --reason …`",
        )
    if dossier.drop is None and dossier.state in _REFUSING:
        return (
            f"xem lý do, sửa rồi đăng ký lại: `bhxh explain {dossier.unit}`",
            f"see the reason, mend it and ask again: `bhxh explain {dossier.unit}`",
        )
    if corrected_by:
        names = ", ".join(corrected_by)
        vietnamese, english = _CORRECTED_MOVES.get(dossier.state, _DOSSIER_MOVES[dossier.state])
        return f"{vietnamese}: {names}", f"{english}: {names}"
    if dossier.state in _UNSENT and dossier.reason:
        return _AGAIN
    vietnamese, english = _DOSSIER_MOVES[dossier.state]
    return vietnamese.format(id=dossier.id), english.format(id=dossier.id)


_AGAIN = (
    "làm theo lý do; lượt tới tự thử lại",
    "do what the reason says; the next pass tries again",
)
_UNSENT = (DossierState.BUILT, DossierState.SIGNED)
_REFUSING = (DossierState.REFUSED, DossierState.PARTLY_ACCEPTED)
_CORRECTED_MOVES: Mapping[DossierState, tuple[str, str]] = dict.fromkeys(
    _REFUSING,
    ("đã sửa một phần hoặc đang gửi lại", "corrected in part, or on the way again"),
)


def _by_hand(dossier: Dossier) -> tuple[str, str] | None:
    """Return what a person does with a dossier for VSS's portal; None where it only waits."""
    if dossier.state is DossierState.SIGNED:
        export = f"`bhxh export {dossier.id} --to DIR`"
        return f"{export}, rồi nộp trên Cổng", f"{export}, then upload it on the portal"
    if dossier.state is not DossierState.SHIPPED:
        return None
    waits = ("`bhxh import` thông báo 01/TB-GD", "`bhxh import` the notice 01/TB-GD")
    if not dossier.uncertain:
        return waits
    resolve = f"`bhxh resolve {dossier.id} --present | --absent --reason …`"
    return (
        f"nộp trên Cổng, rồi {waits[0]}, hoặc {resolve}",
        f"upload it on the portal, then {waits[1]}, or {resolve}",
    )


_DOSSIER_MOVES: Mapping[DossierState, tuple[str, str]] = {
    DossierState.BUILT: ("sẽ được ký ở lượt tới", "signed in the next pass"),
    DossierState.SIGNED: ("sẽ được gửi ở lượt tới", "shipped in the next pass"),
    DossierState.SHIPPED: ("chờ xác nhận nộp của I-VAN", "waits for the receipt of submission"),
    DossierState.TAKEN: ("chờ thông báo 01/TB-GD có số hồ sơ", "waits for 01/TB-GD with a number"),
    DossierState.NUMBERED: ("chờ kết quả 03/TB-TS", "waits for the result 03/TB-TS"),
    DossierState.ACCEPTED: ("xong", "done"),
    DossierState.PARTLY_ACCEPTED: (
        "xem người bị từ chối trong tệp result.xlsx, sửa ở kỳ xuất sau, "
        "hoặc gửi lại như cũ: `bhxh correct {id} --reason …`",
        "see the refused people in the result.xlsx, mend them in the next export, "
        "or offer them again as they are: `bhxh correct {id} --reason …`",
    ),
    DossierState.REFUSED: (
        "xem lý do, sửa trong bảng lương rồi thả tệp mới, "
        "hoặc gửi lại như cũ: `bhxh correct {id} --reason …`",
        "see the reason, mend the payroll and drop a new file, "
        "or offer it again as it is: `bhxh correct {id} --reason …`",
    ),
    DossierState.WITHDRAWN: ("đã rút, không gửi", "withdrawn, never sent"),
    DossierState.SUPERSEDED: ("đã có hồ sơ thay thế", "replaced by a new dossier"),
}


def _drop_moves(drop: Drop) -> tuple[str, str]:
    if drop.held_because:
        return (
            f"đang giữ ({drop.held_because}): `bhxh show {drop.id}`, "
            f"rồi `bhxh release {drop.id} …`",
            f"held ({drop.held_because}): `bhxh show {drop.id}`, then `bhxh release {drop.id} …`",
        )
    if drop.state in (DropState.ARRIVED, DropState.EXAMINED) and drop.reason:
        return _AGAIN
    if drop.is_withdrawn:
        return (
            "không báo ai từ tệp này; cần báo thì thả tệp đúng",
            "nobody is reported from it; drop a right file if somebody is to be",
        )
    vietnamese, english = _DROP_MOVES[drop.state]
    facts = {"id": drop.id, "report": returned_name(drop, "report.xlsx")}
    return vietnamese.format_map(facts), english.format_map(facts)


_DROP_MOVES: Mapping[DropState, tuple[str, str]] = {
    DropState.ARRIVED: ("sẽ được kiểm tra ở lượt tới", "examined in the next pass"),
    DropState.EXAMINED: ("sẽ được lập hồ sơ ở lượt tới", "converted in the next pass"),
    DropState.CONVERTED: ("xem các hồ sơ của nó", "see its dossiers"),
    DropState.INVALID: (
        "xem {report}: sửa các ô đã đánh dấu, hoặc lỗi của cả tệp, rồi thả lại; từng mã: `bhxh "
        "explain MÃ`; nếu đã sửa thiết lập hay bản ánh xạ: `bhxh retry {id}`",
        "see {report}: mend the cells marked, or the error of the whole file, and drop it again; "
        "each code: `bhxh explain CODE`; if settings or mapping were mended: `bhxh retry {id}`",
    ),
    DropState.DUPLICATE: (
        "cùng nội dung với tệp trước; `bhxh release` nếu đúng là muốn báo lại",
        "the same bytes as an earlier file; `bhxh release` if you mean it",
    ),
    DropState.UNREADABLE: (
        "xem lý do, xuất lại đúng mẫu rồi thả lại; mẫu của riêng mình: `bhxh map TỆP`, đặt format "
        "của nguồn, rồi `bhxh retry {id}`; cách sửa ở {report}",
        "see the reason, export it again as a known format and drop it; a format of your own: "
        "`bhxh map FILE`, name it as the feed's format, then `bhxh retry {id}`; more in {report}",
    ),
}
