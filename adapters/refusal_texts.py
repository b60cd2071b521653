"""The texts of refusals: a sentence and an advice for each reason, in two languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from adapters.refusals_of_files import OF_FILES


class Refusal(NamedTuple):
    """The code and the four texts of one reason; ``{names}`` are facts, never cell values."""

    code: str
    reason_vi: str
    reason_en: str
    advice_vi: str
    advice_en: str


_SAVE_UTF8_VI = "Trong Excel chọn Lưu thành → CSV UTF-8, hoặc gửi tệp .xlsx."
_SAVE_UTF8_EN = "In Excel choose Save as → CSV UTF-8, or send an .xlsx file."
_SAVE_XLSX_VI = (
    "Mở tệp, lưu lại thành .xlsx (không mật khẩu, không macro) hoặc CSV UTF-8 rồi gửi lại."
)
_SAVE_XLSX_EN = (
    "Open it, save it as .xlsx (no password, no macros) or as CSV UTF-8, and send it again."
)
_SMALLER_VI = "Chia tệp theo mã đơn vị, hoặc xóa dòng và cột thừa rồi lưu lại."
_SMALLER_EN = "Split the file by unit code, or delete surplus rows and columns and save it again."
_MAP_VI = (
    "nhờ người vận hành chạy `bhxh map TỆP`: bản ánh xạ đọc được tệp của phần mềm nhân sự như nó "
    "vốn có, không phải sửa tiêu đề."
)
_MAP_EN = (
    "have the operator run `bhxh map FILE`: a mapping reads the export of any HR program as it is, "
    "with its own headings."
)
_HEADINGS_VI = f"Sửa dòng tiêu đề đó; tệp mẫu nằm trong sample/ của site. Hoặc {_MAP_VI}"
_HEADINGS_EN = f"Mend that row of headings; a sample lies in the site's sample/. Or {_MAP_EN}"

REFUSALS: Mapping[str, Refusal] = MappingProxyType(
    {
        **{reason: Refusal(*texts) for reason, texts in OF_FILES.items()},
        "empty": Refusal(
            "E-EMPTY",
            "Tệp không có dòng dữ liệu nào.",
            "The file has no row of data.",
            "Xuất lại dữ liệu lương rồi gửi lại; tệp rỗng không được coi là không còn ai làm việc.",
            "Export the payroll again; an empty file is not taken to mean that nobody works here.",
        ),
        "not-utf8": Refusal(
            "E-ENC",
            "Tệp không phải UTF-8: byte sai ở vị trí {offset}, dòng {row}{looks_vi}.",
            "The file is not UTF-8: wrong byte at offset {offset}, row {row}{looks_en}.",
            _SAVE_UTF8_VI,
            _SAVE_UTF8_EN,
        ),
        "utf-16": Refusal(
            "E-ENC",
            "Tệp có vẻ là UTF-16 (Unicode Text), không phải UTF-8.",
            "The file looks like UTF-16 (Unicode Text), not UTF-8.",
            _SAVE_UTF8_VI + ' Hoặc đặt encoding = "utf-16" trong [[feeds]].',
            _SAVE_UTF8_EN + ' Or set encoding = "utf-16" in [[feeds]].',
        ),
        "utf-32": Refusal(
            "E-ENC",
            "Tệp là UTF-32, không phải UTF-8.",
            "The file is UTF-32, not UTF-8.",
            _SAVE_UTF8_VI,
            _SAVE_UTF8_EN,
        ),
        "not-utf16": Refusal(
            "E-ENC",
            "Tệp UTF-16 có ký tự hỏng ở dòng {row}.",
            "The file is UTF-16 with a broken character in row {row}.",
            _SAVE_UTF8_VI,
            _SAVE_UTF8_EN,
        ),
        "contradicts": Refusal(
            "E-ENC",
            "Nguồn ghi encoding = {declared}, nhưng chữ trong tệp có vẻ là {name} (dòng {row}).",
            "The feed says encoding = {declared}, but the text looks like {name} (row {row}).",
            "Sửa encoding trong [[feeds]], hoặc xuất tệp đúng bảng mã đã khai.",
            "Mend encoding in [[feeds]], or export the file in the code that it names.",
        ),
        "mixed": Refusal(
            "E-ENC",
            "Tệp trộn nhiều bảng mã: chữ ở dòng {row} có vẻ là {name}, các dòng khác thì không.",
            "The file mixes several codes: row {row} looks like {name}, other rows do not.",
            "Chuyển tất cả các dòng sang Unicode dựng sẵn (UTF-8) rồi gửi lại.",
            "Convert all rows to precomposed Unicode (UTF-8) and send the file again.",
        ),
        "no-letter": Refusal(
            "E-ENC",
            "Byte ở vị trí {offset}, dòng {row} không phải là chữ nào trong bảng mã {name}.",
            "The byte at offset {offset}, row {row}, is no letter of {name}.",
            "Sửa ô đó, hoặc chuyển tệp sang Unicode dựng sẵn (UTF-8) rồi gửi lại.",
            "Mend that cell, or convert the file to precomposed Unicode (UTF-8).",
        ),
        "no-letter-cell": Refusal(
            "E-ENC",
            "Một ô ở dòng {row} có chữ không có trong bảng mã {name}.",
            "A cell of row {row} holds a letter that {name} does not have.",
            "Sửa ô đó, hoặc chuyển tệp sang Unicode dựng sẵn rồi gửi lại.",
            "Mend that cell, or convert the file to precomposed Unicode.",
        ),
        "implausible": Refusal(
            "E-ENC",
            "Đọc theo bảng mã {name} thì chữ trong tệp không thành tiếng Việt (ví dụ dòng {row}).",
            "Read as {name} the text is no Vietnamese (in row {row}, say).",
            "Sửa encoding trong [[feeds]], hoặc gửi tệp UTF-8.",
            "Mend encoding in [[feeds]], or send a UTF-8 file.",
        ),
        "uncertain": Refusal(
            "E-ENC",
            "Tệp không phải UTF-8 (từ dòng {row}); không đủ chữ để biết chắc là bảng mã nào.",
            "The file is not UTF-8 (from row {row} on), and too little text tells its code surely.",
            "Đặt encoding của nguồn trong [[feeds]], hoặc gửi tệp UTF-8.",
            "Name the encoding in [[feeds]], or send a UTF-8 file.",
        ),
        "legacy": Refusal(
            "E-ENC-LEGACY",
            "Chữ trong tệp có vẻ gõ bằng bảng mã cũ {name} (từ dòng {row}).",
            "The text looks as if it was typed in the legacy code {name} (from row {row} on).",
            'Chuyển sang Unicode dựng sẵn, hoặc đặt encoding = "{setting}" trong [[feeds]].',
            'Convert it to precomposed Unicode, or set encoding = "{setting}" in [[feeds]].',
        ),
        "line-ends": Refusal(
            "E-EOL",
            "Các dòng kết thúc không giống nhau: {first}, rồi {other} ở dòng {row}.",
            "The lines end in different ways: {first}, then {other} in row {row}.",
            "Mở tệp, lưu lại thành CSV UTF-8 hoặc .xlsx rồi gửi lại.",
            "Open it, save it as CSV UTF-8 or .xlsx, and send it again.",
        ),
        "delimiter": Refusal(
            "E-DELIM",
            "Không xác định được dấu phân cách từ dòng tiêu đề (thấy: {seen}).",
            "The delimiter cannot be told from the row of headings (seen: {seen}).",
            "Chỉ dùng một trong bốn dấu phẩy, chấm phẩy, tab, gạch đứng để phân cách các tiêu đề.",
            "Separate the headings by exactly one of comma, semicolon, tab and bar.",
        ),
        "quote": Refusal(
            "E-QUOTE",
            "Dấu ngoặc kép ở bản ghi bắt đầu tại dòng {row} không đóng hoặc đặt sai chỗ.",
            "A quote in the record that begins at row {row} is not closed or is misplaced.",
            "Sửa dấu ngoặc kép ở dòng đó, hoặc gửi tệp .xlsx.",
            "Mend the quotes of that row, or send an .xlsx file.",
        ),
        "size": Refusal(
            "E-SIZE",
            "Tệp lớn hơn giới hạn {limit} byte.",
            "The file is larger than the limit of {limit} bytes.",
            _SMALLER_VI,
            _SMALLER_EN,
        ),
        "field-size": Refusal(
            "E-SIZE",
            "Một ô hoặc một dòng dài hơn giới hạn {limit} byte.",
            "A cell or a line is longer than the limit of {limit} bytes.",
            "Xem lại ô đó: nội dung dài bất thường thường do lỗi khi xuất tệp.",
            "Look at that cell: a text of such length usually is a fault of the export.",
        ),
        "type": Refusal(
            "E-TYPE",
            "Nội dung tệp là {found}, không phải CSV hay XLSX.",
            "The content of the file is {found}, neither CSV nor XLSX.",
            _SAVE_XLSX_VI,
            _SAVE_XLSX_EN,
        ),
        "misnamed": Refusal(
            "E-TYPE",
            "Nội dung tệp là {found} nhưng tên tệp có đuôi {suffix}.",
            "The content of the file is {found}, but its name ends in {suffix}.",
            "Đặt lại tên tệp cho đúng loại rồi gửi lại.",
            "Give the file the name of its kind and send it again.",
        ),
        "zip": Refusal(
            "E-ZIP",
            "Tệp XLSX hỏng hoặc nén bất thường ({found}).",
            "The XLSX file is broken or abnormally packed ({found}).",
            _SAVE_XLSX_VI,
            _SAVE_XLSX_EN,
        ),
        "dimension": Refusal(
            "E-DIM",
            "Trang tính {sheet} trải quá rộng: {rows} dòng, {columns} cột.",
            "Sheet {sheet} reaches too far: {rows} rows, {columns} columns.",
            "Xóa các ô thừa ở cuối trang tính, hoặc gửi tệp CSV UTF-8.",
            "Delete stray cells at the end of the sheet, or send a CSV UTF-8 file.",
        ),
        "cell-length": Refusal(
            "E-SIZE",
            "Ô {where_vi} dài {found} ký tự; Excel chỉ cho phép {limit} ký tự trong một ô.",
            "{where_en} has {found} characters; Excel lets {limit} into one cell.",
            "Xem lại ô đó: nội dung dài bất thường thường do lỗi khi xuất tệp. Sửa rồi gửi lại.",
            "Look at that text: such length usually is a fault of the export. Mend and resend it.",
        ),
        "unfolded": Refusal(
            "E-SIZE",
            "Chữ trong các ô, khi mở ra, vượt giới hạn {limit} {unit_vi}.",
            "The text of the cells, once unpacked, is beyond the limit of {limit} {unit_en}.",
            _SMALLER_VI,
            _SMALLER_EN,
        ),
        "heading-missing": Refusal(
            "E-HEADER",
            "Thiếu tiêu đề bắt buộc: {headings}.",
            "Required headings are missing: {headings}.",
            _HEADINGS_VI,
            _HEADINGS_EN,
        ),
        "mapping-missing": Refusal(
            "E-HEADER",
            "Theo bản ánh xạ {mapping}, tệp thiếu: {headings}.",
            "By the mapping {mapping}, the file lacks: {headings}.",
            "Thêm các cột đó vào tệp, hoặc khai tiêu đề ([columns]) hay giá trị chung "
            "([constants]) trong một bản ánh xạ của site; xem docs/mappings.md.",
            "Add those columns to the file, or name their headings ([columns]) or one value for "
            "all ([constants]) in a mapping of the site; see docs/mappings.md.",
        ),
        "no-headings": Refusal(
            "E-HEADER",
            "Không thấy dòng tiêu đề: dòng đầu đã là dữ liệu.",
            "There is no row of headings: the first row is data already.",
            "Thêm một dòng tiêu đề phía trên dữ liệu rồi thử lại.",
            "Put a row of headings above the data, and try again.",
        ),
        "heading-twice": Refusal(
            "E-HEADER",
            "Có tiêu đề xuất hiện hai lần: {headings}.",
            "A heading stands there twice: {headings}.",
            _HEADINGS_VI,
            _HEADINGS_EN,
        ),
        "no-unit": Refusal(
            "E-HEADER",
            "Tệp không cho biết mã đơn vị.",
            "The file does not tell its unit code.",
            "Đặt unit trong [[feeds]], hoặc thả tệp vào thư mục con mang tên mã đơn vị.",
            "Set unit in [[feeds]], or drop the file into a subfolder named by the unit code.",
        ),
        "no-period": Refusal(
            "E-HEADER",
            "Tệp không cho biết kỳ kê khai.",
            "The file does not tell its period.",
            "Thêm cột Kỳ (MM/yyyy), ghi yyyy-MM trong tên tệp, hoặc đặt period trong [[feeds]].",
            "Add the column Kỳ (MM/yyyy), write yyyy-MM in the name, or set period in [[feeds]].",
        ),
        "no-match": Refusal(
            "E-HEADER",
            "Mẫu [{table}] của bản ánh xạ {mapping} không tìm thấy gì trong tên {of_vi} “{name}”.",
            "The pattern [{table}] of the mapping {mapping} finds nothing in the name of the "
            "{of_en}, “{name}”.",
            "Sửa pattern, đổi tên {of_vi} cho khớp, hoặc đặt {table} trong [[feeds]].",
            "Mend the pattern, rename the {of_en} to match, or set {table} in [[feeds]].",
        ),
        "no-month": Refusal(
            "E-HEADER",
            "Mẫu [{table}] của bản ánh xạ {mapping} tìm thấy “{text}” trong tên {of_vi} “{name}”, "
            'nhưng đó không phải tháng viết theo months = "{style}".',
            "The pattern [{table}] of the mapping {mapping} finds “{text}” in the name of the "
            '{of_en}, “{name}”, but that is no month as months = "{style}" writes it.',
            "Sửa months hoặc pattern, đổi tên {of_vi}, hoặc đặt {table} trong [[feeds]].",
            "Mend months or the pattern, rename the {of_en}, or set {table} in [[feeds]].",
        ),
        "no-sheet": Refusal(
            "E-ADAPTER",
            "Tệp không có trang tính {sheet} mà bản ánh xạ nêu (thấy: {seen}).",
            "The file has no sheet {sheet}, which the mapping names (seen: {seen}).",
            "Đặt lại tên trang tính, hoặc sửa sheet trong bản ánh xạ.",
            "Rename the sheet, or change sheet in the mapping.",
        ),
        "no-adapter": Refusal(
            "E-ADAPTER",
            "Không nhận ra mẫu dữ liệu nào trong tệp này.",
            "No known payroll format is recognised in this file.",
            "Dùng tiêu đề của tệp mẫu trong sample/ của site, hoặc mẫu FileMau_D02_TK1_VNPT.xlsx. "
            f"Hoặc {_MAP_VI}",
            "Use the headings of the sample in the site's sample/, or the template "
            f"FileMau_D02_TK1_VNPT.xlsx. Or {_MAP_EN}",
        ),
        "several-adapters": Refusal(
            "E-ADAPTER",
            "Nhiều trang tính hoặc nhiều mẫu cùng khớp: {seen}.",
            "Several sheets or formats fit: {seen}.",
            "Chỉ để lại một trang tính dữ liệu trong tệp, hoặc đặt format trong [[feeds]].",
            "Leave one sheet of data in the file, or set format in [[feeds]].",
        ),
    }
)
