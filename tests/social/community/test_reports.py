"""The report for the board on paper."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from social.community.models import Report

TEXT = """## Mniej maili

Pierwsze zdanie z **ważnym słowem** -- i __podkreśleniem__.

- jeden
- dwa

| Dział | Głosy |
|---|---|
| Łódź | 12 |
"""


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
