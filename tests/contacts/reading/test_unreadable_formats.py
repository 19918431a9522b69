"""What cannot be read is named for what it is, with the way to a list."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from command_line_check import Check, codes

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zipped(*names: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return sink.getvalue()


APPLE = zipped("Index/Document.iwa", "Metadata/Properties.plist")
SHORTCUT = '{"url":"https://docs.google.com/open?id=1","doc_id":"1"}'


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        pytest.param(APPLE, "list.numbers", "an Apple Numbers document.+Export To", id="Numbers"),
        pytest.param(APPLE, "list.pages", "an Apple Pages document", id="Pages"),
        pytest.param(APPLE, "list.zip", "Numbers, Pages or Keynote", id="either"),
        pytest.param(
            SHORTCUT, "list.gsheet", "a shortcut to a Google sheet.+Download", id="gsheet"
        ),
        pytest.param(
            b"\0\x01\0\0Standard ACE DB\0", "list.accdb", "an Access database.+Excel", id="Access"
        ),
        pytest.param(b"\0\x01\0\0Standard Jet DB\0", "list.mdb", "Access", id="old Access"),
        pytest.param(b"%PDF-1.7", "list.pdf", "a PDF document", id="PDF"),
        pytest.param(zipped("word/document.xml"), "list.docx", "a Word document.+copy", id="Word"),
        pytest.param(
            OLE + "WordDocument".encode("utf-16-le"), "list.doc", "a Word document", id="old Word"
        ),
        pytest.param(zipped("ppt/presentation.xml"), "a.pptx", "a PowerPoint", id="PowerPoint"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "list.png", r"a picture \(PNG\)", id="PNG"),
        pytest.param(b"\0\0\0\x18ftypheic", "list.heic", "a picture", id="a phone's photo"),
        pytest.param(b"RIFF\x24\0\0\0WEBPVP8 ", "list.webp", "a picture", id="WebP"),
        pytest.param(zipped("list.csv"), "list.zip", "a compressed file.+Unpack", id="ZIP"),
        pytest.param("[InternetShortcut]\nURL=x\n", "a.url", "a shortcut", id="a link"),
    ],
)
def test_a_file_of_another_kind_is_named_with_the_way_out(
    check: Check, content: bytes | str, name: str, words: str
) -> None:
    report = check(content, name=name)
    assert (codes(report["blockers"]), report["rows"]) == (["not_a_contact_file"], 0)
    assert re.search(words, report["said"]), report["said"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(OLE + "EncryptedPackage".encode("utf-16-le"), id="xlsx"),
        pytest.param(OLE + b"\x09\x08\x10\0" + bytes(16) + b"\x2f\0\x36\0", id="xls"),
    ],
)
def test_a_workbook_with_a_password_is_said_to_have_one(check: Check, content: bytes) -> None:
    report = check(content, name="list.xlsx")
    assert codes(report["blockers"]) == ["password_protected"]
    assert "protected by a password" in report["said"]


def test_a_list_that_only_mentions_such_a_thing_is_read(check: Check) -> None:
    text = "Name,Mobile,Note\nAsha,9876543210,see https://docs.google.com/ and list.pdf\n"
    assert check(text, name="list.csv")["accepted"] == 1
