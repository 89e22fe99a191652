"""What the registries hold: each row was brought by the app that knows it."""

from django.apps import apps
from django.conf import settings
from wagtail.models import Page

from ground.queues.queue import QUEUES
from rynek.reference.ours import is_ours, name_of
from rynek.reference.tables import code, codes, first_line, table
from search.page.registry import facets, sources
from social.activity.deeds import DEEDS, Telling
from social.activity.messages import messages
from social.analytics.metrics import METRICS
from social.community.queue.rule import RULES
from social.notifications.mail.kinds import writers
from social.subjects.keys import kinds
from social.subjects.recounts import recounts


def page_types() -> str:
    rows = [
        (code(model._meta.label), model._meta.verbose_name, first_line(model))
        for model in apps.get_models()
        if issubclass(model, Page) and is_ours(model.__module__)
    ]
    return table(("page type", "called", "what it is"), sorted(rows))


def subject_kinds() -> str:
    rows = [(code(kind.name), code(kind.model._meta.label)) for kind in kinds().values()]
    return table(("subject", "of"), sorted(rows))


def notification_kinds() -> str:
    rows = [
        (code(verb), _occasion(deed.direct), _occasion(deed.followers))
        for verb, deed in DEEDS.items()
    ]
    return table(("what happened", "tells whom it concerns", "tells followers"), rows)


def _occasion(telling: Telling | None) -> object:
    return telling.occasion.label if telling else ""


def message_kinds() -> str:
    rows = [
        (code(kind), "yes" if message.is_duty else "", code(name_of(message.sentence)))
        for kind, message in messages().items()
    ]
    return table(("message", "duty, cannot be muted", "its sentence"), sorted(rows))


def mail_kinds() -> str:
    rows = [(code(kind), code(name_of(writer))) for kind, writer in writers().items()]
    return table(("mail", "written by"), sorted(rows))


def metrics() -> str:
    rows = [(code(m.name), code(m.code), m.title, m.unit.value) for m in METRICS.values()]
    return table(("metric", "stored as", "what it says", "unit"), sorted(rows))


def queue_rules() -> str:
    rows = [(code(name), rule.question, code(name_of(rule.find))) for name, rule in RULES.items()]
    return table(("rule", "what it asks", "found by"), sorted(rows))


def queues() -> str:
    rows = [
        (code(queue.name), queue.label, "at every run" if queue.always else "after pauses")
        for queue in QUEUES.values()
    ]
    return table(("queue", "what it does", "a failed item is tried again"), sorted(rows))


def schedule() -> str:
    rows = [
        (code(task), f"every {when} min" if isinstance(when, int) else f"daily at {when}")
        for task, when in settings.RYNEK_SCHEDULE
    ]
    return table(("task", "when"), rows)


def search_sources() -> str:
    rows = [(code(source.name), code(source.model._meta.label)) for source in sources()]
    return table(("source", "of"), sorted(rows))


def search_facets() -> str:
    rows = [(code(facet.name), facet.label, codes(facet.words)) for facet in facets()]
    return table(("facet", "called", "typed as, besides"), sorted(rows))


def counters() -> str:
    return table(
        ("counter", "derived anew by"),
        [(code(n), code(name_of(f))) for n, f in sorted(recounts().items())],
    )
