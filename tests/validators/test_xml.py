"""XML from outside: what is parsed, what is refused before the parser sees it."""

from __future__ import annotations

import pytest
from lxml import etree

from validators.errors import MalformedXmlError
from validators.xml import parse


@pytest.mark.parametrize(
    "head",
    [
        "",
        "\ufeff",
        '<?xml version="1.0"?>',
        "<?xml version='1.0' encoding='UTF-8'?>\n",
        '\ufeff<?xml version="1.0" encoding="utf-8" standalone="yes"?>',
    ],
)
def test_utf_8_is_read_with_and_without_declaration(head):
    root = parse(f"{head}<a>Đặng</a>".encode())

    assert root.text == "Đặng"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"<a>" + b"x" * 20_000_000 + b"</a>", "too-big"),
        ("<a>é</a>".encode("latin-1"), "not-utf-8"),
        ("<a>Đ</a>".encode("utf-16"), "not-utf-8"),
        ("<a>D</a>".encode("utf-16-le"), "not-utf-8"),
        (b'<?xml version="1.0" encoding="UTF-7"?><a>+AGE-</a>', "declaration"),
        (b'<?xml version="1.0" encoding="windows-1258"?><a/>', "declaration"),
        (b'<?xml version="1.1"?><a/>', "declaration"),
        (b"<!DOCTYPE a><a/>", "doctype"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>', "doctype"),
        (b"<a>&b;</a>", "not-xml"),
        (b"<a/><b/>", "not-xml"),
        (b"<a>", "not-xml"),
        (b"", "not-xml"),
        (b'<a b="1" b="2"/>', "not-xml"),
        (b"<a>" * 300 + b"</a>" * 300, "not-xml"),
        (b"<a>" + b"x" * 11_000_000 + b"</a>", "not-xml"),
    ],
    ids=range(16),
)
def test_what_we_do_not_trust_is_refused_with_a_word(data, word):
    with pytest.raises(MalformedXmlError) as refused:
        parse(data)

    assert refused.value.word == word


def test_includes_and_schema_locations_are_inert(tmp_path):
    secret = tmp_path / "secret.xml"
    secret.write_text("<secret/>")
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret}"/>'
    where = 'xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:noNamespaceSchemaLocation'

    root = parse(f'<a {where}="http://127.0.0.1:1/a.xsd">{include}</a>'.encode())

    assert b"<secret" not in etree.tostring(root)
