# Sets the scene of the house that browser tests visit. Run inside it by `manage.py shell`.
from datetime import timedelta

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import PageViewRestriction

from blog.pages.models import (
    GuideIndexPage,
    GuidePage,
    NewsIndexPage,
    NewsPage,
    ProjectIndexPage,
    ProjectPage,
)
from social.comments.models import ConversationSettings
from social.people.models import Department, Level, User

department = Department.add_root(name="Logistyka")
junior = Level.objects.create(name="Specjalista", rank=20)
director = Level.objects.create(name="Zarząd", rank=90, is_board=True)
cast = [
    ("employee", "Ewa", "Żak", [], junior),
    ("editor", "Edyta", "Redak", ["Editors"], junior),
    ("community-manager", "Kamil", "Mróz", ["Community managers"], junior),
    ("board", "Barbara", "Prus", ["Board"], director),
    ("administrator", "Ada", "Adamska", [], director),
]
for key, first, last, groups, level in cast:
    person = User.objects.create_user(
        f"{key}@demo.rynek.example",
        None,
        first_name=first,
        last_name=last,
        department=department,
        level=level,
        is_superuser=key == "administrator",
    )
    person.groups.add(*Group.objects.filter(name__in=groups))
editor = User.objects.get(email="editor@demo.rynek.example")


def publish(index, model, title, text, language="pl", **fields):
    parent = index.objects.get(locale__language_code=language)
    page = model(
        title=title,
        locale=parent.locale,
        author=editor,
        owner=editor,
        body=[("text", text)],
        **fields,
    )
    parent.add_child(instance=page)
    page.save_revision(user=editor).publish()
    return page


# Pinned, since other tests publish news too and the start page shows only the newest; with a word
# that no other test writes, for searches.
pinned = {"pinned_until": timezone.now() + timedelta(days=1)}
publish(
    NewsIndexPage,
    NewsPage,
    "Nowy magazyn w Łodzi",
    "<p>Otwieramy go w poniedziałek. Kalinowiec.</p>",
    **pinned,
)
publish(NewsIndexPage, NewsPage, "New office in Brno", "<p>It opens in May.</p>", "en", **pinned)
publish(
    GuideIndexPage,
    GuidePage,
    "Jak wziąć urlop",
    "<h2>Wniosek</h2><p>Złóż wniosek w systemie. Kalinowiec.</p>",
)
publish(ProjectIndexPage, ProjectPage, "Wdrożenie KSeF", "<p>Faktury od lutego. Kalinowiec.</p>")
secret = publish(NewsIndexPage, NewsPage, "Tajna fuzja", "<p>Tylko dla zarządu: orzechowiec.</p>")
restriction = PageViewRestriction.objects.create(page=secret, restriction_type="groups")
restriction.groups.add(Group.objects.get(name="Board"))

# One cast says what many people would: no test may use up another's limit.
ConversationSettings.objects.update_or_create(
    pk=1,
    defaults={
        "comments_per_minute": 500,
        "comments_per_hour": 5000,
        "comments_per_hour_new": 5000,
    },
)
