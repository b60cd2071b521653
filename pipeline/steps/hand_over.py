"""Signed -> shipped, by hand: the frozen bytes are given out once, for VSS's portal."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import NotNowError
from pipeline.model import Dossier
from pipeline.parts import Parts
from pipeline.states import DossierState
from pipeline.steps.ship import load, promised


def hand_over(parts: Parts, dossier: Dossier, folder: Path) -> Path:
    """Write the signed file into a folder and note it; NotNowError if that is not its turn.

    The file first, then the ledger: after a crash the same call finds its own bytes there.
    """
    _check(dossier)
    shipment = load(parts, dossier)
    target = folder.resolve() / shipment.name
    if target.exists() and target.read_bytes() != shipment.data:
        raise NotNowError(f"{target}: đã có tệp khác cùng tên / another file of that name is there")
    parts.spool.write(str(target), shipment.data)
    parts.ledger.dossiers.promise([dossier.id], promised(parts))
    parts.ledger.hands.given_out(dossier)
    parts.log.info("dossier.exported", dossier=dossier.id)
    return target


def _check(dossier: Dossier) -> None:
    if dossier.state is DossierState.BUILT:
        raise NotNowError(
            f"{dossier.id}: chưa ký; ký ở lượt tới (`bhxh once`) / "
            "not signed yet: the next pass signs it (`bhxh once`)"
        )
    if not dossier.by_hand:
        raise NotNowError(
            f"{dossier.id}: tự gửi qua SFTP, không nộp tay / goes by SFTP, not by hand"
        )
    if dossier.uncertain:
        raise NotNowError(
            f"{dossier.id}: đã xuất; chưa nộp thì `bhxh resolve {dossier.id} --absent …` trước / "
            "exported already; if it was never uploaded, first "
            f"`bhxh resolve {dossier.id} --absent …`"
        )
    if dossier.state is not DossierState.SIGNED:
        raise NotNowError(
            f"{dossier.id}: đã xuất, nay là {dossier.state} / exported already: {dossier.state}"
        )
