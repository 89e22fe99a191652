"""Drafts, HTML and PDF of the report."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import font_source_sans_pro
from babel import localedata
from babel.dates import format_date
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, to_locale
from markdown_it import MarkdownIt

from social.analytics import told
from social.analytics.metrics import METRICS, metric_called
from social.analytics.metrics.parts import PARTS
from social.community.models import Report
from social.community.numbers.summary import (
    PLAN,
    firm_numbers,
    goals,
    key,
    report_text,
    shown,
    unit_of,
)

if TYPE_CHECKING:
    from fpdf import FPDF
    from markdown_it.token import Token

LANGUAGES = [code for code, _name in settings.LANGUAGES]
_REFERENCE = re.compile(r"\[([\w-]+(?:\.\w+)?)\]")
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def _month(period: dt.date, language: str) -> str:
    """The month inside a sentence: Polish has it in small letters, English does not."""
    locale = to_locale(language)
    if not localedata.exists(locale):
        return date_format(period, "F Y")
    return format_date(period, "LLLL y", locale=locale)


def draft(period: dt.date, language: str) -> Report:
    """The month in sentences, in the active language; an existing report is left alone."""
    now, then = firm_numbers(period)
    title = gettext("State of the community, %(month)s") % {"month": _month(period, language)}
    found, _created = Report.objects.get_or_create(
        period=period,
        language=language,
        defaults={"title": title, "text": report_text(goals(now, then))},
    )
    return found


def has_gap(report: Report) -> bool:
    """Whether the draft's invitation to write what is planned still stands there."""
    for language in LANGUAGES:
        with translation.override(language):
            if gettext(PLAN) in report.text:
                return True
    return False


def as_html(report: Report, *, links: bool) -> SafeString:
    """Rendered Markdown (raw HTML is not allowed); references become numbered links to their
    evidence.
    """
    html = _markdown.render(report.text)
    known = _cited(report.text)

    def refer(match: re.Match[str]) -> str:
        cell = _cell_of(match[1])
        if not cell:
            return match[0]
        target = f"#evidence-{_reference(cell)}"
        if links:
            name, _dot, part = _reference(cell).partition(".")
            target = f"{reverse('community:metric', args=[name])}?month={report.period:%Y-%m}"
            target += f"#part-{part}" if part else ""
        return f'<a class="small" href="{target}">[{known.index(cell) + 1}]</a>'

    return mark_safe(_REFERENCE.sub(refer, html))  # noqa: S308 - rendered without raw HTML


def _cited(text: str) -> list[str]:
    """What the text refers to, in its order: `A2`, `A2.p90`."""
    found = map(_cell_of, _REFERENCE.findall(text))
    return [cell for cell in dict.fromkeys(found) if cell]


def _cell_of(reference: str) -> str:
    """`A2.p90` for `time-to-first-answer.p90` and for itself; empty for what refers to nothing."""
    name, _dot, part = reference.partition(".")
    metric = metric_called(name)
    cell = f"{metric.code}.{part}" if metric and part else metric.code if metric else ""
    return cell if cell in METRICS or cell in PARTS else ""


def _reference(cell: str) -> str:
    """What is written for a cell today."""
    code, _dot, part = cell.partition(".")
    return f"{METRICS[code].name}.{part}" if part else METRICS[code].name


def cited(report: Report) -> list[tuple[int, str, str, str]]:
    """(number, reference, title, value about everybody) of what the text cites. Two queries."""
    found = _cited(report.text)
    codes = {one.partition(".")[0] for one in found}
    cells = told.shown(told.of_firm(codes, [report.period]))
    values = {key(cell): shown(cell.value, unit_of(key(cell))) for cell in cells}
    return [
        (number, _reference(one), _title(one), values.get(one, "–"))
        for number, one in enumerate(found, 1)
    ]


def _numbered(text: str) -> str:
    """The text with numbers in place of references, as on the page."""
    known = _cited(text)

    def refer(match: re.Match[str]) -> str:
        cell = _cell_of(match[1])
        return f"[{known.index(cell) + 1}]" if cell else match[0]

    return _REFERENCE.sub(refer, text)


def _title(reference: str) -> str:
    """The metric's name, with what its second number says."""
    title = gettext(METRICS[reference.partition(".")[0]].title)
    return f"{title}: {PARTS[reference]}" if reference in PARTS else title


def as_pdf(report: Report) -> bytes:
    """Title, text and the table of evidence on A4, with an embedded font."""
    from fpdf import FPDF  # slow to import, and few processes ever make a PDF

    page = FPDF()
    page.set_title(report.title)
    page.set_lang(report.language)
    for style, path in (
        ("", font_source_sans_pro.SourceSansPro),
        ("B", font_source_sans_pro.SourceSansProBold),
    ):
        page.add_font("Source Sans", style, path)
    page.set_margin(22)
    page.add_page()
    page.set_font("Source Sans", "B", 20)
    page.multi_cell(0, 10, report.title, new_x="LMARGIN", new_y="NEXT")
    _pdf_text(page, _numbered(report.text))
    _pdf_evidence(page, report)
    return bytes(page.output())


def _pdf_text(page: FPDF, text: str) -> None:
    """Headings, paragraphs, lists and tables of the Markdown that `as_html` renders."""
    size, mark = 11, ""
    rows: list[list[str]] | None = None
    for token in _markdown.parse(text):
        if token.type == "heading_open":
            page.ln(3)
            size = 14
        elif token.type == "list_item_open":
            mark = f"{token.info}. " if token.info else "\N{BULLET} "
        elif token.type == "table_open":
            rows = []
        elif token.type == "tr_open" and rows is not None:
            rows.append([])
        elif token.type == "table_close" and rows:
            _pdf_table(page, rows)
            rows = None
        elif token.type == "inline" and rows is not None:
            rows[-1].append("".join(child.content for child in token.children or []))
        elif token.type == "inline":
            _pdf_paragraph(page, token.children or [], size, mark)
            size, mark = 11, ""


def _pdf_paragraph(page: FPDF, pieces: Sequence[Token], size: int, mark: str) -> None:
    """One paragraph after its list mark; headings and strong words are bold."""
    is_strong = size > 11
    page.set_font("Source Sans", "B" if is_strong else "", size)
    page.write(size * 0.55, mark)
    for piece in pieces:
        if piece.type in ("strong_open", "strong_close"):
            is_strong = piece.type == "strong_open"
        page.set_font("Source Sans", "B" if is_strong else "", size)
        page.write(size * 0.55, "\n" if piece.type == "hardbreak" else piece.content or _gap(piece))
    page.ln(size * 0.7)


def _gap(piece: Token) -> str:
    return " " if piece.type == "softbreak" else ""


def _pdf_table(page: FPDF, rows: list[list[str]]) -> None:
    page.set_font("Source Sans", "", 10)
    with page.table(line_height=6, padding=1, borders_layout="HORIZONTAL_LINES") as table:
        for cells in rows:
            table.row(cells)
    page.ln(3)


def _pdf_evidence(page: FPDF, report: Report) -> None:
    page.ln(4)
    page.set_font("Source Sans", "B", 12)
    page.multi_cell(0, 8, gettext("Evidence"), new_x="LMARGIN", new_y="NEXT")
    page.set_font("Source Sans", "", 10)
    for number, _name, title, value in cited(report):
        line = f"[{number}]  {title}: {value}"
        page.multi_cell(0, 5.5, line, new_x="LMARGIN", new_y="NEXT")
    page.ln(2)
    page.set_font("Source Sans", "", 9)
    note = gettext(
        "Numbers about groups of at least ten people. Nothing here is about a single person."
    )
    page.multi_cell(0, 5, note, new_x="LMARGIN", new_y="NEXT")
