"""Can the employer's certificate sign? Asked before there is anything to sign."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from config.errors import ConfigError
from pipeline.commands.checks import Check, failed, fine, look
from pipeline.exits import Exit

if TYPE_CHECKING:
    from pipeline.parts import Parts

_DAYS = 30


def certificates(parts: Parts) -> Iterator[Check]:
    """The employer's certificate opens, fits and has time left."""
    from outbox.errors import SigningError  # noqa: PLC0415 - heavy
    from outbox.signing import check_fit  # noqa: PLC0415 - heavy

    for unit in parts.settings.employer.units:
        try:
            certificate = parts.signer_for(unit).certificate
            check_fit(certificate, tax_code=parts.tax_code(unit), at=parts.clock())
        except SigningError as unfit:
            yield failed("certificate", unfit, Exit.SIGNING, unit.code)
            continue
        except ConfigError as missing:
            yield failed("certificate", missing, Exit.SETTINGS, unit.code)
            continue
        left = (certificate.not_valid_after_utc - parts.clock()).days
        text = f"{unit.code}: {left} ngày / days left"
        yield look("certificate", text) if left < _DAYS else fine("certificate", text)


def warn(parts: Parts) -> None:
    """Log at a start what cannot sign, or soon could not: the first dossier may be weeks away."""
    for check in certificates(parts):
        if check.level != "fine":
            event = "signing.ends_soon" if check.level == "look" else "signing.not_ready"
            parts.log.warning(event, reason=check.text)
