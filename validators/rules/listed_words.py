"""Cells that hold one of a few words or codes, each from its list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from adapters import words as spoken
from adapters.near import Words
from validators.cells import STATUSES, Cells
from validators.columns import among
from validators.model import Context, Violation
from validators.wording import Wording

SEX = Wording(
    code="E-SEX",
    vi="Giới tính không phải 1 (Nam) hoặc 0 (Nữ)",
    en="The sex is neither 1 (male) nor 0 (female)",
    advice_vi="Ghi Nam hoặc Nữ.",
    advice_en="Write Nam or Nữ.",
    law="D02-LT (QĐ 490/QĐ-BHXH)",
)
CONTRACT = Wording(
    code="E-CONTRACT-KIND",
    vi="Loại hợp đồng không phải KXDTH, XDTH hoặc KHAC",
    en="The kind of contract is none of KXDTH, XDTH, KHAC",
    advice_vi="Ghi KXDTH (không xác định thời hạn), XDTH (xác định thời hạn) hoặc KHAC.",
    advice_en="Write KXDTH (indefinite), XDTH (definite) or KHAC (other).",
    law="D02-LT (QĐ 490/QĐ-BHXH)",
)
POSITION = Wording(
    code="E-POSITION",
    vi="Nhóm vị trí không phải NQL, CMKTBC, CMKTBT hoặc KHAC",
    en="The position group is none of NQL, CMKTBC, CMKTBT, KHAC",
    advice_vi="Ghi NQL (nhà quản lý), CMKTBC (bậc cao), CMKTBT (bậc trung) hoặc KHAC.",
    advice_en="Write NQL (manager), CMKTBC (senior technical), CMKTBT (mid technical) or KHAC.",
    law="D02-LT (QĐ 490/QĐ-BHXH)",
)
STATUS = Wording(
    code="E-STATUS",
    vi="Trạng thái không có trong danh sách",
    en="The status is not one that we know",
    advice_vi=(
        "Ghi Đang làm việc, Nghỉ việc, Nghỉ thai sản, Nghỉ ốm, Nghỉ không lương hoặc Chuyển đơn vị."
    ),
    advice_en="Write one of six: at work, left, maternity, sick, unpaid, moved to another unit.",
)
REGION = Wording(
    code="E-REGION",
    vi="Vùng lương tối thiểu không phải 01, 02, 03 hoặc 04",
    en="The wage region is none of 01, 02, 03, 04",
    advice_vi="Ghi vùng của nơi làm việc theo nghị định lương tối thiểu đang có hiệu lực.",
    advice_en="Write the region of the place of work, from the minimum-wage decree in force.",
    law="Nghị định lương tối thiểu vùng; NĐ 128/2025/NĐ-CP (vùng theo xã)",
)
NATIONALITY = Wording(
    code="E-NATIONALITY",
    vi="Mã quốc tịch không phải hai chữ cái theo ISO 3166",
    en="The nationality is not a two-letter code of ISO 3166",
    advice_vi="Ghi VN, hoặc mã hai chữ của nước khác.",
    advice_en="Write VN, or the two letters of another state.",
    law="TK1-TS; ISO 3166-1",
)
ETHNICITY = Wording(
    code="E-ETHNICITY",
    vi="Mã dân tộc không có trong danh mục",
    en="The ethnicity is not in the list",
    advice_vi="Ghi mã 2 chữ số, ví dụ 01 (Kinh).",
    advice_en="Write its two digits, such as 01 (Kinh).",
    law="Danh mục dân tộc của Cổng dịch vụ công BHXH Việt Nam (01/2026)",
)
FLAG = Wording(
    code="E-FLAG",
    vi="Ô chỉ nhận 0 (không) hoặc 1 (có)",
    en="The cell holds neither 0 (no) nor 1 (yes)",
    advice_vi="Ghi 0 hoặc 1.",
    advice_en="Write 0 or 1.",
)
BENEFIT = Wording(
    code="E-BENEFIT",
    vi="Mức hưởng BHYT không phải 1 đến 5",
    en="The health-insurance benefit level is not 1 to 5",
    advice_vi="Ghi 1 đến 5, hoặc để trống.",
    advice_en="Write 1 to 5, or leave it blank.",
    law="QĐ 1351/QĐ-BHXH ngày 16/11/2015",
)
AREA = Wording(
    code="E-AREA",
    vi="Vùng sinh sống không phải K1, K2 hoặc K3",
    en="The living area is none of K1, K2, K3",
    advice_vi="Ghi K1, K2, K3, hoặc để trống.",
    advice_en="Write K1, K2 or K3, or leave it blank.",
)
PAYMENT = Wording(
    code="E-PAYMENT",
    vi="Phương thức đóng không phải 1, 3, 6, 12, VS hoặc TH",
    en="The way of payment is none of 1, 3, 6, 12, VS, TH",
    advice_vi="Ghi số tháng 1, 3, 6, 12, hoặc VS, TH; không có thì để trống.",
    advice_en="Write 1, 3, 6 or 12 months, or VS or TH; leave it blank if there is none.",
)
WORDINGS = (
    *(SEX, CONTRACT, POSITION, STATUS, REGION, NATIONALITY, ETHNICITY, FLAG, BENEFIT, AREA),
    PAYMENT,
)

_TOLD: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "GioiTinh": {"1": "Nam", "0": "Nữ"},
        "TrangThai": {
            "DangLam": "Đang làm việc",
            "NghiViec": "Nghỉ việc",
            "ThaiSan": "Nghỉ thai sản",
            "OmDau": "Nghỉ ốm",
            "KhongLuong": "Nghỉ không lương",
            "ChuyenDonVi": "Chuyển đơn vị",
        },
    }
)
"""What the sender writes, where it is not the code."""
_SPOKEN: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "GioiTinh": spoken.SEX,
        "TrangThai": spoken.STATUS,
        "LoaiHD": spoken.CONTRACT,
        "ViTri": spoken.POSITION,
        "MavungLTT": spoken.REGION,
        "QuocTich": spoken.NATIONALITY,
        "DanToc": spoken.ETHNICITY,
    }
)
FLAGS = ("TinhLai", "DaCoSo", "CoGiamChet", "Nhan_BanDientu", "Nhan_Bangiay")


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find cells that hold a word or code outside their list (D02-LT, QĐ 490/QĐ-BHXH 2023)."""
    for field, (wording, words) in _lists(context).items():
        if cells.has(field):
            strange = cells.good(field) & ~among(cells.column(field), words)
            near = _near(field, words) if strange.any() else None
            yield wording.at(field, strange, near=near)


def _near(field: str, words: Iterable[str]) -> Words:
    """Return what may stand there, by each word that is read as it, and what to write."""
    told = _TOLD.get(field, {})
    said = {word: told.get(code, code) for word, code in _SPOKEN.get(field, {}).items()}
    return Words({**said, **{word: told.get(word, word) for word in words}})


def _lists(context: Context) -> dict[str, tuple[Wording, Iterable[str]]]:
    """Return for each field what to say and which words are right."""
    return {
        "GioiTinh": (SEX, ("0", "1")),
        "LoaiHD": (CONTRACT, ("KXDTH", "XDTH", "KHAC")),
        "ViTri": (POSITION, ("NQL", "CMKTBC", "CMKTBT", "KHAC")),
        "TrangThai": (STATUS, STATUSES),
        "MavungLTT": (REGION, ("01", "02", "03", "04")),
        "QuocTich": (NATIONALITY, context.codes.nationalities),
        "DanToc": (ETHNICITY, context.codes.ethnicities),
        "MucHuong": (BENEFIT, context.codes.benefit_levels),
        "MavungSS": (AREA, ("K1", "K2", "K3")),
        "Phuongthuc": (PAYMENT, ("1", "3", "6", "12", "VS", "TH")),
        **dict.fromkeys(FLAGS, (FLAG, ("0", "1"))),
    }
