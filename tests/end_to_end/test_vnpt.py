"""The genuine template of VNPT goes the whole way: movements as their sender coded them."""

from __future__ import annotations

import json
from pathlib import Path

from openpyxl import load_workbook

from tests.adapters.vnpt_template import write_template
from tests.end_to_end.people import HERE, month, person
from tests.end_to_end.provider import Provider, forms, lines, result, submission
from tests.end_to_end.site import Site
from tests.end_to_end.story import told


def _row(number: int, code: str, group: str, **more: str | float) -> dict[str, str | float]:
    known = person(number)
    fields = ("HoTen", "MasoBHXH", "CMND", "NgaySinh", "GioiTinh", "ChucVu", "NoiLamViec")
    contract = {"Hdld_tungay": "01/02/2020", "Vtvl_khac_tungay": "01/02/2020"}
    return {
        "STT": number,
        **{field: known[field] for field in fields},
        "PA": code,
        "Loai": group,
        "TienLuong": float(known["TienLuong"]),
        "TuThang": str(month(1)),
        "TyleDong": "32",
        "MaBenhVien": "79025",
        "Matinh_NN": "79",
        "Maxa_NN": "26740",
        **contract,
        **more,
    }


def _drop(site: Site, tmp_path: Path, *rows: dict[str, str | float]) -> str:
    """Drop a template for one unit, told by the folder, and one period, told by the name."""
    name = f"{HERE}/D02-{month(1).year}-{month(1).month:02}.xlsx"
    write_template(tmp_path / "template.xlsx", rows)
    site.drop(name, (tmp_path / "template.xlsx").read_bytes())
    return name


def test_the_template_goes_the_whole_way(opened: Site, provider: Provider, tmp_path: Path) -> None:
    rows = [
        _row(31, "TM - Tăng mới", "1", MasoBHXH=""),
        _row(1, "DC", "2", TienLuong=9_500_000.0),
        _row(4, "GH", "3"),
    ]
    name = _drop(opened, tmp_path, *rows)

    code = opened.once().code
    (sent,) = provider.inbound.values()
    (dossier,) = opened.status()["dossiers"]
    provider.answer("nop.xml", submission(dossier))
    provider.answer("kq.xml", result(dossier))
    opened.once()

    # A warning: the newcomer's TK1-TS has no household annex.
    assert code == 1
    assert opened.fates(name) == (0, 3, 0, 0)
    assert sorted(told(sent)) == [(1, "DC", "2"), (4, "GH", "3"), (31, "TM", "1")]
    assert len(lines(sent, "CMND", form="TK1-TS")) == 1
    assert list(opened.states().values()) == ["accepted"]
    assert opened.returned(Path(name).name, "result.xlsx").exists()


def test_a_movement_of_somebody_unknown_is_asked_about(
    opened: Site, provider: Provider, tmp_path: Path
) -> None:
    name = _drop(opened, tmp_path, _row(55, "GH", "3"), _row(4, "GH", "3"))

    code = opened.once().code

    assert code == 1
    assert opened.fates(name) == (0, 1, 0, 1)
    assert [each["code"] for each in opened.questions(name)] == ["Q-UNKNOWN"]
    assert [told(data) for data in provider.inbound.values()] == [[(4, "GH", "3")]]


def test_a_template_without_unit_is_unreadable_and_says_so(opened: Site, tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx", [_row(4, "GH", "3")])
    opened.drop("D02.xlsx", (tmp_path / "template.xlsx").read_bytes())

    assert opened.once().code == 2
    assert opened.dropped("D02.xlsx")["state"] == "unreadable"
    assert opened.returned("D02.xlsx", "report.json").exists()


def test_the_templates_own_sheet_of_households_becomes_the_annex(
    opened: Site, provider: Provider, tmp_path: Path
) -> None:
    rows = [_row(31, "TM - Tăng mới", "1", MasoBHXH=""), _row(32, "TM", "1", MasoBHXH="")]
    write_template(tmp_path / "plain.xlsx", rows)
    book = load_workbook(tmp_path / "plain.xlsx")
    sheet = book["Phụ lục"] if "Phụ lục" in book.sheetnames else book.create_sheet("Phụ lục")
    sheet.delete_rows(1, sheet.max_row)
    codes = ("STT", "HoTen", "NgaySinh", "GioiTinh", "MoiQuanHe", "NguoiThamGia", "Diachi_HK")
    head = (31, "Lê Văn Chủ", "1960", 1, "00", 0, "1 Lê Lợi")
    wrong = (32, "Trần Thị Vợ", "1962", 0, "Hàng xóm", 0, "")
    for number, cells in enumerate(((), codes, codes, head, wrong), start=1):
        for column, cell in enumerate(cells, start=1):
            sheet.cell(number, column, cell)
    book.save(tmp_path / "template.xlsx")
    name = f"{HERE}/D02-{month(1).year}-{month(1).month:02}.xlsx"
    opened.drop(name, (tmp_path / "template.xlsx").read_bytes())

    opened.once()

    assert opened.fates(name) == (0, 1, 0, 1)
    assert [each["code"] for each in opened.questions(name)] == ["Q-HOUSEHOLD-ROWS"]
    report = opened.returned(Path(name).name, "hogiadinh.report.json").read_text(encoding="utf-8")
    (finding,) = (each for each in json.loads(report)["findings"] if each["code"] == "E-RELATION")
    assert (finding["sheet"], finding["row"], finding["column"]) == ("Phụ lục", 5, "E")
    (sent,) = provider.inbound.values()
    assert "<Hoten_Chuho>Lê Văn Chủ</Hoten_Chuho>" in forms(sent)["TK1-TS"].decode()
