"""`bhxh withdraw`: end a dossier that is not sent, a held file, or a question by a no."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline import views
from pipeline.commands.acts import tell_act
from pipeline.commands.flags import json_option, reason_option, site_option
from pipeline.commands.options import open_ledger
from pipeline.errors import NotNowError
from pipeline.model import Answer, Dossier, Drop, Hold
from pipeline.states import DossierState, DropState


@click.command("withdraw")
@click.argument("thing", metavar="ID")
@site_option
@json_option
@reason_option
def command(thing: str, site: Path, as_json: bool, reason: str) -> None:
    """End a dossier that is certainly not sent, a held file of which nothing is reported, a
    question (its row is not reported), or the wait about an answer that nobody matched.
    """
    with open_ledger(site) as (_, ledger):
        found = views.find(ledger, thing)
        words = "đã rút / withdrawn"
        match found:
            case Dossier(state=DossierState.BUILT | DossierState.SIGNED):
                ledger.dossiers.withdraw(found, reason)
            case Dossier():
                raise NotNowError(f"{found.id}: {' / '.join(_too_late(found))}")
            case Hold(state="open"):
                ledger.holds.decline(found, reason, ledger.drops)
                words = "không báo dòng này / turned down: its row is not reported"
            case Drop(state=DropState.EXAMINED) if not ledger.dossiers.of_drop(found.id):
                ledger.drops.withdraw(found, reason)
            case Drop(state=DropState.ARRIVED, held_because="failed"):
                ledger.drops.withdraw(found, reason)
            case Answer(state="unmatched" | "conflict"):
                ledger.answers.dismiss(found, reason)
                words = "bỏ qua, tệp vẫn được giữ / dismissed, the file is kept"
            case _:
                raise NotNowError(f"{thing}: không rút được nữa / cannot be withdrawn any more")
        tell_act(ledger, found, words, as_json=as_json)


def _too_late(dossier: Dossier) -> tuple[str, str]:
    """Say why a dossier cannot be withdrawn any more, and what to do instead."""
    correct = f"`bhxh correct {dossier.id} --reason …`"
    match dossier.state:
        case DossierState.WITHDRAWN:
            return "đã rút rồi", "withdrawn already"
        case DossierState.SUPERSEDED:
            return "đã có hồ sơ thay thế", "replaced by a new dossier already"
        case DossierState.REFUSED | DossierState.PARTLY_ACCEPTED:
            return (
                f"BHXH đã trả lời ({dossier.state}), không còn gì để rút: sửa ở kỳ xuất sau, "
                f"hoặc {correct}",
                f"VSS has answered ({dossier.state}), so there is nothing to withdraw: mend the "
                f"next export, or {correct}",
            )
        case DossierState.ACCEPTED:
            return (
                "BHXH đã chấp nhận: thả tệp mới với dữ liệu đúng",
                "VSS has accepted it: drop a new export with what is right",
            )
        case _ if dossier.uncertain:
            return (
                f"không rõ đã đến chưa: `bhxh resolve {dossier.id} --present | --absent` trước",
                f"nobody knows if it arrived: first `bhxh resolve {dossier.id} "
                "--present | --absent`",
            )
        case _:
            return (
                f"đã gửi ({dossier.state}), không rút lại được: chờ kết quả; nếu bị từ chối thì "
                f"{correct}, nếu báo sai thì thả tệp mới",
                f"it has left ({dossier.state}) and cannot be taken back: wait for the result; if "
                f"it is refused {correct}, if it is wrong drop a new export",
            )
