"""Documents against XSDs: who decides, what is told, and what is never fetched or repeated."""

from __future__ import annotations

import pytest

from config.profile import Profile, load_profile
from validators.errors import SchemaFileError
from validators.schema import Schemas

HEAD = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
ITEM = HEAD + (
    '<xs:simpleType name="Code"><xs:restriction base="xs:string">'
    '<xs:pattern value="[0-9]*"/><xs:minLength value="3"/><xs:maxLength value="5"/>'
    "</xs:restriction></xs:simpleType>"
    '<xs:simpleType name="Sex"><xs:restriction base="xs:string">'
    '<xs:enumeration value="0"/><xs:enumeration value="1"/></xs:restriction></xs:simpleType>'
    '<xs:simpleType name="Month"><xs:restriction base="xs:integer">'
    '<xs:minInclusive value="1"/><xs:maxInclusive value="12"/></xs:restriction></xs:simpleType>'
    "</xs:schema>"
)
LIST = HEAD + (
    '<xs:include schemaLocation="item.xsd"/><xs:import namespace="urn:none"/>'
    '<xs:element name="Ds"><xs:complexType><xs:sequence maxOccurs="unbounded">'
    '<xs:element name="Ma" type="Code"/><xs:element name="Gt" type="Sex"/>'
    '<xs:element name="Thang" type="Month"/></xs:sequence>'
    '<xs:attribute name="ky" use="required"/></xs:complexType>'
    '<xs:unique name="Once"><xs:selector xpath="Ma"/><xs:field xpath="."/></xs:unique>'
    "</xs:element></xs:schema>"
)
ROW = "<Ma>123</Ma><Gt>0</Gt><Thang>12</Thang>"
GOOD = f"<Ds ky='1'>{ROW}</Ds>"


def profile_in(folder, **files: str) -> Profile:
    for name, text in {"list": LIST, "item": ITEM, **files}.items():
        (folder / f"{name}.xsd").write_text(text)
    receipts = (
        {
            "kind": "submission",
            "root": "Ds",
            "form": "XN-NOP",
            "signed_at": "CKy",
            "signer": "ivan",
        },
        {"kind": "statement", "root": "Other", "signed_at": "CKy", "signer": "bhxh"},
    )
    return Profile.model_validate(
        {
            "folder": folder,
            "name": "mẫu",
            "description": "mẫu",
            "receipts": [{**one, "schema_file": "list.xsd"} for one in receipts],
            "schemas": {"Ds": "list.xsd", **{name: f"{name}.xsd" for name in files}},
        }
    )


@pytest.fixture(name="schemas")
def _schemas(tmp_path):
    return Schemas(profile_in(tmp_path))


def test_a_right_document_has_no_problems(schemas):
    for name in ("Ds", "Ds", "XN-NOP"):
        assert schemas.check(GOOD.encode(), name) == ()


@pytest.mark.parametrize(
    ("old", "new", "path", "told"),
    [
        ("123", "12x", "/Ds/Ma", ("sai định dạng", "required form")),
        ("123", "12", "/Ds/Ma", ("quá ngắn", "too short")),
        ("123", "123456", "/Ds/Ma", ("quá dài", "too long")),
        ("<Gt>0", "<Gt>2", "/Ds/Gt", ("danh mục", "in the list")),
        (">12<", ">0<", "/Ds/Thang", ("quá nhỏ", "too small")),
        (">12<", ">13<", "/Ds/Thang", ("quá lớn", "too large")),
        (">12<", ">mười<", "/Ds/Thang", ("kiểu dữ liệu", "of its type")),
        (" ky='1'", "", "/Ds", ("Thuộc tính", "attribute")),
        ("<Gt>0</Gt>", "", "/Ds", ("Thẻ Thang", "Thang is not expected here; expected: Gt")),
        ("<Thang>12</Thang>", "", "/Ds", ("Thiếu thẻ: Thang", "missing: Thang")),
        ("<Ma>", "chữ<Ma>", "/Ds", ("cấu trúc", "as the schema says")),
        (ROW, ROW * 2, "/Ds", ("bị trùng", "repeated")),
    ],
)
def test_a_wrong_place_is_told_in_both_languages(schemas, old, new, path, told):
    (problem,) = schemas.check(GOOD.replace(old, new).encode(), "Ds")

    assert problem.path.startswith(path)
    assert told[0] in problem.message_vi
    assert told[1] in problem.message_en
    assert problem.line == 1


def test_a_message_never_holds_the_value(schemas):
    secret = "079099001234"

    problems = schemas.check(
        GOOD.replace("123", secret).replace(">12<", f">{secret}x<").encode(), "Ds"
    )

    assert len(problems) == 2
    assert secret not in repr(problems)


def test_the_line_is_the_line_of_the_file(schemas):
    (problem,) = schemas.check(GOOD.replace("<Gt>0", "\n\n<Gt>2").encode(), "Ds")

    assert problem.line == 3


def test_at_most_a_hundred_places_are_told(schemas):
    rows = "".join(f"<Ma>{n}</Ma><Gt>2</Gt><Thang>1</Thang>" for n in range(100, 400))

    assert len(schemas.check(f"<Ds ky='1'>{rows}</Ds>".encode(), "Ds")) == 100


@pytest.mark.parametrize("data", [b"<Ds", b"<!DOCTYPE Ds><Ds/>", b"\xff"])
def test_what_is_no_safe_xml_is_one_problem(schemas, data):
    (problem,) = schemas.check(data, "Ds")

    assert (problem.path, problem.line) == ("/", 0)


def test_another_root_is_one_problem(schemas):
    for data, name in ((b"<Ma>123</Ma>", "Ds"), (GOOD.encode(), "Other")):
        (problem,) = schemas.check(data, name)

        assert "root" in problem.message_en


def test_a_refusal_stands_though_nobody_can_explain_it(tmp_path):
    schemas = Schemas(profile_in(tmp_path))
    assert schemas.check(GOOD.encode(), "Ds") == ()
    (tmp_path / "list.xsd").write_text(HEAD + '<xs:element name="Ds" type="Absent"/></xs:schema>')

    (problem,) = schemas.check(GOOD.replace("<Gt>0</Gt>", "").encode(), "Ds")

    assert problem.path == "/Ds/Thang"
    assert problem.message_en == "It is not as the schema says"


def test_a_schema_that_the_profile_lacks_is_told_by_name(schemas):
    with pytest.raises(SchemaFileError, match="D02-TS"):
        schemas.check(b"<a/>", "D02-TS")


@pytest.mark.parametrize(
    "text",
    [
        "not xml",
        HEAD + '<xs:element name="a" type="Absent"/></xs:schema>',
        HEAD + '<xs:include schemaLocation="http://127.0.0.1:1/a.xsd"/></xs:schema>',
        HEAD + '<xs:include schemaLocation="../a.xsd"/></xs:schema>',
        HEAD + '<xs:include schemaLocation="/etc/a.xsd"/></xs:schema>',
        HEAD + '<xs:include schemaLocation="absent.xsd"/></xs:schema>',
    ],
)
def test_a_schema_that_cannot_be_used_is_told_by_name(tmp_path, text):
    # It lies there and is right, but not beside the schema.
    (tmp_path / "a.xsd").write_text(ITEM)
    (tmp_path / "profile").mkdir()
    schemas = Schemas(profile_in(tmp_path / "profile", bad=text.replace("/etc", str(tmp_path))))

    with pytest.raises(SchemaFileError):
        schemas.check(b"<a/>", "bad")


def test_two_schemas_may_include_a_third(tmp_path):
    include = '<xs:include schemaLocation="item.xsd"/>'
    between = HEAD + include + "</xs:schema>"
    both = LIST.replace(include, include + '<xs:include schemaLocation="between.xsd"/>')
    schemas = Schemas(profile_in(tmp_path, list=both, between=between))

    assert schemas.check(GOOD.encode(), "Ds") == ()


def test_every_schema_of_the_default_profile_can_be_used():
    profile = load_profile("default")
    names = [*profile.schemas, *(form.form or form.root for form in profile.receipts)]
    schemas = Schemas(profile)

    for name in names:
        assert schemas.check(b"<something-else/>", name)[0].message_en.startswith("The root")
