"""The report for the board on paper."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from social.community.models import Report
from social.community.numbers.summary import firm_numbers, goals, report_text
from social.community.reports import text as reports
from tests.social.analytics.numbers import tell

TEXT = """## Mniej maili

Pierwsze zdanie z **ważnym słowem** -- i __podkreśleniem__.

- jeden
- dwa

| Dział | Głosy |
|---|---|
| Łódź | 12 |
"""


@pytest.mark.django_db
def test_every_number_leads_to_itself(client_of, community_manager) -> None:
    period = date(2026, 10, 1)
    for part, value in (("", 3.8), ("p90", 31.7)):
        tell(metric="A2", part=part, cell="firm", period=period, value=value, n=50, contributors=50)
    with translation.override("en"):
        text = "\n".join(s.markdown for s in goals(*firm_numbers(period))[0].sentences)
        assert "**3.8 h** [time-to-first-answer]" in text
        assert "**31.7 h** [time-to-first-answer.p90]" in text
        report = Report.objects.create(
            period=period, language="en", title="x", text=f"{text} [A2.x] [A2] [answered-question]"
        )
        rows = reports.cited(report)
    assert [(number, name, value) for number, name, _title, value in rows] == [
        (1, "time-to-first-answer", "3.8 h"),
        (2, "time-to-first-answer.p90", "31.7 h"),
    ]
    assert rows[1][2].endswith("nine in ten are answered after")
    page = client_of(community_manager).get(report.get_absolute_url()).content.decode()
    assert (
        f'{reverse("community:metric", args=["time-to-first-answer"])}?month=2026-10#part-p90">[2]</a>'
        in page
    )
    assert "[A2.x]" in page
    assert "[answered-question]" in page
    assert page.count(">[1]</a>") == 2  # older reports call it A2
    assert 'href="#evidence-time-to-first-answer.p90"' in reports.as_html(report, links=False)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_board_reads_no_report_with_a_gap(language, client_of, community_manager) -> None:
    with translation.override(language):
        report = Report.objects.create(
            period=date(2026, 10, 1), language=language, title="x", text=report_text([])
        )
    client = client_of(community_manager)
    address = reverse("community:publish-report", args=[report.pk])
    answer = client.post(address)
    assert answer.url == reverse("community:edit-report", args=[report.pk])
    report.refresh_from_db()
    assert report.published_at is None
    report.text = "## A plan\n\nWe ask."
    report.save()
    client.post(address)
    report.refresh_from_db()
    assert report.published_at is not None


@pytest.mark.django_db
def test_the_demo_company_publishes_its_plan() -> None:
    from home.demo import community as demo

    demo._report()
    assert Report.objects.exclude(published_at=None).count() == len(reports.LANGUAGES)
    assert not any(reports.has_gap(report) for report in Report.objects.all())


@pytest.mark.django_db
def test_pdf_holds_what_the_page_shows_without_its_marks(client_of, community_manager) -> None:
    report = Report.objects.create(
        period=date(2026, 10, 1), language="pl", title="Stan społeczności", text=TEXT
    )
    answer = client_of(community_manager).get(reverse("community:report-pdf", args=[report.pk]))
    assert answer["Content-Type"] == "application/pdf"
    lines = PdfReader(BytesIO(answer.content)).pages[0].extract_text().splitlines()
    assert "Pierwsze zdanie z ważnym słowem -- i podkreśleniem." in lines
    assert "• dwa" in lines
    assert "Łódź 12" in lines
    assert not any(mark in line for line in lines for mark in ("**", "|", "##"))
