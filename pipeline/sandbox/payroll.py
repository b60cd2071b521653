"""The invented payroll as the CSV snapshots that HR would drop, month after month."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from config.model import Period
from pipeline.sandbox.people import (
    Numbers,
    Staff,
    State,
    born,
    first_month,
    is_female,
    mix,
    next_month,
)

HEADINGS = (
    "Mã nhân viên,Mã đơn vị,Kỳ,Họ và tên,Mã số BHXH,Số CCCD,Ngày sinh,Giới tính,Quốc tịch,Dân tộc,"
    "Chức vụ,Phòng ban,Nơi làm việc,Nhóm vị trí,Ngày giữ vị trí,Loại hợp đồng,Ngày bắt đầu HĐ,"
    "Ngày kết thúc HĐ,Mức lương đóng,Phụ cấp chức vụ,Thâm niên vượt khung,Thâm niên nghề,"
    "Phụ cấp lương,Các khoản bổ sung,Vùng lương tối thiểu,Mã bệnh viện KCB,Điện thoại,Email,"
    "Mã tỉnh khai sinh,Mã xã khai sinh,Địa chỉ khai sinh,Mã tỉnh liên hệ,Mã xã liên hệ,"
    "Địa chỉ liên hệ,Trạng thái,Ngày trạng thái,Số ngày nghỉ,Lý do,Phương án"
)

_FAMILY = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý"
_MIDDLE = ("Văn Hữu Đức Công Quang Minh Thanh Xuân", "Thị Ngọc Thu Kim Bích Mai")
_GIVEN = (
    "An Bình Cường Dũng Đạt Hải Hùng Khánh Long Nam Phúc Quân Sơn Tài Thắng Trung Tuấn Vinh",
    "Anh Chi Dung Duyên Giang Hà Hạnh Hoa Hương Lan Linh Loan Nga Nhung Oanh Thảo Trang Yến",
)
# The 63 provinces whose codes stand in citizens' numbers made before July 2025.
_PROVINCES = (
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 "
    "036 037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 "
    "074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096"
)
_PLACES = (("01", "00070", "phường Hoàn Kiếm"), ("79", "26740", "phường Sài Gòn"))
_STREETS = ("Lê Lợi", "Trần Phú", "Nguyễn Huệ", "Hai Bà Trưng", "Quang Trung", "Lý Thường Kiệt")
_TITLES = (
    ("KHAC", ("Công nhân may", "Công nhân may bậc 2", "Tổ phó chuyền may", "Tổ trưởng chuyền may")),
    ("CMKTBT", ("Kỹ thuật viên", "Kỹ thuật viên bậc 2", "Trưởng nhóm kỹ thuật")),
    ("CMKTBC", ("Kỹ sư", "Kỹ sư chính", "Kỹ sư trưởng")),
    ("NQL", ("Phó phòng", "Trưởng phòng", "Giám đốc xưởng")),
)
_STATES = {
    State.WORKS: ("Đang làm việc", "", ""),
    State.LEAVES: ("Nghỉ việc", "", "Hết hạn hợp đồng"),
    State.MATERNITY: ("Nghỉ thai sản", "", "Sinh con"),
    State.SICK: ("Nghỉ ốm", "22", "Điều trị dài ngày"),
    State.UNPAID: ("Nghỉ không lương", "22", "Việc gia đình"),
}
_EPOCH = np.datetime64("1950-01-01")
_DAYS = [
    day.strftime("%d/%m/%Y")
    for day in np.arange(_EPOCH, np.datetime64("2060-01-01")).astype(object)
]
_CHUNK = 100_000


def snapshot_csv(
    employees: int, units: Sequence[str], period: Period, seed: int = 1, changes: bool = False
) -> bytes:
    """Return one month's snapshot; with `changes`, the one after a month nobody sees.

    ``snapshot_csv(n, u, p, s)`` and ``snapshot_csv(n, u, p.plus(1), s, changes=True)`` follow each
    other as the first two months of `payroll` do.
    """
    if not changes:
        return _csv(first_month(employees, len(units), period, seed), units, seed)
    before = first_month(employees, len(units), period.plus(-1), seed)
    return _csv(next_month(before, len(units), seed), units, seed)


def payroll(
    employees: int, units: Sequence[str], months: int, first: Period, seed: int = 1
) -> Iterator[tuple[Period, bytes]]:
    """Yield that many months of snapshots, each derived from the one before."""
    staff = first_month(employees, len(units), first, seed)
    for number in range(months):
        if number:
            staff = next_month(staff, len(units), seed)
        yield first.plus(number), _csv(staff, units, seed)


def insurance_number(citizen_id: str) -> str:
    """Return the invented number that the sandbox's VSS gives to the holder of a CCCD."""
    return citizen_id[1:3] + citizen_id[6:12] + citizen_id[4:6]


def _csv(staff: Staff, units: Sequence[str], seed: int) -> bytes:
    out = io.BytesIO()
    out.write(HEADINGS.encode() + b"\n")
    options = csv.WriteOptions(include_header=False, quoting_style="none")
    for start in range(0, len(staff.serial), _CHUNK):
        csv.write_csv(_table(staff, slice(start, start + _CHUNK), units, seed), out, options)
    return out.getvalue()


def _table(staff: Staff, part: slice, units: Sequence[str], seed: int) -> pa.Table:
    serial = staff.serial[part]
    columns = [
        _padded("NV", serial, 7),
        _take(units, staff.unit[part]),
        _same(str(Period(*_year_month(staff.month))), serial),
        *_person(seed, serial, staff.numbered[part]),
        *_work(staff, part, seed),
        *_contact(seed, serial),
        *_leave(staff, part),
        _same("", serial),
    ]
    return pa.table(columns, names=HEADINGS.split(","))


def _person(seed: int, serial: Numbers, numbered: np.ndarray) -> list[pa.Array]:
    """Name, numbers, birth, sex, nationality and ethnicity."""
    sex = is_female(seed, serial).astype(np.int64)
    birth = born(seed, serial)
    year = birth.astype("datetime64[Y]").astype(np.int64) + 1970
    turn = serial % 1_000_000
    # Serials a million apart share the last six digits and never the province: ids are unique.
    provinces = np.array(_PROVINCES.split(), dtype=np.int64)
    province = provinces[(mix(seed, turn, 3) + serial // 1_000_000) % len(provinces)]
    digit = (year >= 2000) * 2 + sex  # noqa: PLR2004 - the century digit of a CCCD
    last = (turn * 7 + 13 * seed) % 1_000_000
    citizen = province * 10**9 + digit * 10**8 + year % 100 * 10**6 + last
    number = province * 10**8 + last * 100 + year % 100
    family = _take(_FAMILY.split(), mix(seed, serial, 4) % len(_FAMILY.split()))
    middle = _of_sex(_MIDDLE, sex, mix(seed, serial, 5))
    given = _of_sex(_GIVEN, sex, mix(seed, serial, 6))
    return [
        pc.binary_join_element_wise(family, middle, given, " "),
        pc.if_else(pa.array(numbered), _padded("", number, 10), ""),
        _padded("", citizen, 12),
        _date(birth),
        _take(["Nam", "Nữ"], sex),
        _same("VN", serial),
        _take(["01"] * 9 + ["03"], mix(seed, serial, 7) % 10),
    ]


def _work(staff: Staff, part: slice, seed: int) -> list[pa.Array]:
    """Title, place, position group, contract, wage and region."""
    serial, unit, hired = staff.serial[part], staff.unit[part], staff.hired[part]
    group = np.array([0] * 14 + [1] * 3 + [2] * 2 + [3])[mix(seed, serial, 8) % 20]
    first = np.cumsum([0] + [len(titles) for _, titles in _TITLES])[:-1]
    top = np.array([len(titles) - 1 for _, titles in _TITLES])
    title = first[group] + np.minimum(staff.title[part], top[group])
    begins = (hired - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]")
    begins += mix(seed, serial, 9) % 8
    definite = (mix(seed, serial, 10) % 10 < 3) & (hired >= staff.month - 12)  # noqa: PLR2004 - three in ten
    ends = begins + 3 * 365 - 1
    nothing = _same("", serial)
    return [
        _take([name for _, titles in _TITLES for name in titles], title),
        _padded("PB", mix(seed, serial, 11) % 20 + 1, 2),
        _padded("Xưởng số ", unit + 1, 1),
        _take([name for name, _ in _TITLES], group),
        _date(begins),
        _take(["KXDTH", "XDTH"], definite.astype(np.int64)),
        _date(begins),
        pc.if_else(pa.array(definite), _date(ends), ""),
        _padded("", staff.wage[part] * 100_000, 1),
        nothing,
        nothing,
        nothing,
        _padded("", (mix(seed, serial, 12) % 4) * 250_000, 1),
        nothing,
        _same("01", serial),
    ]


def _contact(seed: int, serial: Numbers) -> list[pa.Array]:
    """Hospital, phone, mail, and where they were born and can be reached."""
    born, lives = mix(seed, serial, 13) % len(_PLACES), mix(seed, serial, 14) % len(_PLACES)
    return [
        _padded("79", mix(seed, serial, 15) % 60 + 1, 3),
        _padded("09", mix(seed, serial, 16) % 10**8, 8),
        pc.binary_join_element_wise(_padded("nv", serial, 7), "@example.vn", ""),
        *_place(born, mix(seed, serial, 17)),
        *_place(lives, mix(seed, serial, 18)),
    ]


def _place(place: Numbers, random: Numbers) -> list[pa.Array]:
    number = _padded("", random % 300 + 1, 1)
    street = _take(_STREETS, random // 300 % len(_STREETS))
    ward = _take([name for _, _, name in _PLACES], place)
    return [
        _take([code for code, _, _ in _PLACES], place),
        _take([code for _, code, _ in _PLACES], place),
        pc.binary_join_element_wise(number, street, ward, " "),
    ]


def _leave(staff: Staff, part: slice) -> list[pa.Array]:
    """State, its date, working days without pay, and why."""
    state, since = staff.state[part], staff.since[part]
    order = np.zeros(max(_STATES) + 1, dtype=np.int64)
    order[list(_STATES)] = np.arange(len(_STATES))
    begins = (np.where(since, since, 1970 * 12) - 1970 * 12).astype("datetime64[M]")
    words = [_take([text[i] for text in _STATES.values()], order[state]) for i in range(3)]
    date = pc.if_else(pa.array(state != State.WORKS), _date(begins.astype("datetime64[D]")), "")
    return [words[0], date, words[1], words[2]]


def _of_sex(names: tuple[str, str], sex: Numbers, random: Numbers) -> pa.Array:
    """Take one of the men's or of the women's names, laid end to end."""
    men, women = (words.split() for words in names)
    index = np.where(sex == 1, len(men) + random % len(women), random % len(men))
    return _take([*men, *women], index)


def _take(words: Sequence[str], index: Numbers) -> pa.Array:
    return pa.array(list(words)).take(pa.array(index))


def _same(word: str, like: Numbers) -> pa.Array:
    return pa.repeat(word, len(like))


def _padded(prefix: str, number: Numbers, width: int) -> pa.Array:
    digits = pc.utf8_lpad(pa.array(number).cast(pa.string()), width=width, padding="0")
    return pc.binary_join_element_wise(prefix, digits, "") if prefix else digits


def _date(day: np.ndarray) -> pa.Array:
    return pa.array(_DAYS).take(pa.array((day - _EPOCH).astype(np.int64)))


def _year_month(month: int) -> tuple[int, int]:
    return month // 12, month % 12 + 1
