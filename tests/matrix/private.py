"""Rows that belong to one person, to an office, or to the community manager's room."""

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from blog.care.models import GuideFeedback, ReviewEntry
from blog.events.models import CalendarToken
from blog.newsletters.models import Newsletter
from blog.onboarding.models import Journey, OnboardingPathPage, StepProgress
from blog.pages.models import AlertBanner, Campaign, GuidePage, NewsPage
from home.start.models import HomePage
from search.page.models import Asked, Exclusion, SearchSettings, Synonym
from social.activity.actions import record
from social.activity.models import Verb
from social.community.models import (
    Ambassador,
    Introduction,
    Item,
    Nomination,
    Nudge,
    Report,
    RoomSettings,
)
from social.following.models import Bookmark, Folder, FollowUp, Habits
from social.notifications.models import (
    IncomingMail,
    Mail,
    MailDraft,
    Notice,
    PushSubscription,
    SpaceMailRule,
)
from social.people.models import Location, Skill
from social.subjects.keys import subject_of
from social.subjects.models import Topic
from tests.factories import make_audience, make_department, make_guide, make_level, make_person
from tests.matrix.secrets import BOARD, EDITORS, MANAGER


def plant_private_rows(world: Any) -> None:
    _plant_own_things(world)
    _plant_letters(world)
    _plant_care_and_onboarding(world)
    _plant_room(world)
    _plant_plain_things(world)
    _plant_one_who_left(world)


def _plant_own_things(world: Any) -> None:
    word, owner, news = world.secrets.word, world.people["author"], world.rows[NewsPage][0]
    subject = subject_of(news).as_fields()
    folder = Folder.objects.create(person=owner, name=word("folder"))
    bookmark = Bookmark.objects.create(
        person=owner, folder=folder, note=word("bookmark"), **subject
    )
    soon = timezone.now() + timedelta(days=1)
    reminder = FollowUp.objects.create(
        kind=FollowUp.Kind.REMINDER, creator=owner, assignee=owner, due_at=soon,
        note=word("reminder"), **subject,
    )  # fmt: skip
    task = FollowUp.objects.create(
        kind=FollowUp.Kind.TASK, creator=owner, assignee=make_person(groups=["Board"]),
        due_at=soon, note=word("task", BOARD), **subject,
    )  # fmt: skip
    habits, _ = Habits.objects.update_or_create(
        person=owner, defaults={"calendar_key": word("calendarkey")}
    )
    token, _ = CalendarToken.objects.update_or_create(
        person=owner, defaults={"token": word("eventskey")}
    )
    push = PushSubscription.objects.create(
        person=owner, endpoint=f"https://fcm.googleapis.com/{word('endpoint')}",
        p256dh="B" * 87, auth=word("pushauth"), browser=word("browser"),
    )  # fmt: skip
    world.plant(folder, bookmark, reminder, task, habits, token, push)


def _plant_letters(world: Any) -> None:
    word, owner, news = world.secrets.word, world.people["author"], world.rows[NewsPage][0]
    draft = MailDraft.objects.create(
        person=owner, space=news, title=word("maildraft"), text=word("maildrafttext")
    )
    incoming = IncomingMail.objects.create(
        message_id=f"<{word('messageid')}@example.com>", sender=f"{word('sender')}@example.com",
        person=owner, page=news, outcome="held", text=word("heldtext"), left_out=word("leftout"),
        answer_subject=word("answersubject"), reason=word("mailreason"),
    )  # fmt: skip
    mail = Mail.objects.create(person=owner, kind="instant", key="a", error=word("mailerror"))
    event = record(owner, Verb.TOLD, news, data={"words": word("eventdata")})
    notice = Notice.objects.create(
        person=owner, event=event, page=news, occasion="followed", why=word("why"), decision="told"
    )
    world.plant(draft, incoming, mail, notice)


def _plant_care_and_onboarding(world: Any) -> None:
    word, owner = world.secrets.word, world.people["author"]
    guide = make_guide("Jawny poradnik", owner=owner, caretaker=owner)
    feedback = GuideFeedback.objects.create(
        page=guide, person=owner, verdict="outdated", words=word("feedback", EDITORS)
    )
    entry = ReviewEntry.objects.create(
        page=guide, action="postponed", person=owner, reason=word("reviewreason", EDITORS),
    )  # fmt: skip
    path = OnboardingPathPage(title="Ścieżka wdrożenia", owner=owner)
    HomePage.objects.get(locale__language_code="pl").add_child(instance=path)
    path.save_revision().publish()
    journey = Journey.objects.create(
        path=path, person=make_person(), buddy=owner, start_date=timezone.localdate()
    )
    progress = StepProgress.objects.create(
        journey=journey, step_key=uuid.uuid4(), step_title="Krok", unclear=word("unclear"),
        question=word("stepquestion"), answer=word("stepanswer"),
    )  # fmt: skip
    newsletter = Newsletter.objects.create(
        subject_pl=word("newsletter", EDITORS),
        subject_en="x",
        audience=make_audience("Zarządzający"),
    )
    world.plant(guide, feedback, entry, journey, progress, newsletter, newsletter.audience)


def _plant_room(world: Any) -> None:
    word, owner, news = world.secrets.word, world.people["author"], world.rows[NewsPage][0]
    open_guide: Page = world.rows[GuidePage][-1]
    room, _ = RoomSettings.objects.get_or_create(pk=1)
    RoomSettings.objects.update(hand_over=word("handover", MANAGER))
    waiting = {"hours": 80, "count": 2}
    item = Item.objects.create(
        rule="unanswered", key="a", page=open_guide, data=waiting, note=word("itemnote", MANAGER)
    )
    closed_item = Item.objects.create(
        rule="unanswered", key="b", page=news, data=waiting, note=word("closeditem")
    )
    nudge = Nudge.objects.create(rule="newcomers", key="c", person=owner, page=news, data=waiting)
    report = Report.objects.create(
        period=timezone.localdate().replace(day=1), title=word("report", MANAGER),
        text=word("reporttext", MANAGER), language="pl", edited_by=world.people["manager"],
    )  # fmt: skip
    nomination = Nomination.objects.create(
        person=make_person(), nominated_by=owner, reason=word("nomination", MANAGER)
    )
    introduction = Introduction.objects.create(
        first=owner, second=make_person(), topic=Topic.objects.first()
    )
    volunteer = Ambassador.objects.create(
        person=owner, words=word("volunteer", MANAGER),
        expires_on=timezone.localdate() + timedelta(days=300),
    )  # fmt: skip
    asked = Asked.objects.create(
        day=timezone.localdate(), query="x", text=word("asked"), language="pl", times=1, hits=0
    )
    exclusion = Exclusion.objects.create(
        phrase=word("excluded", MANAGER), page=open_guide, reason=word("exclusion", MANAGER)
    )
    synonym = Synonym.objects.create(words=word("synonym", MANAGER))
    world.plant(item, closed_item, nudge, report, nomination, introduction, volunteer)
    world.plant(asked, exclusion, synonym)


def _plant_plain_things(world: Any) -> None:
    """Without secrets: so that every list has a row that its routes can be asked for."""
    soon = timezone.now() + timedelta(days=1)
    skill = Skill.objects.create(name="spawanie")
    world.plant(make_department("Jakość"), make_level("Kierownik"), skill)
    world.plant(Location.objects.create(name="Piła", city="Piła"))
    world.plant(Campaign.objects.create(name="Bezpiecznie", starts_on=soon, ends_on=soon))
    world.plant(AlertBanner.objects.create(text_pl="Uwaga", text_en="Mind", ends_at=soon))
    SearchSettings.objects.get_or_create(pk=1)
    world.plant(SpaceMailRule.objects.create(page=world.rows[GuidePage][-1], carries_text=True))


def _plant_one_who_left(world: Any) -> None:
    word = world.secrets.word
    gone = make_person(
        "Zenon", "Odszedł", email=f"{word('goneemail')}@example.com", phone=word("gonephone"),
        about=word("goneabout"), job_title="Spawacz",
    )  # fmt: skip
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    world.plant(gone)
