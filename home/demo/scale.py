"""More of everything, for measurements: generated people and comments beside the written ones."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from anyascii import anyascii
from django.contrib.auth.hashers import make_password

from social.comments.bulk import Draft
from social.people import audiences
from social.people.collation import sort_key
from social.people.models import User
from social.people.personas import EMAIL_DOMAIN
from social.people.rights import groups_of_newcomers

from .clock import Clock, in_waking_hours
from .content import Company
from .pages import Library
from .people import Staff
from .words import ASKS, CLOSINGS, DETAILS, MEN, OPENINGS, POINTS, SURNAMES, WOMEN

REPLY_SHARE = 0.55


def more_people(
    company: Company, staff: Staff, count: int, rng: Random, clock: Clock
) -> list[User]:
    """People like those who were written, in the same departments, reporting to their heads."""
    models = [person for person in company.people.values() if not person.is_head]
    users = []
    for number in range(count):
        like = rng.choice(models)
        woman = rng.random() < 0.5
        first = rng.choice(WOMEN if woman else MEN)
        last = _surname(rng.choice(SURNAMES), woman)
        colleague = staff.users[like.id]
        start = clock.now.date() - timedelta(days=rng.randint(5, 4000))
        plain = anyascii(f"{first}.{last}").lower().replace(" ", "")
        users.append(
            User(
                email=f"{plain}.{number + 1}@{EMAIL_DOMAIN}",
                password=make_password(None),
                first_name=first,
                last_name=last,
                sort_key=sort_key(f"{last} {first}"),
                date_joined=clock.now - timedelta(days=rng.randint(1, 700)),
                job_title="" if woman != like.is_woman else like.title,
                department=colleague.department,
                level=colleague.level,
                location=colleague.location,
                manager=colleague.manager,
                start_date=start,
                language="pl",
            )
        )
    created = User.objects.bulk_create(users, batch_size=1000)
    joined = list(groups_of_newcomers())
    membership = User.groups.through
    # Without the signals of `add`, which would work out everybody's audiences one by one.
    membership.objects.bulk_create(
        [membership(user_id=user.pk, group_id=group.pk) for user in created for group in joined],
        batch_size=1000,
    )
    audiences.rebuild()
    return created


def _surname(root: str, woman: bool) -> str:
    return f"{root[:-1]}a" if woman and root.endswith(("ski", "cki", "dzki")) else root


def more_comments(
    company: Company, library: Library, people: list[User], count: int, rng: Random, now: datetime
) -> list[Draft]:
    """Comments put together from many small pieces; threads as long as those of real people."""
    pages = [library.first(text.id) for text in company.pages if not text.source.strings("groups")]
    weights = [rng.paretovariate(1.2) for _ in pages]
    drafts: list[Draft] = []
    threads: dict[int, list[Draft]] = {}
    for _ in range(count):
        page = rng.choices(pages, weights)[0]
        start = page.first_published_at
        assert start is not None
        above = threads.setdefault(page.pk, [])
        parent = rng.choice(above[-12:]) if above and rng.random() < REPLY_SHARE else None
        since = parent.at if parent else start
        at = in_waking_hours(since + timedelta(hours=rng.lognormvariate(2.2, 1.4)))
        at = max(min(at, now), since)
        draft = Draft(page, rng.choice(people), sentence(rng, page.title), at, parent)
        drafts.append(draft)
        if draft.parent is None or rng.random() < 0.6:
            above.append(draft)
    return drafts


def sentence(rng: Random, title: str) -> str:
    """A comment that nobody wrote but that varies in length and words."""
    words = [rng.choice(OPENINGS), rng.choice(POINTS)]
    if rng.random() < 0.6:
        words.append(rng.choice(DETAILS).format(number=rng.randint(2, 480), title=title))
    if rng.random() < 0.35:
        words.append(rng.choice(ASKS))
    if rng.random() < 0.4:
        words.append(rng.choice(CLOSINGS))
    return " ".join(words)
