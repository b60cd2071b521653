"""The gate before the signature: what may be signed for whom; decides, does nothing.

Each reason has a stable word, which is what the dossier is held by, and says what would help. A
dossier that is held by one of them is looked at in every pass, and goes on by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from config.registrations import Act, Channel
from pipeline.registration import Entry, Profile, Standing, UnitState, channel_of

_UNREGISTERED = "unit-unregistered"
_PENDING = "unit-pending"
_CEASING = "unit-ceasing"
_CEASED = "unit-ceased"
_PROVIDER = "provider-unregistered"
_PROCEDURE = "procedure-unregistered"
_CERTIFICATE = "certificate-unregistered"
_ASKED_OTHERWISE = "registration-changed"

CODES = frozenset(
    {
        _UNREGISTERED, _PENDING, _CEASING, _CEASED, _PROVIDER, _PROCEDURE, _CERTIFICATE,
        _ASKED_OTHERWISE,
    }
)  # fmt: skip
"""Every word by which the gate holds a dossier."""


@dataclass(frozen=True, kw_only=True)
class Shut:
    """Why a dossier is not signed now, and what would help."""

    code: str
    why_vi: str
    why_en: str
    advice_vi: str
    advice_en: str

    @property
    def reason(self) -> str:
        """What `explain` shows, as of any other step that did not go."""
        return f"{self.code}: {self.why_vi} / {self.why_en} · {self.advice_vi} / {self.advice_en}"


def gate(
    unit: str,
    procedure: str,
    standings: Mapping[Channel, Standing],
    now: Profile,
    *,
    required: bool,
) -> Shut | None:
    """Return why a dossier of a unit may not be signed now; None if it may.

    A unit of which nothing is registered, asked or ended is let through, unless it is `required`.
    """
    standing = standings.get(channel_of(standings))
    if standing is None:
        return _shut(_UNREGISTERED, unit) if required else None
    held = standing.held
    if standing.state is not UnitState.REGISTERED or held is None:
        return _closed(unit, standing)
    if standing.open is not None and standing.open.act is Act.CEASE:
        return _shut(_CEASING, unit, str(standing.open.dossier))
    waits = str(standing.open.dossier) if standing.open is not None else ""
    return _otherwise(held, procedure, now, waits)


def gate_of_registration(asked: Entry, now: Profile) -> Shut | None:
    """Return why a registration may not be signed now: it names another certificate or I-VAN."""
    same_provider = asked.channel is Channel.PORTAL or asked.provider == now.provider
    if same_provider and (asked.serial, asked.issuer) == (now.serial, now.issuer):
        return None
    return _shut(_ASKED_OTHERWISE, asked.unit, str(asked.dossier))


def _closed(unit: str, standing: Standing) -> Shut:
    """Tell of a unit that is not registered (any more, or yet)."""
    if standing.state is UnitState.PENDING and standing.open is not None:
        return _shut(_PENDING, unit, str(standing.open.dossier))
    if standing.state is UnitState.CEASED:
        return _shut(_CEASED, unit)
    refused = standing.refused.dossier if standing.refused else ""
    return _shut(_UNREGISTERED, unit, str(refused))


def _otherwise(held: Entry, procedure: str, now: Profile, waits: str) -> Shut | None:
    """Tell what of a dossier is registered otherwise, if anything is."""
    if held.channel is Channel.IVAN and held.provider != now.provider:
        return _shut(_PROVIDER, held.unit, held.provider, target=now.provider)
    if procedure not in held.procedures:
        return _shut(_PROCEDURE, held.unit, procedure, waits)
    if (held.serial, held.issuer) != (now.serial, now.issuer):
        return _shut(_CERTIFICATE, held.unit, now.serial, waits)
    return None


def words(code: str) -> tuple[str, str, str, str]:
    """Return why the gate is shut by one of its words and what would help, with blanks to fill."""
    return _WORDS[code]


def _shut(code: str, unit: str, thing: str = "", waits: str = "", target: str = "") -> Shut:
    """Fill in the words of one reason."""
    why_vi, why_en, advice_vi, advice_en = (
        text.format(unit=unit, thing=thing, target=target) for text in _WORDS[code]
    )
    if waits:
        advice_vi, advice_en = f"chờ kết quả của {waits}", f"wait for the answer to {waits}"
    if code == _UNREGISTERED and thing:
        why_vi, why_en = f"{why_vi}: BHXH từ chối {thing}", f"{why_en}: VSS refused {thing}"
    return Shut(code=code, why_vi=why_vi, why_en=why_en, advice_vi=advice_vi, advice_en=advice_en)


_WORDS: Mapping[str, tuple[str, str, str, str]] = {
    _UNREGISTERED: (
        "đơn vị {unit} chưa đăng ký giao dịch điện tử",
        "unit {unit} is not registered for e-transactions",
        "`bhxh register --unit {unit}`; đã đăng ký nơi khác thì thêm --recorded",
        "`bhxh register --unit {unit}`; with --recorded if it was registered elsewhere",
    ),
    _PENDING: (
        "đăng ký của đơn vị {unit} chưa được chấp nhận",
        "the registration of unit {unit} is not accepted yet",
        "chờ kết quả của {thing}",
        "wait for the answer to {thing}",
    ),
    _CEASING: (
        "đơn vị {unit} đang xin ngừng giao dịch",
        "unit {unit} is asking to stop",
        "chờ kết quả của {thing}, rồi đăng ký lại hoặc `bhxh withdraw`",
        "wait for the answer to {thing}, then register again or `bhxh withdraw`",
    ),
    _CEASED: (
        "đơn vị {unit} đã ngừng giao dịch điện tử",
        "unit {unit} has stopped e-transactions",
        "`bhxh register --unit {unit}`, hoặc `bhxh withdraw` hồ sơ này",
        "`bhxh register --unit {unit}`, or `bhxh withdraw` this dossier",
    ),
    _PROVIDER: (
        "đơn vị {unit} đăng ký với tổ chức I-VAN {thing}, không phải tổ chức trong [ivan]",
        "unit {unit} is registered with I-VAN {thing}, not with the one of [ivan]",
        "đặt lại [ivan], hoặc `bhxh register --switch {target} --unit {unit}`",
        "put [ivan] back, or `bhxh register --switch {target} --unit {unit}`",
    ),
    _PROCEDURE: (
        "thủ tục {thing} chưa đăng ký cho đơn vị {unit}",
        "procedure {thing} is not registered for unit {unit}",
        "`bhxh amend --unit {unit} --procedure …` với mọi thủ tục cần dùng",
        "`bhxh amend --unit {unit} --procedure …` with every procedure that is wanted",
    ),
    _CERTIFICATE: (
        "chứng thư số {thing} chưa đăng ký cho đơn vị {unit}",
        "certificate {thing} is not registered for unit {unit}",
        "`bhxh amend --unit {unit}`, hoặc đặt lại [signing] file",
        "`bhxh amend --unit {unit}`, or put [signing] file back",
    ),
    _ASKED_OTHERWISE: (
        "hồ sơ {thing} ghi chứng thư số hoặc tổ chức I-VAN khác với bhxh.toml bây giờ",
        "dossier {thing} names another certificate or I-VAN than bhxh.toml does now",
        "đặt lại bhxh.toml, hoặc `bhxh withdraw {thing}` rồi làm lại",
        "put bhxh.toml back, or `bhxh withdraw {thing}` and ask again",
    ),
}
