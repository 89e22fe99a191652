"""What the people of the demo company were told lately, decided by the ledger itself."""

from social.activity.models import Event, Verb
from social.notifications.decide import decide
from social.notifications.models import Delivery

TOLD = [Verb.COMMENTED, Verb.REPLIED, Verb.MENTIONED, Verb.PUBLISHED, Verb.ASKED]
EVENTS = 40


def tell_of_the_room() -> int:
    """Decide for what the community room told: hints, nominations, introductions. Mails nobody."""
    told = list(Event.objects.filter(verb=Verb.TOLD).order_by("pk"))
    for event in told:
        decide(event, event.created_at)
    Delivery.objects.all().delete()
    return len(told)


def tell_the_latest() -> int:
    """Decide for the latest events on pages; returns how many. Mails nobody about the past."""
    about_pages = Event.objects.filter(page__isnull=False, verb__in=TOLD, actor__isnull=False)
    latest = about_pages.select_related("page", "actor", "actor_department").order_by(
        "-created_at", "-pk"
    )[:EVENTS]
    for event in reversed(latest):
        decide(event, event.created_at)
    Delivery.objects.all().delete()
    return len(latest)
