"""Every word that stands in a file is read: counted by hand, against the parts, against openpyxl."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from xml.etree import ElementTree

import docx
import openpyxl
import pptx
import pytest
from openpyxl.comments import Comment
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from search.extraction.sandbox import Extract, extract
from tests.search.files import (
    sheets,
    word,
    zipped,
)

WORD = re.compile(r"[^\W\d_]\w*")


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes, str], Extract]:
    """Read a file as the worker does: from a copy whose name says nothing of its kind."""

    def run(data: bytes, ending: str) -> Extract:
        path = tmp_path / "tmpq1.upload"
        path.write_bytes(data)
        return extract(path, ending)

    return run


def saved(document: object) -> bytes:
    target = io.BytesIO()
    document.save(target)  # type: ignore[attr-defined]
    return target.getvalue()


# Excel


def wrong_dimension() -> bytes:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>wiersz{n} kolumnaA</t></is></c>'
        f'<c r="B{n}" t="inlineStr"><is><t>kolumnaB{n}</t></is></c></row>'
        for n in range(1, 6)
    )
    return sheets({"Sheet": f'<dimension ref="A1"/><sheetData>{rows}</sheetData>'})


def far_cell() -> bytes:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>pracownik{n}</t></is></c>'
        f'<c r="XFD{n}" s="0"/></row>'
        for n in range(1, 41)
    )
    last = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>daleko</t></is></c></row>'
    second = '<row r="1"><c r="A1" t="inlineStr"><is><t>drugi</t></is></c></row>'
    return sheets(
        {
            "Kadry": f"<sheetData>{rows}{last}</sheetData>",
            "Drugi arkusz": f"<sheetData>{second}</sheetData>",
        }
    )


def test_excel_is_read_whatever_it_says_of_its_dimensions(read: Callable) -> None:
    assert set(read(wrong_dimension(), "xlsx").text.split()) == {
        "Sheet",
        *(f"wiersz{n}" for n in range(1, 6)),
        "kolumnaA",
        *(f"kolumnaB{n}" for n in range(1, 6)),
    }


def test_a_far_cell_costs_neither_time_nor_the_next_sheet(read: Callable) -> None:
    found = read(far_cell(), "xlsx")
    assert {f"pracownik{n}" for n in range(1, 41)} <= set(found.text.split())
    assert {"daleko", "drugi"} <= set(found.text.split())
    assert found.notes == ()


@pytest.mark.parametrize("strict", [False, True])
def test_words_in_strict_files_runs_and_numbers_are_as_people_see_them(
    read: Callable, strict: bool
) -> None:
    data = sheets(
        {
            "Umowy": '<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c>'
            '<c s="1"><v>46380</v></c><c s="2"><v>0.5</v></c><c s="3"><v>0.23</v></c>'
            '<c><v>1234.5</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c>'
            '<c t="str"><f>A1</f><v>wyliczone</v></c></row></sheetData>'
            '<headerFooter><oddHeader>&amp;L&amp;"Arial,Bold"Tajne&amp;P</oddHeader></headerFooter>'
        },
        strings="<si><r><t>prze</t></r><r><t>targ</t></r></si>"
        "<si><t>Kowalski</t><rPh><t>ふりがな</t></rPh></si>",
        styles='<numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy;@"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="20"/><xf numFmtId="9"/>'
        "</cellXfs>",
        strict=strict,
    )
    words = read(data, "xlsx").text.split()
    expected = ["przetarg", "Kowalski", "24.12.2026", "2026-12-24", "12:00", "23%", "1234.5"]
    assert words == ["Umowy", *expected, "TRUE", "wyliczone", "Tajne"]


def test_words_read_are_the_cells_of_openpyxl(read: Callable) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Zespół"
    moment = datetime(2026, 5, 2, 13, 45)  # noqa: DTZ001 (sheets know no time zones)
    sheet.append(["Zażółć", "gęślą jaźń", 7, 3.25, date(2026, 5, 1), moment])
    sheet.append([time(7, 30), True, "=1+1", None, "  spacje  "])
    sheet["A1"].comment = Comment("uwaga na marginesie", "Jan")
    sheet["A2"].number_format = "hh:mm"
    book.create_sheet("Ukryty").append(["niewidoczny"])
    book["Ukryty"].sheet_state = "hidden"
    found = set(read(saved(book), "xlsm").text.split())
    assert {"Zespół", "Zażółć", "gęślą", "jaźń", "7", "3.25", "spacje", "Ukryty"} <= found
    assert {"2026-05-01", "2026-05-02", "13:45:00", "07:30", "TRUE", "niewidoczny"} <= found
    assert {"uwaga", "na", "marginesie"} <= found


@pytest.mark.parametrize(
    ("pattern", "number", "shown"),
    [
        ("d mmmm yyyy", "46380", "24 December 2026 2026-12-24"),
        ("yyyy-mm-dd hh:mm", "46380.5", "2026-12-24 12:00"),
        ('yyyy"r."', "46380", "2026r. 2026-12-24"),
        ("[h]:mm", "1.5", "36:00"),
        ("mm:ss", "0.0104166667", "15:00"),
        ("h:mm AM/PM", "0.75", "6:00 PM"),
        ("General", "0.1", "0.1"),
        ("[Red]0.00", "3", "3"),
        ("0.0%", "0.125", "12.5%"),
        ("dd.mm.yyyy", "60", "28.02.1900 1900-02-28"),
        ("dd.mm.yyyy", "-5", "-5"),
        ("dd.mm.yyyy", "nie liczba", "nie liczba"),
    ],
)
def test_numbers_are_shown_by_their_format(pattern: str, number: str, shown: str) -> None:
    from search.extraction.readers import number_format

    assert number_format.shown(number, pattern) == shown


def test_days_since_1904(read: Callable) -> None:
    from search.extraction.readers import number_format

    assert number_format.shown("0", "yyyy-mm-dd", since_1904=True) == "1904-01-01"


# Word, PowerPoint, OpenDocument


def test_a_word_file_counted_by_hand(read: Callable) -> None:
    body = (
        "<w:p><w:r><w:t>Regu</w:t></w:r><w:r><w:t>lamin</w:t></w:r><w:r><w:tab/><w:t>pracy</w:t></w:r>"
        "<w:r><w:footnoteReference/></w:r><w:r><w:t>zdalnej</w:t></w:r></w:p>"
        "<w:p><w:r><w:instrText>HYPERLINK tajne</w:instrText></w:r><w:del><w:r>"
        "<w:delText>skreślone</w:delText></w:r></w:del><w:r><w:t>e</w:t><w:noBreakHyphen/>"
        "<w:t>mail</w:t></w:r></w:p>"
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>ramka</w:t></w:r>"
        "</w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>ramka</w:t>"
        "</w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>obok</w:t>"
        "</w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>lewa</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r>"
        "<w:t>prawa</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>".format
    data = word(
        body,
        header1=paragraph("nagłówek"),
        footnotes=paragraph("przypis"),
        comments=f"<w:comment>{paragraph('komentarz')}</w:comment>",
        styles=paragraph("styl"),
    )
    words = read(data, "docx").text.split()
    assert words[:9] == [
        "Regulamin",
        "pracy",
        "zdalnej",
        "e-mail",
        "ramka",
        "obok",
        "lewa",
        "prawa",
        "komentarz",
    ]
    assert sorted(words[8:]) == ["komentarz", "nagłówek", "przypis"]


def open_text() -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "draw")
    )
    body = (
        f"<office:document-content {spaces}><text:tracked-changes><text:p>usunięte</text:p>"
        "</text:tracked-changes><text:h>Regu<text:span>lamin</text:span></text:h>"
        "<text:p>pracy<text:note><text:note-body><text:p>przypis</text:p></text:note-body></text:note>"
        "zdalnej<text:s/>od<text:tab/>maja<text:line-break/>2026</text:p>"
        '<table:table table:name="Stawki"><table:table-row><table:table-cell><text:p>dieta</text:p>'
        "</table:table-cell></table:table-row></table:table></office:document-content>"
    )
    footer = f"<office:styles {spaces}><text:p>stopka</text:p></office:styles>"
    kind = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": kind, "content.xml": body, "styles.xml": footer})


def test_an_open_document_counted_by_hand(read: Callable) -> None:
    words = read(open_text(), "odt").text.split()
    assert words == [
        "Regulamin",
        "przypis",
        "pracy",
        "zdalnej",
        "od",
        "maja",
        "2026",
        "Stawki",
        "dieta",
        "stopka",
    ]


def test_a_flat_open_document(read: Callable) -> None:
    with zipfile.ZipFile(io.BytesIO(open_text())) as packed:
        assert "Regulamin" in read(packed.read("content.xml"), "fodt").text


def deck() -> bytes:
    presentation = pptx.Presentation()
    layout = presentation.slide_layouts[5]
    first = presentation.slides.add_slide(layout)
    first.shapes.title.text = "Wyniki kwartału"
    first.notes_slide.notes_text_frame.text = "powiedzieć o premii"
    table = first.shapes.add_table(1, 2, 0, 0, Inches(4), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "Gniezno", "Brno"
    second = presentation.slides.add_slide(layout)
    second.shapes.title.text = "Plan"
    data = CategoryChartData()
    data.categories = ["styczeń", "luty"]
    data.add_series("Sprzedaż", (1, 2))
    place = (0, 0, Inches(4), Inches(3))
    second.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, data)
    presentation.slides.add_slide(presentation.slide_layouts[6])
    return saved(presentation)


def test_a_presentation_counted_by_hand(read: Callable) -> None:
    found = read(deck(), "pptx")
    words = [w for w in found.text.split() if not w.replace(".", "").isdigit()]
    assert words[:8] == [
        "Wyniki",
        "kwartału",
        "Gniezno",
        "Brno",
        "powiedzieć",
        "o",
        "premii",
        "Plan",
    ]
    assert set(words[8:]) == {"Sprzedaż", "styczeń", "luty"}
    assert (found.pages, found.empty_pages) == (3, 1)


def document() -> bytes:
    made = docx.Document()
    made.add_heading("Instrukcja")
    made.add_paragraph("Zażółć ").add_run("gęślą").bold = True
    made.add_table(2, 2).cell(1, 1).text = "komórka tabeli"
    made.sections[0].header.paragraphs[0].text = "Nagłówek strony"
    made.sections[0].footer.paragraphs[0].text = "Stopka strony"
    return saved(made)


def book() -> bytes:
    made = openpyxl.Workbook()
    for row in range(200):
        made.active.append([f"nazwisko{row}", "Zażółć gęślą", row])
    return saved(made)


@pytest.mark.parametrize(
    ("data", "ending"),
    [(document(), "docx"), (book(), "xlsx"), (deck(), "pptx"), (open_text(), "odt"),
     (far_cell(), "xlsx"), (wrong_dimension(), "xlsx")],
)  # fmt: skip
def test_at_least_99_in_100_words_of_the_parts_are_read(
    read: Callable, data: bytes, ending: str
) -> None:
    wanted = words_in_parts(data)
    found = set(WORD.findall(read(data, ending).text))
    assert wanted
    assert len(wanted & found) >= 0.99 * len(wanted), wanted - found


def words_in_parts(data: bytes) -> set[str]:
    """Words of the text elements of all parts but masters, by another parser and another way."""
    left_out = re.compile(
        r"theme|styles|[sS]lideMaster|slideLayout|notesMaster|docProps|printer|settings|embeddings"
    )
    words: set[str] = set()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in packed.namelist():
            if not name.endswith(".xml") or left_out.search(name):
                continue
            for element in ElementTree.fromstring(packed.read(name)).iter():
                if element.tag.rpartition("}")[2] == "tracked-changes":
                    element.clear()
                if element.tag.rpartition("}")[2] in ("p", "si", "is"):
                    texts = [e for e in element.iter() if e.tag.endswith("}t")]
                    plain = "".join(t.text or "" for t in texts) or (element.text or "")
                    words |= set(WORD.findall(plain))
    return words
