"""What a schema error means, in Vietnamese and English, and never the value that caused it."""

from __future__ import annotations

from typing import Protocol

MALFORMED = ("Tệp không phải XML đọc được an toàn", "The file is not XML that can be read safely")
ROOT = ("Thẻ gốc không đúng loại tài liệu", "The root is not that kind of document's")
BROKEN = ("Không đúng cấu trúc quy định", "It is not as the schema says")

_TYPE = ("Giá trị sai kiểu dữ liệu", "The value is not of its type")
_SMALL = ("Giá trị quá nhỏ", "The value is too small")
_LARGE = ("Giá trị quá lớn", "The value is too large")
_DIGITS = ("Giá trị có quá nhiều chữ số", "The value has too many digits")
_LENGTH = ("Giá trị sai độ dài", "The value has the wrong length")
_ATTRIBUTE = (
    "Thuộc tính thiếu, thừa hoặc sai",
    "An attribute is missing, wrong or not allowed",
)
_IDENTITY = (
    "Giá trị bắt buộc bị thiếu hoặc bị trùng",
    "A value that must be there once is missing or repeated",
)

_BY_RULE = {
    "XsdPatternFacets": ("Giá trị sai định dạng", "The value does not have the required form"),
    "XsdEnumerationFacets": ("Giá trị không có trong danh mục", "The value is not in the list"),
    "XsdMaxLengthFacet": ("Giá trị quá dài", "The value is too long"),
    "XsdMinLengthFacet": ("Giá trị trống hoặc quá ngắn", "The value is missing or too short"),
    "XsdLengthFacet": _LENGTH,
    "XsdMinInclusiveFacet": _SMALL,
    "XsdMinExclusiveFacet": _SMALL,
    "XsdMaxInclusiveFacet": _LARGE,
    "XsdMaxExclusiveFacet": _LARGE,
    "XsdTotalDigitsFacet": _DIGITS,
    "XsdFractionDigitsFacet": _DIGITS,
    "XsdAtomicBuiltin": _TYPE,
    "XsdUnion": _TYPE,
    "XsdAttributeGroup": _ATTRIBUTE,
    "XsdAttribute": _ATTRIBUTE,
}


class _Error(Protocol):
    """What we read of an xmlschema error; those about children also say what they expected."""

    @property
    def validator(self) -> object:
        """The rule that was broken."""

    @property
    def reason(self) -> str | None:
        """xmlschema's own sentence, which may hold values."""


def told(error: _Error) -> tuple[str, str]:
    """Return the Vietnamese and the English sentence for an error of xmlschema."""
    # Keys have no rule of their own in an error: the element stands for them.
    if (error.reason or "").startswith(("duplicated value", "missing key")):
        return _IDENTITY
    expected = getattr(error, "expected", None)
    if expected is None:
        return _BY_RULE.get(type(error.validator).__name__, BROKEN)
    names = ", ".join(getattr(one, "local_name", None) or "*" for one in expected) or "-"
    tag = getattr(error, "invalid_tag", None)
    if tag is None:
        return (f"Thiếu thẻ: {names}", f"An element is missing: {names}")
    return (
        f"Thẻ {tag} không được ở đây; phải là: {names}",
        f"{tag} is not expected here; expected: {names}",
    )
