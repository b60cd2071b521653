"""What can go wrong while something is checked.

ValidatorError
└── NumberError   one official number is not what it should be; holds a stable word

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
