"""``SITE/bhxh.toml`` -> Settings, with every problem told at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from config.disk import disk_said
from config.errors import NoSiteError, SettingsError
from config.mapping_files import unknown_formats
from config.problems import read_toml, sentences
from config.settings import Settings

NAME = "bhxh.toml"
_NO_SITE = (
    f"không có {NAME} ở đó: --site THƯ-MỤC chỉ site (hoặc $BHXH_SITE), `bhxh init THƯ-MỤC` tạo "
    f"site mới / no {NAME} there: --site DIR names the site (or $BHXH_SITE), `bhxh init DIR` makes "
    "a new one"
)


def load_settings(site: Path) -> Settings:
    """Read and check the settings of a site; raise SettingsError with all problems."""
    path = site.resolve() / NAME
    source = str(path)
    try:
        path.lstat()
    except FileNotFoundError as missing:
        raise NoSiteError(str(path.parent), (_NO_SITE,)) from missing
    except OSError as shut:
        raise SettingsError(source, (disk_said(shut),)) from shut
    written = read_toml(path, source, SettingsError)
    try:
        settings = Settings.model_validate({**written, "site": path.parent})
    except ValidationError as invalid:
        raise SettingsError(source, sentences(invalid, Settings, written)) from invalid
    if unknown := unknown_formats((feed.format for feed in settings.feeds), site):
        raise SettingsError(source, unknown)
    return _absolute(settings)


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
