"""``SITE/bhxh.toml`` -> Settings, with every problem told at once."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from config.errors import SettingsError
from config.mapping_files import unknown_formats
from config.settings import Settings

NAME = "bhxh.toml"


def load_settings(site: Path) -> Settings:
    """Read and check the settings of a site; raise SettingsError with all problems."""
    source = site / NAME
    try:
        written = tomllib.loads(source.read_text(encoding="utf-8"))
    except OSError as missing:
        advice = "cannot be read; `bhxh init SITE` makes a site, --site DIR names one"
        raise SettingsError(NAME, (f"{missing.strerror}: {advice}",)) from missing
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise SettingsError(NAME, (f"not TOML: {broken}",)) from broken
    try:
        settings = Settings.model_validate({**written, "site": site.resolve()})
    except ValidationError as invalid:
        raise SettingsError(NAME, _sentences(invalid)) from invalid
    if unknown := unknown_formats((feed.format for feed in settings.feeds), site):
        raise SettingsError(NAME, unknown)
    return _absolute(settings)


def _sentences(invalid: ValidationError) -> tuple[str, ...]:
    """One sentence per problem: where, and what is wrong. Values stay out of it."""
    errors = invalid.errors(include_input=False, include_url=False)
    places = [error["loc"] for error in errors]
    return tuple(
        f"{'.'.join(str(part) for part in error['loc']) or 'file'}: {error['msg']}"
        for error in errors
        # A list counts its good items only, so it calls itself too short when one is broken.
        if error["type"] != "too_short"
        or not any(place[:-1][: len(error["loc"])] == error["loc"] for place in places)
    )


def _absolute(settings: Settings) -> Settings:
    """Anchor every relative path at the site."""
    site = settings.site
    units = tuple(
        unit.model_copy(update={"signing": _anchored(unit.signing, site, "file")})
        if unit.signing
        else unit
        for unit in settings.employer.units
    )
    trust = settings.trust
    return settings.model_copy(
        update={
            "employer": settings.employer.model_copy(update={"units": units}),
            "sftp": _anchored(settings.sftp, site, "key"),
            "signing": _anchored(settings.signing, site, "file"),
            "trust": trust.model_copy(
                update={
                    "ivan": tuple(site / path for path in trust.ivan),
                    "bhxh": tuple(site / path for path in trust.bhxh),
                }
            ),
        }
    )


def _anchored(model: Any, site: Path, field: str) -> Any:  # noqa: ANN401 - any settings model
    """Return a copy of a settings model with one path made absolute."""
    return model.model_copy(update={field: site / getattr(model, field)})
