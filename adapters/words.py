"""The words that HR systems write for a code, and the code we read from them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from config.fold import fold, word_key

__all__ = ["fold", "uncameled"]
_SEAM: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def uncameled(text: str) -> str:
    """Return a text with a blank where a word runs into the next.

    >>> uncameled("maSoBHXHCu")
    'ma So BHXH Cu'
    """
    return _SEAM.sub(" ", text)


def _folded(words: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    """Turn code -> words into folded word -> code; every code is a word for itself."""
    return MappingProxyType(
        {word_key(word): code for code, names in words.items() for word in (code, *names)}
    )


# Sex in D02-TS and TK1-TS (QĐ 595/QĐ-BHXH, 14/04/2017): 1 nam, 0 nữ.
SEX = _folded({"1": ("Nam", "male"), "0": ("Nữ", "female")})
STATUS = _folded(
    {
        "DangLam": ("", "Đang làm việc", "Đi làm"),
        "NghiViec": ("Đã nghỉ việc", "Thôi việc"),
        "ThaiSan": ("Nghỉ thai sản",),
        "OmDau": ("Nghỉ ốm", "Nghỉ ốm đau", "Ốm"),
        "KhongLuong": ("Nghỉ không lương",),
        "ChuyenDonVi": ("Chuyển đơn vị",),
    }
)
# Kinds of labour contract as the columns of D02-LT (QĐ 896/QĐ-BHXH, 08/09/2021) tell them apart.
CONTRACT = _folded(
    {
        "KXDTH": ("Không xác định thời hạn", "HĐLĐ không xác định thời hạn"),
        "XDTH": ("Xác định thời hạn", "HĐLĐ xác định thời hạn"),
        "KHAC": ("Dưới 1 tháng", "Thử việc"),
    }
)
# Position groups as the columns of D02-LT (QĐ 896/QĐ-BHXH, 08/09/2021) tell them apart.
POSITION = _folded(
    {
        "NQL": ("Nhà quản lý", "Quản lý"),
        "CMKTBC": ("CMKT bậc cao", "Chuyên môn kỹ thuật bậc cao"),
        "CMKTBT": ("CMKT bậc trung", "Chuyên môn kỹ thuật bậc trung"),
        "KHAC": (),
    }
)
REGION = _folded(
    {
        "01": ("1", "I", "Vùng 1", "Vùng I"),
        "02": ("2", "II", "Vùng 2", "Vùng II"),
        "03": ("3", "III", "Vùng 3", "Vùng III"),
        "04": ("4", "IV", "Vùng 4", "Vùng IV"),
    }
)
# Groups of D02-TS (Loai) as in VNPT's FileMau_D02_TK1_VNPT.xlsx, sheet Tổng hợp (2025).
GROUP = _folded(
    {
        "1": ("Tăng lao động", "1 - Tăng lao động"),
        "2": ("Tăng mức lương", "2 - Tăng mức lương"),
        "3": ("Giảm lao động", "3 - Giảm lao động"),
        "4": ("Giảm mức lương", "4 - Giảm mức lương"),
        "5": ("Khác", "5 - Khác"),
    }
)
# Relations to the head of the household as VSS's portal lists them (`config.codes`); "0" to "9"
# are what a spreadsheet makes of 00 to 09.
RELATION = _folded(
    {
        "00": ("0", "Chủ hộ"),
        "01": ("1", "Vợ"),
        "02": ("2", "Chồng"),
        "03": ("3", "Bố", "Cha"),
        "04": ("4", "Mẹ"),
        "05": ("5", "Em"),
        "06": ("6", "Anh"),
        "07": ("7", "Chị"),
        "08": ("8", "Con"),
        "09": ("9", "Cháu"),
        "10": ("Ông",),
        "11": ("Bà",),
        "12": ("Cô",),
        "13": ("Dì",),
        "14": ("Chú",),
        "15": ("Thím",),
        "16": ("Bác",),
        "17": ("Cậu",),
        "18": ("Mợ",),
        "19": ("Con dâu",),
        "20": ("Con rể",),
        "21": ("Chắt",),
        "22": ("Khác",),
    }
)
TAKES_PART = _folded({"1": ("Có", "x"), "0": ("Không",)})
# What is asked for about books and cards (`config.codes`, codes/requests.csv; own words).
REQUEST = _folded(
    {
        "SO-MOI": ("Cấp sổ", "Cấp mới sổ", "Cấp sổ BHXH"),
        "SO-MAT": ("Mất sổ", "Cấp lại sổ do mất", "Cấp lại sổ BHXH do mất"),
        "SO-HONG": ("Hỏng sổ", "Cấp lại sổ do hỏng", "Cấp lại sổ BHXH do hỏng"),
        "SO-DOI": ("Đổi sổ", "Thay đổi thông tin sổ", "Cấp lại sổ BHXH do thay đổi thông tin"),
        "THE-MAT": ("Mất thẻ", "Cấp lại thẻ do mất", "Cấp lại thẻ BHYT do mất"),
        "THE-HONG": ("Hỏng thẻ", "Cấp lại thẻ do hỏng", "Cấp lại thẻ BHYT do hỏng"),
        "THE-DOI": ("Đổi thẻ", "Thay đổi thông tin thẻ", "Đổi thẻ BHYT do thay đổi thông tin"),
        "THE-KCB": ("Đổi nơi KCB", "Đổi bệnh viện", "Đổi nơi đăng ký khám chữa bệnh ban đầu"),
        "THE-BHYT": ("Cấp thẻ", "Cấp thẻ BHYT", "Chỉ tham gia BHYT"),
    }
)
NATIONALITY = _folded({"VN": ("Việt Nam",)})
# What people call countries that the list calls otherwise.
COUNTRIES = MappingProxyType(
    {"Mỹ": "US", "Mĩ": "US", "Úc": "AU", "Anh": "GB", "Anh Quốc": "GB", "Ý": "IT", "Nhật": "JP"}
)
# The official list (`config.codes`), with the other spellings that papers use.
ETHNICITY = _folded(
    {
        "01": ("Kinh",),
        "02": ("Tày",),
        "03": ("Thái",),
        "04": ("Hoa",),
        "05": (
            "Khơ-me",
            "Khmer",
        ),
        "06": ("Mường",),
        "07": ("Nùng",),
        "08": (
            "Hmông",
            "Mông",
        ),
        "09": ("Dao",),
        "10": ("Gia-rai",),
        "11": ("Ngái",),
        "12": ("Ê-đê",),
        "13": ("Ba-na",),
        "14": ("Xơ-đăng",),
        "15": ("Sán Chay",),
        "16": ("Cơ-ho",),
        "17": ("Chăm",),
        "18": ("Sán Dìu",),
        "19": ("Hrê",),
        "20": ("Mnông",),
        "21": ("Ra-glai",),
        "22": ("Xtiêng",),
        "23": ("Bru-Vân Kiều",),
        "24": ("Thổ",),
        "25": ("Giáy",),
        "26": ("Cơ-tu",),
        "27": ("Gié-Triêng",),
        "28": ("Mạ",),
        "29": ("Khơ-mú",),
        "30": ("Co",),
        "31": ("Tà-ôi",),
        "32": ("Chơ-ro",),
        "33": ("Kháng",),
        "34": ("Xinh-mun",),
        "35": ("Hà Nhì",),
        "36": ("Chu-ru",),
        "37": ("Lào",),
        "38": ("La Chí",),
        "39": ("La Ha",),
        "40": ("Phù Lá",),
        "41": ("La Hủ",),
        "42": ("Lự",),
        "43": ("Lô Lô",),
        "44": ("Chứt",),
        "45": ("Mảng",),
        "46": ("Pà Thẻn",),
        "47": ("Cơ Lao",),
        "48": ("Cống",),
        "49": ("Bố Y",),
        "50": ("Si La",),
        "51": ("Pu Péo",),
        "52": ("Brâu",),
        "53": ("Ơ-đu",),
        "54": ("Rơ-măm",),
        "55": ("Ca dong",),
        "99": ("Người nước ngoài",),
    }
)
