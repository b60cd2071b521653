"""What the adapter noticed about the file's form, told like any other finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from adapters.model import Column, Defect
from validators.mask import visible
from validators.wording import Wording

WORDINGS = (
    Wording(
        code="E-COLS",
        vi="Dòng có số cột khác với dòng tiêu đề",
        en="The row has another number of columns than the headings",
        advice_vi="Tìm dấu phân cách thừa hoặc thiếu trong dòng.",
        advice_en="Look for a separator too many or too few in the row.",
    ),
    Wording(
        code="W-COLUMN",
        vi="Không biết cột này; nội dung bị bỏ qua",
        en="We do not know this column; it is left out",
        advice_vi="Có bản ánh xạ: khai tiêu đề ở [columns], hoặc ignore. Không có: sửa tiêu đề "
        "theo tệp mẫu, hoặc bỏ cột.",
        advice_en="With a mapping: name it in [columns], or in ignore. Without: write the heading "
        "as in the sample file, or remove the column.",
    ),
    Wording(
        code="E-CELL",
        vi="Ô chứa lỗi của bảng tính (#REF!, #N/A …) hoặc bị gộp với ô khác",
        en="The cell holds a spreadsheet error (#REF!, #N/A …) or is merged with others",
        advice_vi="Sửa công thức hoặc dán giá trị; bỏ gộp ô.",
        advice_en="Mend the formula or paste its value; split merged cells.",
    ),
    Wording(
        code="E-FORMULA",
        vi="Ô chứa công thức chưa có kết quả",
        en="The cell holds a formula without a result",
        advice_vi="Mở tệp bằng bảng tính, lưu lại, hoặc dán giá trị.",
        advice_en="Open and save the file in a spreadsheet, or paste the value.",
    ),
    Wording(
        code="E-NUMBER-ID",
        vi="Mã số được lưu dạng số nên mất chữ số (số 0 ở đầu, E+11)",
        en="An identifier is stored as a number and has lost digits (leading zeros, E+11)",
        advice_vi="Định dạng cột là văn bản (Text) rồi nhập lại đủ chữ số, kể cả số 0 ở đầu.",
        advice_en="Make the column text and type all digits again, leading zeros too.",
    ),
    Wording(
        code="E-NO-TEXT",
        vi="Ô chữ chỉ có ngày, giờ, số lẻ hoặc TRUE: bảng tính đã đổi điều đã gõ (12/5 thành ngày)",
        en="A date, time, fraction or TRUE stands for words: a spreadsheet changed what was typed",
        advice_vi="Định dạng cột là văn bản (Text) rồi gõ lại nội dung.",
        advice_en="Make the column text, then type the words again.",
    ),
    Wording(
        code="W-NO-TEXT",
        vi="Ghi chú hoặc phòng ban chỉ có ngày, giờ, số lẻ, TRUE: có lẽ bảng tính đã đổi",
        en="A note or department is a date, time, fraction, TRUE: perhaps spoilt by a spreadsheet",
        advice_vi="Nếu không phải điều đã gõ, định dạng cột là văn bản (Text) rồi gõ lại.",
        advice_en="If that is not what was typed, make the column text and type it again.",
    ),
    Wording(
        code="E-SHOWN",
        vi="Định dạng số của ô hiện thêm chữ mà ô không chứa (hiện 1-HN, chứa 1)",
        en="The cell's number format shows words that the cell does not hold (1-HN for 1)",
        advice_vi="Định dạng cột là văn bản (Text) rồi gõ đúng nội dung; tiền thì ghi đủ số đồng.",
        advice_en="Make the column text, then type what the cell shows; of an amount, every dong.",
    ),
    Wording(
        code="W-DAYS-SWAPPED",
        vi="Ô kiểu ngày đều đến ngày 12, ô chữ đều sau ngày 12: có lẽ đã đảo ngày và tháng",
        en="Dates all end at the 12th, texts begin after it: day and month are probably swapped",
        advice_vi="So với giấy tờ; nếu đảo, định dạng cột là văn bản (Text) rồi lấy lại từ nguồn.",
        advice_en="Compare with papers; if swapped, make the column text and fill it again.",
    ),
    Wording(
        code="N-FORMULA",
        vi="Giá trị do công thức tính ra; lấy kết quả đã lưu, ghi ở ô đầu tiên của cột",
        en="Values are results of formulas; the stored ones are taken, told at the column's first",
        advice_vi="Nếu tệp nguồn đã đổi, mở tệp, tính lại và lưu trước khi gửi.",
        advice_en="Where a source has changed, open, recalculate and save the file first.",
    ),
    Wording(
        code="E-HIDDEN",
        vi="Dòng bị ẩn trong bảng tính, không ai nhìn thấy",
        en="The row is hidden in the spreadsheet, nobody sees it",
        advice_vi='Bỏ lọc và hiện dòng để kiểm tra, hoặc xóa dòng; hoặc đặt hidden = "read".',
        advice_en='Clear the filter, unhide and look, or delete it; or set hidden = "read".',
    ),
    Wording(
        code="E-MAPPING",
        vi="Bản ánh xạ không nói ô này có nghĩa gì (không có trong bảng mã, hoặc khác kiểu viết)",
        en="The mapping does not say what the cell means (not in its codes, or in another style)",
        advice_vi="Sửa ô, hoặc thêm mã hay kiểu viết vào bản ánh xạ (docs/mappings.md).",
        advice_en="Mend the cell, or add the code or style to the mapping (docs/mappings.md).",
    ),
    Wording(
        code="W-HIDDEN",
        vi="Tệp có phần bị ẩn: trang tính (không đọc), dòng hoặc cột (vẫn đọc)",
        en="The file has hidden parts: sheets (not read), rows or columns (read)",
        advice_vi="Kiểm tra phần bị ẩn có phải gửi đi không.",
        advice_en="Check whether the hidden part is meant to be sent.",
    ),
    Wording(
        code="W-SHEET",
        vi="Tệp có trang tính khác, không đọc, chứa số giống số của người (CCCD, BHXH, điện thoại)",
        en="Other sheets, which are not read, hold numbers like people's (citizen, BHXH, phone)",
        advice_vi="Nếu còn người ở đó, gộp vào một trang tính hoặc gửi thành tệp riêng.",
        advice_en="If there are people too, put them into one sheet or send a file of their own.",
    ),
    Wording(
        code="N-SHEET",
        vi="Tệp có trang tính khác, không đọc",
        en="The file has other sheets, which are not read",
        advice_vi="Không cần làm gì, trừ khi ở đó có dữ liệu phải gửi.",
        advice_en="Nothing, unless something there is meant to be sent.",
    ),
    Wording(
        code="E-SUMMARY",
        vi="Dòng tổng cộng không phải là người lao động",
        en="A row of totals is not an employee",
        advice_vi="Xóa dòng tổng cộng.",
        advice_en="Remove the row of totals.",
    ),
    Wording(
        code="E-BELOW-END",
        vi="Dòng có thể là một người nhưng nằm dưới dòng mà bản ánh xạ coi là hết dữ liệu",
        en="The row may be a person's, but stands below where the mapping says the data end",
        advice_vi="Chuyển dòng lên trên, xóa dòng, hoặc sửa [footer] end của bản ánh xạ.",
        advice_en="Move the row up, remove it, or mend [footer] end of the mapping.",
    ),
    Wording(
        code="N-LEFT-OUT",
        vi="Đã bỏ những dòng mà bản ánh xạ nói không phải dữ liệu (tổng cộng, ký tên …)",
        en="Rows were left out that by the mapping are no data (totals, signatures …)",
        advice_vi="Xem các dòng đó; nếu là người lao động, sửa [footer] hoặc first.",
        advice_en="Look at those rows; if they are people, mend [footer] or first.",
    ),
    Wording(
        code="E-CTRL",
        vi="Ô chứa ký tự điều khiển",
        en="The cell holds control characters",
        advice_vi="Xóa nội dung ô và gõ lại bằng tay.",
        advice_en="Clear the cell and type it by hand.",
    ),
    Wording(
        code="E-CASE",
        vi="Họ tên lẫn lộn chữ hoa, chữ thường: bảng mã TCVN3 không có chữ hoa mang dấu",
        en="The name mixes capitals and small letters: TCVN3 has no capitals with a tone",
        advice_vi="Gõ lại họ tên bằng Unicode, hoặc viết hoa cả họ tên.",
        advice_en="Type the name again in Unicode, or all of it in capitals.",
        law="TCVN 5712:1993",
    ),
    Wording(
        code="E-ENC-WORD",
        vi="Ô có từ không thành tiếng Việt sau khi chuyển từ bảng mã cũ",
        en="The cell has a word that is no Vietnamese after it was read from a legacy code",
        advice_vi="Tên nước ngoài phải gõ bằng Unicode: gửi cả tệp bằng Unicode (CSV UTF-8).",
        advice_en="Foreign names must be typed in Unicode: send the whole file in Unicode.",
    ),
    Wording(
        code="N-ENC",
        vi="Chữ trong tệp đã được chuyển sang Unicode",
        en="The text of the file was converted to Unicode",
        advice_vi="Xem qua vài họ tên để chắc rằng bảng mã đã đúng.",
        advice_en="Look at a few names to be sure that the encoding was right.",
    ),
    Wording(
        code="N-CASE",
        vi="Đã viết hoa những chữ mà TCVN3 không có chữ hoa; ghi ở ô đầu tiên của cột",
        en="Letters without a capital in TCVN3 were made capitals; told at the column's first cell",
        advice_vi="Xem qua các ô đó.",
        advice_en="Have a look at those cells.",
        law="TCVN 5712:1993",
    ),
    Wording(
        code="N-NFC",
        vi="Đã ghép chữ và dấu tách rời (Unicode tổ hợp) thành một; ghi ở ô đầu tiên của cột",
        en="Letters and marks standing apart were composed; told at the first cell of the column",
        advice_vi="Không cần làm gì.",
        advice_en="Nothing to do.",
    ),
    Wording(
        code="N-NAMED",
        vi="Mã để trống được điền theo tên ở cột bên cạnh ({pairs}); ghi ở ô đầu tiên của cột",
        en="Blank codes were filled from the names beside them ({pairs}); told at the first cell",
        advice_vi="Xem qua các mã đó; muốn chắc thì tự điền mã.",
        advice_en="Have a look at those codes; fill them in yourself to be sure.",
    ),
    Wording(
        code="N-TRIM",
        vi="Đã bỏ khoảng trắng thừa quanh nội dung và ngắt dòng; ghi ở ô đầu tiên của cột",
        en="Blanks around texts and line breaks were taken away; told at the column's first cell",
        advice_vi="Không cần làm gì.",
        advice_en="Nothing to do.",
    ),
)
EMPTY = Wording(
    code="E-EMPTY",
    vi="Tệp không có dòng dữ liệu nào đọc được",
    en="The file has no row that can be read",
    advice_vi="Kiểm tra cách xuất dữ liệu từ phần mềm tính lương.",
    advice_en="Look at how the payroll system exports the file.",
)
ROW_CODES = ("E-COLS", "E-SUMMARY")
"""Defects of a whole row: its cells say nothing."""


_FACTS_VI = {
    "at": "ở dòng",
    "cells": "số ô",
    "code": "bảng mã",
    "columns": "số cột",
    "encoding": "từ",
    "end": "hết ở dòng",
    "expected": "cần",
    "found": "có",
    "heading": "tiêu đề",
    "kind": "loại",
    "mapping": "bản ánh xạ",
    "names": "tên",
    "range": "vùng",
    "rows": "số dòng",
    "sheets": "số trang tính",
    "zeros": "có thể thiếu số 0 ở đầu",
}
"""The names of a defect's facts, which the adapters give in English."""


def covered(defect: Defect, columns: Iterable[Column]) -> Iterator[Column]:
    """Yield the columns of a merged range: of its cells only the first can say anything."""
    if defect.facts.get("kind") != "merged":
        return
    first, last = (
        _width(end.rstrip("0123456789")) for end in str(defect.facts["range"]).split(":")
    )
    for column in columns:
        if first <= _width(column.letter) <= last:
            yield column


def _width(letters: str) -> tuple[int, str]:
    """Return what sorts letters of columns: Z stands before AA."""
    return len(letters), letters


def wording_of(defect: Defect) -> Wording:
    """Return what to say of a defect, with its counts; an unknown code is told by its name."""
    known = next((wording for wording in WORDINGS if wording.code == defect.code), None)
    said_vi, said_en = (known.vi, known.en) if known else ("Hình thức tệp", "The file's form")
    facts_vi = ((_FACTS_VI.get(name, name), value) for name, value in defect.facts.items())
    return Wording(
        code=defect.code,
        vi=said_vi + _counted(facts_vi),
        en=said_en + _counted(defect.facts.items()),
        advice_vi=known.advice_vi if known else "Xem lại tệp.",
        advice_en=known.advice_en if known else "Look at the file.",
    )


def _counted(facts: Iterable[tuple[str, str | int]]) -> str:
    """Return facts in brackets, or nothing if there are none."""
    listed = visible(", ".join(f"{name} {value}" for name, value in facts))
    return f" ({listed})" if listed else ""
