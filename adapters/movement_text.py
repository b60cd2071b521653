"""What a cell of movement codes (phương án, PA) says: one code, with or without its name."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

from config.codes import load_movements
from config.names import Names

PLAIN: Final = "|[A-Z]{2}"
_MOVEMENT: Final = re.compile(r"([A-Za-z]{2})(?:\s*[-–—]\s*(\S.*))?", re.DOTALL)
_BETWEEN: Final = re.compile(r"[-–—,;/+&]")


class MovementText:
    """Reads such cells; our list of codes is opened when the first cell has more than a code."""

    def read(self, text: str) -> str:
        """Return the code of ``ON - Đi làm lại``; a text that names another one too, as it is.

        >>> read = MovementText().read
        >>> read("ON - Đi làm lại"), read("tm"), read("?")
        ('ON', 'TM', '?')
        >>> read("GH - TM"), read("TS - Giảm hẳn"), read("GH - Nghỉ việc")
        ('GH - TM', 'TS - Giảm hẳn', 'GH')
        >>> read("CD - GĐ"), read("OF - Nghỉ ốm, thai sản"), read("GH - Giảm hẳn, TM")
        ('CD', 'OF', 'GH - Giảm hẳn, TM')
        """
        found = _MOVEMENT.fullmatch(text)
        if not found:
            return text
        code, rest = found[1].upper(), found[2]
        return text if rest and self._names_another(code, rest) else code

    def _names_another(self, code: str, rest: str) -> bool:
        """Tell whether a text is another code, or all between its dashes and commas are codes."""
        whole = self._names.codes(rest)
        if whole:
            return code not in whole
        parts = [self._names.codes(part) for part in _BETWEEN.split(rest)]
        return all(parts) and any(code not in codes for codes in parts)

    @cached_property
    def _names(self) -> Names:
        return Names((code, movement.name_vi) for code, movement in load_movements().items())
