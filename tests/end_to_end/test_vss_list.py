"""VSS's own list is held against what we declare; a number it knows goes into the next dossier."""

from __future__ import annotations

from openpyxl import load_workbook

from tests.end_to_end.people import HERE, Row, csv, person, staff, wage
from tests.end_to_end.provider import Provider, lines
from tests.end_to_end.site import Site

HEADINGS = ("STT", "Họ và tên", "Mã số BHXH", "Số CCCD", "Ngày sinh", "Giới tính", "Mức lương")
FIELDS = ("HoTen", "MasoBHXH", "CMND", "NgaySinh", "GioiTinh", "TienLuong")


def listed(*people: Row) -> bytes:
    """Write a list as the portal gives it: by number, and without ours."""
    rows = [
        ";".join((str(place), *(row[field] for field in FIELDS)))
        for place, row in enumerate(people, start=1)
    ]
    return ("\n".join([";".join(HEADINGS), *rows]) + "\n").encode()


def test_a_list_that_agrees_and_one_with_planted_differences(
    opened: Site, provider: Provider
) -> None:
    file = opened.folder / "vss.csv"
    file.write_bytes(listed(*staff(range(1, 21))))
    agrees = opened.bhxh("baseline", "--vss", file, "--unit", HERE)
    planted = {2: {"TienLuong": str(wage(60))}, 3: {"HoTen": person(41)["HoTen"]}}
    file.write_bytes(listed(*staff(range(1, 20), planted), person(50)))

    differs = opened.bhxh("baseline", "--vss", file, "--unit", HERE, "--json")

    assert (agrees.code, differs.code) == (0, 1)
    facts = differs.json
    assert [(each["MaNV"], each["field"]) for each in facts["differing"]] == [
        ("NV00002", "TienLuong"),
        ("NV00003", "HoTen"),
    ]
    assert (facts["only_vss"], facts["only_ours"]) == ([21], ["NV00020"])
    assert load_workbook(facts["workbook"]).sheetnames[0] == "Tóm tắt - Summary"
    opened.prove()
    assert provider.inbound == {}


def test_a_number_that_was_taken_over_stands_in_the_next_dossier(
    site: Site, provider: Provider
) -> None:
    site.opened(csv(staff(range(1, 21), {5: {"MasoBHXH": ""}}, at=0)))
    file = site.folder / "vss.csv"
    file.write_bytes(listed(*staff(range(1, 21))))
    taken = site.bhxh("baseline", "--vss", file, "--unit", HERE, "--take-numbers", "--json")
    raised = {5: {"MasoBHXH": "", "TienLuong": str(wage(60))}}
    site.drop("luong.csv", csv(staff(range(1, 21), raised)))

    site.once()

    assert taken.json["lacking"] == ["NV00005"]
    (sent,) = provider.inbound.values()
    assert lines(sent, "CMND", "MasoBHXH", "DaCoSo") == [
        (person(5)["CMND"], person(5)["MasoBHXH"], "1")
    ]
    assert site.show("NV00005")["insurance_number"] == person(5)["MasoBHXH"]
    assert taken.code == 1
