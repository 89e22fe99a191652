"""Listings of the admin name each cell by its column, so that rows can be cards on a phone."""

from pathlib import Path
from types import SimpleNamespace

from django.conf import settings
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import reports

from ground import listings
from ground.listings import CardTable


def rendered(**values) -> str:
    columns = [TitleColumn("title", label="Page"), Column("said", label='Who & "what"')]
    table = CardTable(columns, [SimpleNamespace(pk=1, **values)])
    return table.render_html({})


def test_each_cell_names_its_column() -> None:
    html = rendered(title="Stołówka", said="<td>zupa")
    assert '<td data-label="Page" class="title"' in html
    assert '<td data-label="Who &amp; &quot;what&quot;"' in html
    assert "&lt;td&gt;zupa" in html
    assert 'class="listing listing--cards"' in html


def test_a_cell_without_words_says_so() -> None:
    assert rendered(title="Stołówka", said="").count(" data-empty") == 1
    assert "data-empty" not in rendered(title="Stołówka", said=0)


def test_every_report_of_ours_can_be_read_on_a_phone() -> None:
    """Reports are made from ground.listings.ReportView; tables by hand carry the class."""
    ours = [
        Path(settings.BASE_DIR, room) for room in ("blog", "ground", "home", "search", "social")
    ]
    for path in (file for room in ours for file in room.rglob("*.py")):
        if path.name == "listings.py":
            continue
        assert "wagtail.admin.views.reports import ReportView" not in path.read_text(), path
    for template in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        assert 'class="listing"' not in template.read_text(), template
    assert issubclass(listings.ReportView, reports.ReportView)
