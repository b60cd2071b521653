"""What can go wrong while something is checked.

ValidatorError
├── NumberError         one official number is not what it should be; holds a stable word
├── MalformedXmlError   the bytes are no XML that we are willing to parse; holds a stable word
├── SchemaFileError     a profile's XSD cannot be used
└── TrustError          a file of trusted authorities cannot be used

Wrong input is a Finding; these are for whoever asks about one number.
"""

from __future__ import annotations


class ValidatorError(Exception):
    """Room 2 could not do its work."""


class NumberError(ValidatorError):
    """An official number is not valid; `word` says why and never holds the number."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class MalformedXmlError(ValidatorError):
    """The bytes are no XML that we parse; `word` says why and never holds what they say."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class SchemaFileError(ValidatorError):
    """A profile's XSD cannot be read, or is no schema."""


class TrustError(ValidatorError):
    """A file of trusted authorities cannot be read, or holds no certificate."""
