"""The tree of a new house: a start page and five sections in Polish and in English."""

import uuid

from django.db import migrations
from django.utils import timezone

SECTIONS = [
    ("pages", "newsindexpage", "aktualnosci", "Aktualności", "news", "News"),
    ("pages", "guideindexpage", "poradniki", "Poradniki", "guides", "Guides"),
    ("pages", "projectindexpage", "projekty", "Projekty", "projects", "Projects"),
    ("questions", "questionindexpage", "pytania", "Pytania", "questions", "Questions"),
    ("events", "eventindexpage", "wydarzenia", "Wydarzenia", "events", "Events"),
]
INTRODUCTIONS = {
    "newsindexpage": (
        "Co się dzieje w firmie i co z tego wynika dla nas.",
        "What happens in the company, and what it means for us.",
    ),
    "guideindexpage": (
        "Jak to u nas działa: sprawdzone instrukcje, każda ma opiekuna.",
        "How things work here: proven instructions, each with an owner.",
    ),
    "projectindexpage": (
        "Nad czym pracują zespoły i czego się przy tym uczą.",
        "What teams work on, and what they learn on the way.",
    ),
    "questionindexpage": (
        "Zapytaj. Ktoś w firmie to wie.",
        "Ask. Somebody in the company knows.",
    ),
    "eventindexpage": (
        "Spotkania, szkolenia i święta: kiedy, gdzie i kto będzie.",
        "Meetings, trainings and parties: when, where and who comes.",
    ),
}


def create_tree(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Locale = apps.get_model("wagtailcore", "Locale")
    Site = apps.get_model("wagtailcore", "Site")
    ContentType = apps.get_model("contenttypes", "ContentType")
    if Page.objects.filter(depth=3).exists():
        return
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    now = timezone.now()
    polish, _ = Locale.objects.get_or_create(language_code="pl")
    english, _ = Locale.objects.get_or_create(language_code="en")
    Page.objects.filter(depth=1).update(numchild=2, locale=polish)

    def add(app, model, path, locale, key, title, slug, url_path, numchild=0, **fields):
        content_type, _ = ContentType.objects.get_or_create(app_label=app, model=model)
        return apps.get_model(app, model).objects.create(
            path=path,
            depth=len(path) // 4,
            numchild=numchild,
            title=title,
            draft_title=title,
            slug=slug,
            url_path=url_path,
            live=True,
            has_unpublished_changes=False,
            show_in_menus=len(path) == 12,
            first_published_at=now,
            last_published_at=now,
            latest_revision_created_at=now,
            content_type=content_type,
            locale=locale,
            translation_key=key,
            **fields,
        )

    home_key = uuid.uuid4()
    homes = [("00010001", polish, "Start", "home"), ("00010002", english, "Home", "home-en")]
    keys = {model: uuid.uuid4() for _app, model, *_ in SECTIONS}
    roots = []
    for position, (path, locale, title, slug) in enumerate(homes):
        roots.append(
            add(
                *("home", "homepage", path, locale, home_key, title, slug, f"/{slug}/"),
                numchild=len(SECTIONS),
            )
        )
        for number, (app, model, pl_slug, pl_title, en_slug, en_title) in enumerate(SECTIONS, 1):
            section_slug, section_title = [(pl_slug, pl_title), (en_slug, en_title)][position]
            add(
                *(app, model, f"{path}{number:04}", locale, keys[model]),
                *(section_title, section_slug, f"/{slug}/{section_slug}/"),
                introduction=INTRODUCTIONS[model][position],
            )
    Site.objects.create(
        hostname="localhost", port=80, root_page_id=roots[0].pk, is_default_site=True
    )


class Migration(migrations.Migration):
    is_carried = True  # what this makes, an older database holds already
    dependencies = [("home", "0001_initial"), ("events", "0001_initial"), ("pages", "0001_initial"), ("questions", "0001_initial")]

    operations = [migrations.RunPython(create_tree, migrations.RunPython.noop)]
