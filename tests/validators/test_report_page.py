"""The report as a page: it stands alone, runs nothing, and prints well."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from lxml import etree, html

from adapters.model import Defect
from tests.validators.people import context, person, table
from validators.layers import examine
from validators.model import Onward, Report
from validators.report import to_html

CONTEXT = context()


def judged(*rows: dict[str, str], defects: tuple[Defect, ...] = (), shown: int = 1000) -> Report:
    return examine(
        table(list(rows), defects=defects), sha256="ab" * 32, context=CONTEXT, shown=shown
    )


def page(report: Report) -> etree._Element:
    return html.fromstring(to_html(report))


def texts(found: etree._Element, path: str) -> list[str]:
    return ["".join(each.itertext()) for each in found.xpath(path)]


def test_counts_come_first_then_the_findings_of_each_rule() -> None:
    report = judged(person(1, GioiTinh="9"), person(2, GioiTinh="8"), person(3, MaDonVi="TA001A"))

    found = page(report)

    assert texts(found, "//table[2]//td[1]/a") == ["E-SEX", "E-UNIT"]
    assert texts(found, "//table[2]//td[2]") == ["2", "1"]
    assert texts(found, "//table[2]//td[3]") == ["H2", "B4"]
    assert found.xpath("//section/@id") == ["E-SEX", "E-UNIT"]
    assert texts(found, "//section[@id='E-SEX']//tbody/tr/td[1]") == ["2", "3"]
    assert texts(found, "//section[@id='E-UNIT']//tbody/tr/td") == [
        *("4", "B", "Cột MaDonVi", "TA001A", "TA0001A"),
    ]
    assert "Kiểm tra mã đơn vị" in texts(found, "//section[@id='E-UNIT']/p")[0]


def test_findings_of_one_rule_that_say_different_things_say_them() -> None:
    defects = tuple(Defect(code="E-COLS", row=at, facts={"found": at}) for at in (2, 3))

    found = page(judged(person(1), person(2), person(3), defects=defects))

    told = texts(found, "//section[@id='E-COLS']//tbody/tr/td[5]")
    assert ["(có 2)" in told[0], "(found 3)" in told[1]] == [True, True]


def test_a_clean_file_has_nothing_to_mend_and_says_what_happens_next() -> None:
    onward = Onward(policy="all", goes_on=True, rows_on=1, rows_left_out=0, vi="Đi.", en="Goes.")

    found = page(replace(judged(person(1)), onward=onward))

    assert texts(found, "//p") == ["Đi.Goes.", "Không có gì phải sửa.Nothing to mend."]


def test_what_is_not_shown_is_counted() -> None:
    rows = [person(number, GioiTinh="9") for number in range(1, 5)]

    found = page(judged(*rows, shown=3))

    assert texts(found, "//h2")[0].startswith("E-SEX (3 / 4): ")
    assert "nhiều nhất" in texts(found, "//p")[0]


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "&lt;"]
)
def test_what_the_sender_writes_is_shown_and_never_run(hostile: str) -> None:
    report = judged(person(1, GioiTinh="9"))
    finding = replace(
        report.findings[0], heading=hostile, value=hostile, message_vi=hostile, proposal=hostile
    )

    found = page(replace(report, file=f"{hostile}\x1b\u202e.csv", findings=(finding,)))

    assert not found.xpath("//script | //img | //@onerror | //link | //iframe | //form | //@src")
    assert texts(found, "//section//tbody/tr/td[3]") == [hostile]
    assert texts(found, "(//table)[1]//tr[1]/td") == [f"{hostile}··.csv"]


def test_the_page_needs_nothing_from_outside_and_its_policy_allows_its_style_alone() -> None:
    data = to_html(judged(person(1, GioiTinh="9"))).decode()

    (style,) = re.findall(r"<style>(.*?)</style>", data, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', data)
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"https?:|//[a-z]|url\(|@import| style=", data)
    assert all(link.startswith("#") for link in html.fromstring(data).xpath("//@href"))


def test_on_paper_table_heads_are_repeated_and_rows_are_whole() -> None:
    data = to_html(judged(person(1, GioiTinh="9"))).decode()

    assert "size: A4" in data
    assert "thead { display: table-header-group; }" in data
    assert "tr { break-inside: avoid; }" in data
    assert all(table.xpath("thead") for table in html.fromstring(data).xpath("//section/table"))


def test_a_file_name_that_is_no_text_does_not_stop_the_page() -> None:
    assert "luong·.csv" in to_html(replace(judged(person(1)), file="luong\udcff.csv")).decode()
