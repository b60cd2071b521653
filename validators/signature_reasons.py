"""Why a signature is trusted, refused or undecided: stable words and their two sentences."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "trusted": (
        "Chữ ký đúng, của người ký được tin cậy",
        "The signature is right, and by a trusted signer",
    ),
    "malformed": (
        "Tệp không phải XML đọc được an toàn",
        "The file is not XML that can be read safely",
    ),
    "root": ("Thẻ gốc không đúng loại tài liệu", "The root is not that kind of document's"),
    "unsigned": ("Không có chữ ký", "There is no signature"),
    "signatures": ("Có nhiều hơn một chữ ký", "There is more than one signature"),
    "place": ("Chữ ký không ở đúng chỗ", "The signature is not at its place"),
    "structure": ("Chữ ký có thành phần lạ", "The signature holds something it should not"),
    "reference": ("Chữ ký không ký toàn bộ tài liệu", "The signature is not over the document"),
    "algorithm": ("Thuật toán không được chấp nhận", "An algorithm is not allowed"),
    "key-info": (
        "Chữ ký không kèm đúng một chứng thư số",
        "The signature does not come with a signer's certificate",
    ),
    "key": ("Khóa hoặc chứng thư số quá yếu", "The key or the certificate is too weak"),
    "not-yet-valid": ("Chứng thư số chưa có hiệu lực", "The certificate was not valid yet"),
    "expired": ("Chứng thư số đã hết hạn", "The certificate had expired"),
    "path": (
        "Chứng thư số không do tổ chức được tin cậy cấp",
        "The certificate is not issued by a trusted authority",
    ),
    "certificate": (
        "Không phải chứng thư số đã chỉ định",
        "It is not the certificate that was named",
    ),
    "signer": ("Người ký không nằm trong danh sách", "The signer is not one of the named signers"),
    "changed": (
        "Nội dung đã bị thay đổi sau khi ký",
        "The content is not what was signed",
    ),
    "encoding": ("Nội dung tệp không phải base64", "The file's content is not base64"),
    "length": ("DoDaiFile không khớp nội dung tệp", "DoDaiFile is not the length of the file"),
    "count": (
        "SoLuongFile không khớp số tệp trong hồ sơ",
        "SoLuongFile is not the number of files in the dossier",
    ),
    "unexpected": ("Không kiểm tra được chữ ký", "The signature could not be examined"),
    "no-authorities": (
        "Chữ ký khớp nội dung, nhưng không biết tin tổ chức cấp chứng thư nào",
        "The signature fits the content, but no authority to trust was given",
    ),
    "no-signers": (
        "Chữ ký khớp nội dung, nhưng chưa khai báo ai được ký",
        "The signature fits the content, but nobody was named who may sign",
    ),
}


class Refusal(Exception):
    """A verdict on its way, never leaving the room: holds one word of REASONS."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word
