"""What the community managers of the demo company have behind them, and whom they introduce."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from itertools import combinations
from random import Random

from django.utils import timezone

from blog.care.models import Review
from blog.pages.models import PageTopic
from blog.questions.models import QuestionPage
from blog.reading.models import MustRead
from social.activity.models import Event, Verb
from social.community.messages import ask_to_meet
from social.community.models import Introduction, Item
from social.community.volunteers.actions import answer_introduction
from social.people.models import User
from social.people.personas import EMAIL_DOMAIN
from social.people.rights import community_managers

A_YEAR = timedelta(days=365)
OUTCOMES = (Item.Outcome.HELPED, Item.Outcome.HELPED, Item.Outcome.NO_CHANGE, Item.Outcome.NOT_NEEDED)  # fmt: skip
INTRODUCTIONS = 4
EMPLOYEE = f"aleksandra.nowicka@{EMAIL_DOMAIN}"


def write_past_lines(rng: Random) -> int:
    """Reviews that were late and then made, must-reads that were late and then confirmed."""
    managers = list(User.objects.filter(community_managers()).order_by("pk"))
    today = timezone.localdate()
    lines: list[Item] = []
    made = Review.objects.filter(reviewed_on__gt=today - A_YEAR).order_by("page_id")
    for page_id, day in made.values_list("page_id", "reviewed_on"):
        if day is not None:
            late = rng.randrange(2, 25)
            due = day - timedelta(days=late)
            lines.append(_line("review", page_id, {"days": late}, due, day))
    for row in MustRead.objects.filter(due_on__range=(today - A_YEAR, today - timedelta(days=30))):
        closed = row.due_on + timedelta(days=rng.randrange(5, 20))
        data = {"count": rng.randrange(3, 12)}
        lines.append(_line("late", row.page_id, data, row.due_on, closed))
    for line in lines:
        if managers and rng.random() < 0.7:
            line.owner, line.outcome = rng.choice(managers), rng.choice(OUTCOMES)
            line.state, line.acted_at = Item.State.DONE, line.resolved_at
    Item.objects.bulk_create(lines)
    return len(lines)


def _line(rule: str, page_id: int, data: dict[str, int], due: date, closed: date) -> Item:
    over = _at_noon(closed)
    return Item(
        rule=rule,
        key=f"page:{page_id}:{due}",
        page_id=page_id,
        data=data,
        state=Item.State.SOLVED,
        due_on=due,
        created_at=_at_noon(due + timedelta(days=1)),
        resolved_at=over,
        settled_at=over,
    )


def _at_noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def introduce() -> int:
    """People of different departments who answered in the same topic; one pair said yes already."""
    made: list[Introduction] = []
    busy: set[int] = set()
    for topic, people in sorted(_who_answered().items()):
        for one, other in combinations(
            sorted(people, key=lambda p: (p.email != EMPLOYEE, p.pk)), 2
        ):
            if one.department_id == other.department_id or {one.pk, other.pk} & busy:
                continue
            introduction, is_new = Introduction.objects.get_or_create(
                first=one, second=other, defaults={"topic_id": topic}
            )
            if is_new:
                busy |= {one.pk, other.pk}
                made.append(introduction)
                ask_to_meet(introduction, one)
            if len(made) == INTRODUCTIONS:
                return _say_yes(made)
    return _say_yes(made)


def _say_yes(made: list[Introduction]) -> int:
    for introduction in made[-1:]:
        answer_introduction(introduction, introduction.first, agrees=True)
        answer_introduction(introduction, introduction.second, agrees=True)
    return len(made)


def _who_answered() -> dict[int, set[User]]:
    """By topic: who spoke on pages with questions that others asked."""
    questions = QuestionPage.objects.values_list("pk", "owner_id")
    owners = dict(questions)
    topics = PageTopic.objects.filter(content_object__in=owners).values_list(
        "content_object_id", "tag_id"
    )
    spoke = Event.objects.filter(
        page__in=owners, verb__in=[Verb.COMMENTED, Verb.REPLIED], actor__is_active=True
    ).select_related("actor")
    by_page: dict[int, set[User]] = defaultdict(set)
    for event in spoke:
        page = event.page_id
        if page is not None and event.actor and event.actor_id != owners[page]:
            by_page[page].add(event.actor)
    found: dict[int, set[User]] = defaultdict(set)
    for page, topic in topics:
        found[topic] |= by_page[page]
    return found
