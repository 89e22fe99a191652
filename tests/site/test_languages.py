"""A third language needs one setting and a catalogue: proved with one that nobody speaks.

Quenya, as far as Django knows, has neither a name nor plurals; no analyzer of search knows it.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf.locale import LANG_INFO
from django.core import mail
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.urls import reverse
from django.utils import formats, translation
from wagtail.models import Locale, Page

from blog.pages.models import GuidePage, NewsPage
from ground import languages, spreadsheets
from rynek import catalogues, preparation
from rynek.settings import env
from rynek.settings.languages import languages as read_languages
from rynek.settings.languages import named
from tests.factories import make_page, make_person
from tests.search.engines import find, make_document, make_index, read

ROOT = Path(__file__).parents[2]
CATALOGUE = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Language"
msgstr "Lambë"

msgid "Search"
msgstr "Cesta"
"""


@pytest.fixture
def quenya(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The house speaks Quenya besides, with a catalogue of two words that the company brings."""
    file = tmp_path / "locale" / "qya" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_text(CATALOGUE, "utf-8")
    offered = read_languages("pl,en,qya=Quenya")
    monkeypatch.delitem(LANG_INFO, "qya", raising=False)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = named(offered)
    catalogues.compile_all()
    yield "qya"
    LANG_INFO.pop("qya", None)


@pytest.fixture
def speaker(quenya: str) -> Any:
    return make_person("Nerwen", "Artanis", language=quenya)


pytestmark = pytest.mark.django_db


def test_the_site_opens_in_it_and_says_in_the_houses_language_what_the_catalogue_lacks(
    speaker: Any, client_of: Callable
) -> None:
    client = client_of(speaker)
    root = client.get("/")
    assert root.url == "/qya/"
    page = client.get("/qya/")
    text = page.content.decode()
    assert page.status_code == 200 and '<html lang="qya"' in text
    assert page.headers["Content-Language"] == "qya"
    assert "Lambë" in text and "Cesta" in text
    assert "Zaloguj" in text or "Wyloguj" in text  # Polish, the house's own


def test_everybody_can_choose_it(quenya: str, client_of: Callable, employee: Any) -> None:
    client = client_of(employee)
    switch = client.get(reverse("people:edit-profile")).content.decode()
    assert "Quenya" in switch and 'value="qya"' in switch
    client.post(reverse("people:set-language"), {"language": quenya})
    employee.refresh_from_db()
    assert employee.preferred_language == quenya
    employee.full_clean()
    employee.language = "tlh"
    with pytest.raises(ValidationError):
        employee.full_clean()


def test_pages_are_written_and_offered_in_it(
    speaker: Any, client_of: Callable, administrator: Any
) -> None:
    assert preparation.open_languages() == ["qya"] and preparation.open_languages() == []
    page = make_page(NewsPage, "Nowa kantyna", text="Dziś pierogi")
    form = client_of(administrator).get(f"/admin/translation/submit/page/{page.pk}/")
    assert "Quenya" in form.content.decode()
    locale = Locale.objects.get(language_code="qya")
    copy = page.copy_for_translation(locale, copy_parents=True)
    copy.title = "Vinya mátasambë"
    copy.save_revision().publish()
    for above in copy.get_ancestors().filter(depth__gt=1, live=False):
        above.specific.save_revision().publish()
    assert copy.get_url().startswith("/qya/")
    shown = client_of(speaker).get(page.get_url()).content.decode()
    assert f'href="{copy.get_url()}"' in shown and 'hreflang="qya"' in shown
    assert "Quenya" in shown
    own = client_of(speaker).get(copy.get_url())
    assert own.status_code == 200 and 'lang="qya"' in own.content.decode()


def test_search_reads_it_with_the_neutral_analyzer_and_offers_it_as_a_facet(
    speaker: Any, client_of: Callable, whoosh_house: Callable
) -> None:
    preparation.open_languages()
    locale = Locale.objects.get(language_code="qya")
    polish = make_page(GuidePage, "Elen síla", text="wspólny wątek")
    copy = polish.copy_for_translation(locale, copy_parents=True)
    copy.title = "Elen síla lúmenn omentielvo"
    copy.body = [("text", "Namárië wątek")]
    copy.save_revision().publish()
    whoosh_house()
    client = client_of(speaker)
    for typed in ("omentielvo", "namarie", "NAMÁRIË", "omentielv"):
        answer = client.get("/search/", {"q": typed}).context["answer"]
        assert [hit.title for hit in answer.hits] == [copy.title], typed
    answer = client.get("/search/", {"q": "watek"}).context["answer"]
    (facet,) = [facet for facet in answer.facets if facet.name == "language"]
    assert {(o.value, str(o.label)) for o in facet.options} >= {("qya", "Quenya")}
    answer = client.get("/search/", {"q": "watek language:quenya"}).context["answer"]
    assert [hit.title for hit in answer.hits] == [copy.title]


def test_the_index_tells_it_apart_from_others_without_an_analyzer(tmp_path: Path) -> None:
    """Comments and files are told apart by the index alone."""
    snapshot = read(
        make_index(
            tmp_path,
            [
                make_document("1", "Namárië", language="qya"),
                make_document("2", "nuqneH", language="tlh"),
                make_document("3", "Cześć wszystkim", language=""),
            ],
        )
    )
    assert [snapshot.value("language", doc) for doc in range(3)] == ["qya", "tlh", "pl"]
    assert find(snapshot, "namarie") == ["1"]


@pytest.fixture
def whoosh_house(settings: Any, tmp_path: Path) -> Callable:
    from django.core.management import call_command

    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {
            "BACKEND": "search.engine.whoosh",
            "PATH": str(tmp_path / "index"),
            "AUTO_UPDATE": False,
        }
    }
    return lambda: call_command("update_index", verbosity=0)


def test_mails_speak_it(speaker: Any, client: Any) -> None:
    from social.people.sign_in.tasks import send_password_reset

    speaker.set_password("a long way to the west")
    speaker.save()
    send_password_reset.call(speaker.email, "")
    (sent,) = mail.outbox
    html = next((body for body, kind in sent.alternatives if kind == "text/html"), sent.body)
    assert 'lang="qya"' in html or "hasł" in sent.body  # the house's words where it has none


def test_dates_numbers_and_time_zones_do_without_it(quenya: str) -> None:
    from social.people.zones import zone_choices

    with translation.override(quenya):
        assert languages.active() == quenya
        assert "2026" in formats.date_format(date(2026, 12, 1))
        assert spreadsheets.separator() in ",;"
        assert dict(zone_choices())["Europe/Warsaw"].startswith("Warsaw")


def test_one_setting_names_it() -> None:
    command = [sys.executable, "-c", "from django.conf import settings as s; import django; "
               "django.setup(); print(s.LANGUAGE_CODE, [(c, str(n)) for c, n in s.LANGUAGES])"]  # fmt: skip
    environment = os.environ | {
        "RYNEK_LANGUAGES": "en,cs,qya=Quenya",
        "DJANGO_SETTINGS_MODULE": "rynek.settings.test",
        "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}",
    }
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.stdout.split(" ", 1)[0] == "en", run.stderr
    assert "('cs', 'Czech'), ('qya', 'Quenya')" in run.stdout


@pytest.mark.parametrize("text", ["", "polish", "pl;en", "qya", "zh-hant-hk-x"])
def test_a_slip_in_the_setting_is_named(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RYNEK_LANGUAGES", text or ",")
    with pytest.raises(ImproperlyConfigured, match="RYNEK_LANGUAGES=.*(use codes|give qya a name)"):
        env.read("RYNEK_LANGUAGES")


def test_catalogues_are_made_for_it(quenya: str, tmp_path: Path, settings: Any) -> None:
    settings.BASE_DIR = tmp_path
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "words.py").write_text('_("Something new")\n', "utf-8")
    assert quenya in catalogues.languages() and "en" not in catalogues.languages()
    catalogue = catalogues.update("app", folder, quenya)
    assert [m.id for m in catalogue if m.id] == ["Something new"]
    assert catalogues.missing(catalogue) == ["Something new"]


def test_no_page_of_another_language_is_lost(speaker: Any, client_of: Callable) -> None:
    make_page(NewsPage, "Tylko po polsku")
    assert "Tylko po polsku" in client_of(speaker).get("/qya/").content.decode()
    assert Page.objects.filter(title="Tylko po polsku").exists()
