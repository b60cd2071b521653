"""Why a file is refused for what it is or takes, before anyone looks into its cells."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_Texts = tuple[str, str, str, str, str]
"""The code, the reason and the advice, each in Vietnamese and English."""

_SMALLER_VI = "Chia tệp theo mã đơn vị, hoặc xóa dòng và cột thừa rồi lưu lại; hoặc gửi CSV UTF-8."
_SMALLER_EN = "Split it by unit code, or delete surplus rows and columns; or send CSV UTF-8."
_SAVE_XLSX_VI = "Mở tệp, lưu lại thành .xlsx hoặc CSV UTF-8 rồi gửi lại."
_SAVE_XLSX_EN = "Open it, save it as .xlsx or as CSV UTF-8, and send it again."

OF_FILES: Mapping[str, _Texts] = MappingProxyType(
    {
        "packed": (
            "E-TYPE",
            "Nội dung tệp là {found}, một tệp nén; tệp nén không được tự giải nén.",
            "The content of the file is {found}, an archive; archives are never unpacked by us.",
            "Giải nén rồi thả từng tệp .csv hoặc .xlsx ở trong.",
            "Unpack it and drop the .csv or .xlsx files that are in it.",
        ),
        "page": (
            "E-TYPE",
            "Nội dung tệp là {found}, dù tên gọi là gì; không phải CSV hay XLSX.",
            "The content of the file is {found}, whatever its name; neither CSV nor XLSX.",
            "Mở bằng Excel, chọn Lưu thành → Excel Workbook (.xlsx) rồi gửi tệp đó.",
            "Open it in Excel, choose Save as → Excel Workbook (.xlsx), and send that file.",
        ),
        "printed": (
            "E-TYPE",
            "Nội dung tệp là {found}, bản in chứ không phải dữ liệu.",
            "The content of the file is {found}, a print and no data.",
            "Xuất dữ liệu ra .xlsx hoặc CSV UTF-8 từ phần mềm tính lương.",
            "Export the data as .xlsx or CSV UTF-8 from the payroll system.",
        ),
        "strict": (
            "E-TYPE",
            "Sổ làm việc được lưu kiểu “Strict Open XML”, không phải .xlsx thường.",
            "The workbook was saved as “Strict Open XML Spreadsheet”, no usual .xlsx.",
            "Trong Excel, chọn Lưu thành → Excel Workbook (.xlsx), không chọn Strict, rồi gửi lại.",
            "In Excel choose Save as → Excel Workbook (.xlsx), not Strict, and send it again.",
        ),
        "sealed": (
            "E-TYPE",
            "Tệp ({found}) có mật khẩu nên không đọc được.",
            "The file ({found}) has a password and cannot be read.",
            "Mở tệp, bỏ mật khẩu (Tệp → Thông tin → Bảo vệ sổ làm việc) rồi lưu và gửi lại.",
            "Open it, remove the password (File → Info → Protect Workbook), save and resend it.",
        ),
        "lines": (
            "E-SIZE",
            "Tệp có {found} dòng, nhiều hơn giới hạn {limit} dòng.",
            "The file has {found} lines, more than the limit of {limit}.",
            _SMALLER_VI,
            _SMALLER_EN,
        ),
        "reader-memory": (
            "E-SIZE",
            "Cần nhiều bộ nhớ hơn mức cho phép ({limit} MB) để mở tệp này.",
            "The file needs more memory than allowed ({limit} MB) to be opened.",
            _SMALLER_VI,
            _SMALLER_EN,
        ),
        "reader-time": (
            "E-SIZE",
            "Cần nhiều thời gian hơn mức cho phép ({limit} giây) để mở tệp này.",
            "The file needs more time than allowed ({limit} s) to be opened.",
            _SMALLER_VI,
            _SMALLER_EN,
        ),
        "reader-died": (
            "E-ZIP",
            "Chương trình đọc dừng ở tệp này ({found}): tệp hỏng, hoặc cần hơn {limit} MB.",
            "The reader ended at this file ({found}): it is broken, or needs more than {limit} MB.",
            _SAVE_XLSX_VI,
            _SAVE_XLSX_EN,
        ),
    }
)
