"""A newcomer's way along a path: what is due, what is done, what was asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.care.reviews import FOLLOW_UP_DAYS, care_of
from blog.onboarding.models import Journey, OnboardingPathPage, PathStep, Stage, StepProgress
from blog.pages.canonical import canonical_ids, canonical_of
from blog.reading.models import Acknowledgement
from social.activity.messages import tell
from social.activity.models import Event, Verb
from social.following.followups import assign
from social.people.models import User
from social.people.rights import manages_community
from social.subjects.access import can_see

# Steps ----------------------------------------------------------------------------------------


@dataclass
class StepState:
    """A step for one newcomer: when it is due, whether it is done, whom to meet."""

    step: PathStep
    due_on: date
    progress: StepProgress | None
    person: User | None = None

    @property
    def is_done(self) -> bool:
        return self.progress is not None and self.progress.done_at is not None

    @property
    def is_late(self) -> bool:
        return not self.is_done and self.due_on < timezone.localdate()


@dataclass(frozen=True)
class JourneyState:
    """A journey with its steps by stage, and what of it was done before the path changed."""

    journey: Journey
    path: Any
    steps: list[StepState]
    removed: list[StepProgress]

    @property
    def stages(self) -> list[tuple[str, list[StepState]]]:
        found = []
        for stage in Stage:
            steps = [state for state in self.steps if state.step.stage == stage]
            if steps:
                found.append((str(stage.label), steps))
        return found

    @property
    def done(self) -> int:
        return sum(state.is_done for state in self.steps)

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total) if self.total else 100

    @property
    def next_step(self) -> StepState | None:
        waiting = [state for state in self.steps if not state.is_done]
        return min(waiting, key=lambda state: state.due_on) if waiting else None


def steps_of(path: Any) -> list[PathStep]:
    """The steps of a path in the order of stages."""
    order = list(Stage.values)
    steps = PathStep.objects.filter(path_id=path.pk).select_related(
        "page", "person", "person__department"
    )

    def place(step: PathStep) -> tuple[int, int, int]:
        stage = order.index(step.stage) if step.stage in order else len(order)
        return stage, step.sort_order or 0, step.pk

    return sorted(steps, key=place)


def steps_in(path: Any, source: Any) -> list[PathStep]:
    """The steps of `source`, the path as it was first written, in the words of `path`.

    What a step is, and whether it is there, is said once for all languages; a step that is not
    translated yet keeps its first words.
    """
    steps = steps_of(source)
    if path.pk == source.pk:
        return steps
    translated = {step.key: step for step in steps_of(path)}
    for step in steps:
        words = translated.get(step.key)
        if words is not None:
            step.title, step.text, step.message = words.title, words.text, words.message
            step.page = words.page if words.page is not None else step.page
    return steps


def path_for(journey: Journey, user: User) -> Any:
    """The path in the reader's language, else as it was first written."""
    versions = OnboardingPathPage.objects.filter(
        translation_key=journey.path.translation_key, live=True
    )
    return versions.filter(locale__language_code=user.preferred_language).first() or journey.path


def state_of(journey: Journey, path: OnboardingPathPage | None = None) -> JourneyState:
    """The journey on the path as it is now (`path`: in which language). Four queries."""
    path = path if path is not None else journey.path
    steps = steps_in(path, journey.path)
    rows = {row.step_key: row for row in journey.progress.all()}
    known = {step.key for step in steps}
    states = [
        StepState(step, step.due_on(journey.start_date), rows.get(step.key), whom(step, journey))
        for step in steps
    ]
    removed = [row for key, row in rows.items() if key not in known and row.done_at]
    return JourneyState(journey, path, states, removed)


def whom(step: PathStep, journey: Journey) -> User | None:
    """The person that a step is about."""
    if step.kind != PathStep.Kind.MEET:
        return None
    newcomer = journey.person
    department = newcomer.department
    people: dict[str, User | None] = {
        PathStep.Whom.PERSON: step.person,
        PathStep.Whom.BUDDY: journey.buddy,
        PathStep.Whom.MANAGER: newcomer.manager,
        PathStep.Whom.HEAD: department.head if department else None,
    }
    found = people.get(step.whom)
    return found if found is not None and found.is_active else None


def journeys_of(user: User) -> QuerySet[Journey]:
    related = ("path", "person__department__head", "person__manager", "buddy")
    return Journey.objects.filter(person=user).select_related(*related)


def may_see(user: User, journey: Journey) -> bool:
    """The newcomer, the buddy, the manager; community managers see cohorts and journeys."""
    involved = {journey.person_id, journey.buddy_id, journey.person.manager_id}
    return user.pk in involved or manages_community(user)


# Progress -------------------------------------------------------------------------------------


@transaction.atomic
def tick(journey: Journey, step: PathStep, *, done: bool = True) -> StepProgress:
    """The newcomer did a step, or takes the tick back."""
    row = _row(journey, step)
    if done != (row.done_at is not None):
        row.done_at = timezone.now() if done else None
        row.save(update_fields=["done_at"])
        settle(journey)
    return row


def _row(journey: Journey, step: PathStep) -> StepProgress:
    row, _made = StepProgress.objects.get_or_create(
        journey=journey, step_key=step.key, defaults={"step_title": step.title}
    )
    return row


def settle(journey: Journey) -> None:
    """A journey is finished when every step of the path as it is now is done."""
    keys = {step.key for step in steps_of(journey.path)}
    done = set(journey.progress.exclude(done_at=None).values_list("step_key", flat=True))
    is_finished = bool(keys) and keys <= done
    if journey.status == Journey.Status.CLOSED:
        return
    journey.status = Journey.Status.FINISHED if is_finished else Journey.Status.WALKING
    journey.ended_at = timezone.now() if is_finished else None
    journey.save(update_fields=["status", "ended_at"])


@transaction.atomic
def ask(journey: Journey, step: PathStep, question: str) -> StepProgress:
    """A question about a step goes to the buddy and to whoever looks after the page."""
    row = _row(journey, step)
    row.question, row.asked_at = question.strip(), timezone.now()
    row.answer, row.answered_at, row.answered_by = "", None, None
    row.save()
    for person in helpers(journey, step):
        tell(person, "onboarding-question", actor=journey.person, **_about(journey, step, question))
    return row


@transaction.atomic
def answer(person: User, journey: Journey, step: PathStep, words: str) -> StepProgress:
    """A helper's answer to the question about a step; the newcomer hears of it."""
    row = _row(journey, step)
    row.answer, row.answered_at, row.answered_by = words.strip(), timezone.now(), person
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    tell(journey.person, "onboarding-answer", actor=person, **_about(journey, step, words))
    return row


def _about(journey: Journey, step: PathStep, words: str) -> dict[str, Any]:
    return {
        "step": step.title,
        "words": words.strip(),
        "journey": journey.pk,
        "key": str(step.key),
    }


def may_answer(user: User, journey: Journey, step: PathStep) -> bool:
    """Those whom the question went to, and everybody who sees the journey but the newcomer."""
    if user.pk == journey.person_id:
        return False
    return may_see(user, journey) or user in helpers(journey, step)


def helpers(journey: Journey, step: PathStep) -> Iterable[User]:
    found = {journey.buddy}
    if step.page is not None:
        owner = care_of(step.page).responsible
        found.add(owner if owner is not None and can_see(owner, step.page) else None)
    if found == {None}:
        found = {journey.person.manager}
    return [person for person in found if person is not None and person != journey.person]


@transaction.atomic
def say_unclear(journey: Journey, step: PathStep, words: str) -> StepProgress:
    """What was unclear, for those who care for the path; whoever looks after the page that the
    step is about gets it as a follow-up, without a name beside it in the numbers."""
    row = _row(journey, step)
    before, row.unclear = row.unclear, words.strip()
    row.save(update_fields=["unclear"])
    owner = care_of(step.page).responsible if step.page is not None else None
    is_news = bool(row.unclear) and row.unclear != before
    if is_news and owner is not None and owner != journey.person and can_see(owner, step.page):
        note = _("Unclear in the step “%(step)s”: %(words)s")
        due_at = timezone.now() + timedelta(days=FOLLOW_UP_DAYS)
        note = note % {"step": step.title, "words": row.unclear}
        assign(journey.person, canonical_of(step.page), owner, due_at, note)
    return row


# Steps that tick themselves -------------------------------------------------------------------

BY_VERB = {
    Verb.COMMENTED: PathStep.Kind.INTRODUCE,
    Verb.REPLIED: PathStep.Kind.INTRODUCE,
    Verb.ASKED: PathStep.Kind.ASK,
    Verb.ACKNOWLEDGED: PathStep.Kind.ACKNOWLEDGE,
}


def notice(event: Event) -> None:
    """A newcomer did something that a step asks for: the step is done."""
    kind = BY_VERB.get(Verb(event.verb)) if event.verb in BY_VERB else None
    if kind is None or event.actor_id is None:
        return
    for journey in Journey.objects.walking().filter(person_id=event.actor_id):
        _tick_where(journey, kind, {event.page_id} if kind == PathStep.Kind.ACKNOWLEDGE else None)


def catch_up(journey: Journey) -> None:
    """Tick what was read or confirmed: views leave no signal, so this runs when one looks."""
    for step in _read_or_confirmed(journey, steps_of(journey.path)):
        tick(journey, step)


def caught_up(state: JourneyState) -> JourneyState:
    """The state as `catch_up` would leave it, for pages that only show it: nothing is written."""
    found = {step.key for step in _read_or_confirmed(state.journey, [s.step for s in state.steps])}
    for one in state.steps:
        if one.step.key in found and not one.is_done:
            one.progress = one.progress or StepProgress()
            one.progress.done_at = timezone.now()
    return state


def _read_or_confirmed(journey: Journey, steps: list[PathStep]) -> list[PathStep]:
    """Those steps whose page the newcomer has opened, or confirmed. Three queries."""
    first = canonical_ids({step.page_id for step in steps if step.page_id})
    person, pages = journey.person_id, first.values()
    read = Event.objects.filter(actor_id=person, verb=Verb.VIEWED, page_id__in=pages)
    confirmed = Acknowledgement.objects.filter(person_id=person, page_id__in=pages)
    done = {
        PathStep.Kind.READ.value: set(read.values_list("page_id", flat=True)),
        PathStep.Kind.ACKNOWLEDGE.value: set(confirmed.values_list("page_id", flat=True)),
    }
    return [step for step in steps if first.get(step.page_id or 0) in done.get(step.kind, ())]


def _tick_where(journey: Journey, kind: str, pages: set[Any] | None) -> None:
    steps = [step for step in steps_of(journey.path) if step.kind == kind]
    first = canonical_ids({step.page_id for step in steps if step.page_id})
    for step in steps:
        if pages is None or first.get(step.page_id or 0) in pages:
            tick(journey, step)
