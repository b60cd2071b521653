"""What is registered otherwise than it is now: told, and the act that would mend it."""

from __future__ import annotations

from config.errors import ConfigError
from config.registrations import Channel
from outbox.errors import SigningError
from pipeline.parts import Parts
from pipeline.registration import Entry, Standing, UnitState, changed, named
from pipeline.steps.gate import profile_of
from pipeline.views import Open


def proposals(parts: Parts) -> list[Open]:
    """Return a proposal for each unit that is registered otherwise than the settings say now."""
    found = []
    for unit in parts.settings.employer.units:
        for standing in parts.ledger.registrations.of_unit(unit.code).values():
            if (held := _settled(standing)) and (told := _differs(parts, held)):
                found.append(Open(code="amend", thing=unit.code, text_vi=told[0], text_en=told[1]))
    return found


def _settled(standing: Standing) -> Entry | None:
    """Return what is registered where nothing is under way."""
    if standing.state is not UnitState.REGISTERED or standing.open is not None:
        return None
    return standing.held


def _differs(parts: Parts, held: Entry) -> tuple[str, str] | None:
    try:
        unit = parts.settings.employer.unit(held.unit)
        now = profile_of(parts, parts.signer_for(unit).certificate)
    except (SigningError, ConfigError):
        # The certificate's own line says so.
        return None
    if held.channel is Channel.IVAN and held.provider != now.provider:
        return (
            f"đăng ký với I-VAN {held.provider}, [ivan] là {now.provider}: "
            f"`bhxh register --switch {now.provider} --unit {held.unit}`",
            f"registered with I-VAN {held.provider}, [ivan] is {now.provider}: "
            f"`bhxh register --switch {now.provider} --unit {held.unit}`",
        )
    names = changed(held, now)
    if not names:
        return None
    vietnamese, english = named(names)
    portal = " --portal" if held.channel is Channel.PORTAL else ""
    act = f"`bhxh amend --unit {held.unit}{portal}`"
    return f"đã đổi {vietnamese} từ khi đăng ký: {act}", f"{english} changed since: {act}"
