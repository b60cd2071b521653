"""Any month after any other: nobody lost, nobody twice, and what was reported is done."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outbox.lines import LINE_COLUMNS
from outbox.model import RowFate
from outbox.movements import work_out
from outbox.roster import Declared, fold
from tests.outbox.payroll import HERE, THERE, declared, row, rules, table

STATUSES = ("", "DangLam", "NghiViec", "ThaiSan", "OmDau", "KhongLuong", "ChuyenDonVi")
PEOPLE = st.lists(st.tuples(st.integers(1, 6), st.sampled_from([HERE, THERE])), unique=True)

facts = st.fixed_dictionaries(
    {},
    optional={
        "TrangThai": st.sampled_from(STATUSES),
        "NgayNghi": st.sampled_from(["", "3", "14", "20"]),
        "TienLuong": st.sampled_from(["9000000", "9500000", "2.34"]),
        "PhuCapLuong": st.sampled_from(["", "0", "500000"]),
        "ChucVu": st.sampled_from(["Công nhân may", "Tổ trưởng"]),
        "ViTri": st.sampled_from(["", "KHAC", "NQL"]),
        "MasoBHXH": st.sampled_from(["", "079090000001"]),
        "HoTen": st.just("Tên Mới"),
        "PA": st.sampled_from(["", "TC", "TM", "GH", "KL", "ON", "DC", "CD", "XX"]),
    },
)


@st.composite
def months(draw):
    """Return the rows of one month: some people in some units, with whatever befell them."""
    return [row(number, MaDonVi=unit) | draw(facts) for number, unit in draw(PEOPLE.filter(len))]


def one_each(rows):
    """Leave one row for each person: what VSS knows is one employment."""
    return list({person["MaNV"]: person for person in rows}.values())


def at_rest(person):
    """Return a row as it was declared some months ago."""
    return person | {"PA": "", "NgayNghi": ""}


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(months(), months(), st.sampled_from(["hold", "leaves"]), st.data())
def test_a_month_is_reported_once_and_whole(before, now, missing, data):
    known = declared(*(at_rest(person) for person in one_each(before)))
    wrong = np.array(data.draw(st.lists(st.booleans(), min_size=len(now), max_size=len(now))))
    wrong &= data.draw(st.booleans())
    law = rules(missing=missing)

    first = work_out(table(*now), wrong, known, law)
    after = Declared(
        roster=fold(known.roster, first.lines, {}),
        elsewhere=known.elsewhere,
        refused=known.refused,
    )
    again = work_out(table(*now), wrong, after, law)

    fates = [RowFate(fate) for fate in first.fates]
    assert [fate is RowFate.REJECTED for fate in fates] == wrong.tolist()
    counts = Counter(fates)
    assert sum(counts.values()) == len(now)
    people = [(person["MaDonVi"], person["MaNV"]) for person in now]
    reported = set(zip(first.lines["MaDonVi"], first.lines["MaNV"], strict=True))
    of = {fate: {p for p, f in zip(people, fates, strict=True) if f is fate} for fate in RowFate}
    assert of[RowFate.REPORTED] <= reported
    assert not reported & (of[RowFate.HELD] | of[RowFate.UNCHANGED] | of[RowFate.REJECTED])
    assert {(q.unit, q.person) for q in first.questions if q.row} == of[RowFate.HELD]
    assert list(first.lines.columns) == list(LINE_COLUMNS)
    assert not first.lines.duplicated(["MaDonVi", "MaNV", "PA"]).any()
    for fate, later in zip(fates, again.fates, strict=True):
        if fate in {RowFate.UNCHANGED, RowFate.REPORTED}:
            assert later == RowFate.UNCHANGED
        else:
            assert later == fate
    assert again.lines.empty
