"""What to do where the ground is not usable: each file is named, none sends round in a circle."""

from __future__ import annotations

from typing import Final

from config.errors import (
    CodesError,
    ConfigError,
    LawError,
    MappingError,
    ProfileError,
    SecretError,
    SettingsError,
)
from pipeline.remedy import Remedy

_WORD = "settings"


def _remedy(vietnamese: str, english: str) -> Remedy:
    return Remedy(word=_WORD, retry=True, advice_vi=vietnamese, advice_en=english)


_SHIPPED = _remedy(
    "bảng của chương trình bị hỏng: cài lại, hoặc báo người phát triển",
    "a table of the program is damaged: install it again, or tell its makers",
)

OF_CONFIG: Final[tuple[tuple[type[BaseException], Remedy], ...]] = (
    (
        SettingsError,
        _remedy(
            "sửa bhxh.toml rồi chạy lại; README.md, mục Settings, kể mọi khóa",
            "mend bhxh.toml and run it again; README.md, Settings, lists every key",
        ),
    ),
    (
        MappingError,
        _remedy(
            "sửa bản ánh xạ đó rồi thử `bhxh check TỆP --as BẢN`; docs/mappings.md kể mọi khóa",
            "mend that mapping, then try `bhxh check FILE --as MAPPING`; docs/mappings.md lists "
            "every key",
        ),
    ),
    (
        ProfileError,
        _remedy(
            "sửa [ivan] profile, hoặc profile.toml của nó; README.md, mục Profiles, kể mọi khóa",
            "mend [ivan] profile, or its profile.toml; README.md, Profiles, lists every key",
        ),
    ),
    (
        SecretError,
        _remedy(
            "đặt bí mật vào nơi mà bhxh.toml trỏ tới, hoặc sửa tham chiếu đó",
            "put the secret where bhxh.toml points to, or mend the reference",
        ),
    ),
    (
        LawError,
        _remedy(
            "sửa tệp trong law/ của site; README.md, mục The law, nói cách ghi",
            "mend the file in the site's law/; README.md, The law, says how it is written",
        ),
    ),
    (CodesError, _SHIPPED),
    (ConfigError, _SHIPPED),
)
