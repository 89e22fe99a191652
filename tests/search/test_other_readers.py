"""Old and other kinds of files, any encoding, and what is said when a limit is reached."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from search.extraction.readers import archive, pdf, text
from search.extraction.readers.text import Text, decoded
from search.extraction.sandbox import Extract, extract
from tests.search.files import compound, old_sheet, old_slides, pdf_with_text, word, zipped
from tests.search.test_readers import read, wrong_dimension

__all__ = ["read"]  # the fixture


def test_old_sheets(read: Callable) -> None:
    assert read(old_sheet([["Zażółć", "gęślą"], ["jaźń"]]), "xls").text.split()[-3:] == [
        "Zażółć",
        "gęślą",
        "jaźń",
    ]


def test_old_slides_without_their_master(read: Callable) -> None:
    data = compound({"PowerPoint Document": old_slides("Wyniki\rkwartału", "Plan — zażółć")})
    found = read(data, "ppt")
    assert found.text.split() == ["Wyniki", "kwartału", "Plan", "—", "zażółć"]
    assert found.pages == 2


def test_a_mail_of_outlook(read: Callable) -> None:
    streams = {
        "__properties_version1.0": bytes(32),
        "__substg1.0_0037001F": "Delegacja do Brna".encode("utf-16-le"),
        "__substg1.0_0C1A001F": "Jan Kowalski".encode("utf-16-le"),
        "__substg1.0_0E04001E": "Żaneta Wróbel".encode("cp1250"),
        "__substg1.0_1000001F": "Proszę o hotel".encode("utf-16-le"),
    }
    found = read(compound(streams), "msg").text.split("\n")
    lines = ["Delegacja do Brna", "Jan Kowalski", "Żaneta Wróbel", "Proszę o hotel"]
    assert [line.strip() for line in found] == lines


RICH_TEXT = (
    rb"{\rtf1\ansi\ansicpg1250{\fonttbl{\f0\fcharset238 Arial;}}\f0 Za\'bf\'f3\'b3\'e6 "
    rb"g\u281?\'9cl\'b9\par drugi wiersz}"
)


@pytest.mark.parametrize("ending", ["rtf", "doc"])
def test_rich_text_whatever_it_is_called(read: Callable, ending: str) -> None:
    assert read(RICH_TEXT, ending).text.split() == ["Zażółć", "gęślą", "drugi", "wiersz"]


def test_a_table_in_html_that_is_called_xls(read: Callable) -> None:
    source = "<html><meta charset='windows-1250'><table><tr><td>Zażółć<td>gęślą</table>"
    assert read(source.encode("cp1250"), "xls").text.split() == ["Zażółć", "gęślą"]


def test_a_new_file_with_an_old_ending_and_the_other_way_round(read: Callable) -> None:
    assert "wiersz1" in read(wrong_dimension(), "xls").text
    assert "Zażółć" in read(old_sheet([["Zażółć"]]), "xls").text
    assert "Plan" in read(compound({"PowerPoint Document": old_slides("Plan")}), "pptx").text


def test_a_mail_with_odd_headers_and_character_sets(read: Callable) -> None:
    data = (
        b"Subject: =?utf-8?b?WmHFvMOzxYLEhw==?=\r\nFrom: <\r\nContent-Type: text/plain; "
        b"charset=nigdzie\r\n\r\n" + "gęślą jaźń".encode()
    )
    found = read(data, "eml").text
    assert "Zażółć" in found
    assert "gęślą jaźń" in found


@pytest.mark.skipif(not shutil.which("catdoc"), reason="catdoc is not installed")
def test_an_old_word_file_that_is_none_is_a_note(read: Callable) -> None:
    assert read(compound({"WordDocument": bytes(64)}), "doc").text.strip() == ""


def test_an_old_word_file_without_a_converter_is_found_by_its_title(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from search.extraction.child import read as read_here

    path = tmp_path / "stary.doc"
    path.write_bytes(compound({"WordDocument": bytes(64)}))
    monkeypatch.setattr("search.extraction.readers.old_office.shutil.which", lambda name: None)
    found = Text()
    with path.open("rb") as file:
        read_here("doc", file, found)
    assert list(found.notes) == ["converter"]


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pptx", "xlsm"])
def test_a_locked_office_file_says_so(read: Callable, ending: str) -> None:
    data = compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x" * 5000})
    assert read(data, ending) == Extract(notes=("locked",))


def test_other_locked_files_say_so(read: Callable) -> None:
    locked_doc = b"\xec\xa5" + bytes(8) + (0x0100).to_bytes(2, "little") + bytes(50)
    assert read(compound({"WordDocument": locked_doc}), "doc").notes == ("locked",)
    manifest = "<manifest><encryption-data/></manifest>"
    parts = {"META-INF/manifest.xml": manifest, "content.xml": "\0\1"}
    assert read(zipped(parts), "odt").notes == ("locked",)


# Encodings


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250", "iso8859-2"]
)
@pytest.mark.parametrize("ending", ["txt", "csv", "md", "log"])
def test_text_in_any_encoding(read: Callable, encoding: str, ending: str) -> None:
    sentence = "Zażółć gęślą jaźń, ósma w Środę"
    assert read(sentence.encode(encoding), ending).text == sentence


def test_a_character_cut_in_two_at_the_end_does_not_change_the_encoding() -> None:
    assert decoded("żółw".encode()[:-3] + "ó".encode()[:1]).startswith("ż")
    assert decoded(("ż" * 10).encode()[:-1]) == "ż" * 9


# Limits


def test_limits_that_are_reached_are_noted_and_the_beginning_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(text, "LONGEST_TEXT", 100)
    found = Text()
    found.add("a" * 99)
    assert not found.add("bbb")
    assert (len(str(found).replace("\n", "")), list(found.notes)) == (100, ["length"])


def test_too_many_cells_are_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    from search.extraction.readers import sheets as reader

    monkeypatch.setattr(reader, "MOST_CELLS", 5)
    found = Text()
    reader.read_sheets(io.BytesIO(wrong_dimension()), found)
    assert list(found.notes) == ["cells"]
    assert "wiersz1" in str(found)


def test_too_many_pages_are_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    for reader in (pdf.read_pdf, pdf.read_pdf_slowly):
        found = Text()
        reader(io.BytesIO(pdf_with_text("Regulamin", empty_pages=5)), found)
        assert (found.pages, list(found.notes)) == (2, ["pages"])


def test_what_unpacks_to_too_much_is_given_up_whatever_its_directory_says(
    read: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = word("<w:p><w:r><w:t>początek</w:t></w:r></w:p>", comments="<w:p/>" * 300_000)
    monkeypatch.setattr(archive, "LARGEST_PART", 100_000)
    from search.extraction.child import read as read_here

    found = Text()
    read_here("docx", io.BytesIO(data), found)
    assert list(found.notes) == ["unpacked"]
    assert "początek" in str(found)


def test_a_damaged_part_does_not_cost_the_others(read: Callable) -> None:
    data = word("<w:p><w:r><w:t>dobre</w:t></w:r></w:p>", comments="<w:p>")
    found = read(data, "docx")
    assert (found.text, found.notes) == ("dobre", ("parts",))


def test_a_crash_of_the_reader_of_pdf_leaves_the_slow_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from search.extraction import sandbox

    run = sandbox._run

    def crashing(path: Path, reader: str, megabytes: int, seconds: int) -> Extract:
        if reader == "pdf":
            return Extract(notes=("crash",))
        return run(path, reader, megabytes, seconds)

    monkeypatch.setattr(sandbox, "_run", crashing)
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_with_text("Regulamin pracy"))
    assert "Regulamin" in extract(path, "pdf").text


def test_locked_slides_say_so(read: Callable) -> None:
    streams = {"PowerPoint Document": old_slides("Plan"), "EncryptedSummary": b"x"}
    assert read(compound(streams), "ppt").notes == ("locked",)


@pytest.mark.parametrize("ending", ["txt", "md", "html", "rtf"])
def test_a_file_that_is_longer_than_what_is_read_says_so(
    monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    from search.extraction.child import read as read_here
    from search.extraction.readers import plain

    monkeypatch.setattr(plain, "LONGEST_TEXT", 10)
    found = Text()
    data = (RICH_TEXT[:-1] + b" dalej" * 50 + b"}") if ending == "rtf" else b"dalej " * 50
    read_here(ending, io.BytesIO(data), found)
    assert "length" in found.notes
    assert str(found)
