"""What can go wrong on the ground floor.

ConfigError
├── SettingsError   bhxh.toml is not usable; holds every problem at once
│   └── NoSiteError     the folder holds no bhxh.toml
├── ProfileError    the provider profile is not usable; holds every problem at once
├── LawError        a law table has a gap, an overlap or a missing source
├── CodesError      a code list has a code twice, a missing source or a broken cell
├── MappingError    the mapping of an export is not usable; holds every problem at once
└── SecretError     a secret reference cannot be resolved
"""

from __future__ import annotations


class ConfigError(Exception):
    """The ground floor is not usable."""


class ProblemsError(ConfigError):
    """Several things are wrong at once; each problem is one sentence that says where.

    A sentence about what a person wrote is in Vietnamese and English (`config.problems`).
    """

    def __init__(self, source: str, problems: tuple[str, ...]) -> None:
        super().__init__(f"{source}: " + "; ".join(problems))
        self.source = source
        self.problems = problems


class SettingsError(ProblemsError):
    """The site's settings are not usable."""


class NoSiteError(SettingsError):
    """The folder holds no settings: it is no site, or not the one that was meant."""


class ProfileError(ProblemsError):
    """The provider profile is not usable."""


class LawError(ProblemsError):
    """A law table is not usable."""


class CodesError(ProblemsError):
    """A code list is not usable."""


class MappingError(ProblemsError):
    """A mapping of an export is not usable."""


class SecretError(ConfigError):
    """A secret reference cannot be resolved."""

    def __init__(self, reference: str, reason: str) -> None:
        super().__init__(f"{reference}: {reason}")
        self.reference = reference
        self.reason = reason
