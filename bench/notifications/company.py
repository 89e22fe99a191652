"""The company of the benches: `prepare N`, `work`, `state`; each its own process."""

import json
import resource
import sys
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.utils import timezone  # noqa: E402

from blog.pages.models import NewsIndexPage, NewsPage  # noqa: E402
from social.following.models import Follow  # noqa: E402
from social.following.models.follows import Kind  # noqa: E402
from social.notifications.decide import decide_undecided  # noqa: E402
from social.notifications.mail import outbox  # noqa: E402
from social.notifications.models import (  # noqa: E402
    Delivery,
    Mail,
    Notice,
    Occasion,
    Preference,
    Timing,
)
from social.people.models import User  # noqa: E402


def prepare(people: int) -> dict:
    """A company in which everybody follows the news and wants mail at once; one page comes out."""
    call_command("migrate", verbosity=0)
    section = NewsIndexPage.objects.get(locale__language_code="pl")
    User.objects.bulk_create(
        [
            User(
                email=f"p{n}@example.com",
                first_name=f"P{n}",
                last_name="Nowak",
                sort_key=f"{n:06}",
                password="!",
            )
            for n in range(people)
        ],
        batch_size=1000,
    )
    ids = list(User.objects.values_list("pk", flat=True))
    Follow.objects.bulk_create(
        [Follow(person_id=pk, kind=Kind.PAGE, page_id=section.pk, level="all") for pk in ids],
        batch_size=1000,
    )
    Preference.objects.bulk_create(
        [
            Preference(person_id=pk, occasion=Occasion.PUBLICATION, mail=Timing.INSTANT)
            for pk in ids
        ],
        batch_size=1000,
    )
    page = NewsPage(title="Nowy grafik", live=False, locale=section.locale)
    section.add_child(instance=page)
    revision = page.save_revision()
    started = time.perf_counter()
    with transaction.atomic():
        revision.publish()
    return {"publishing took ms": round((time.perf_counter() - started) * 1000)}


def work() -> dict:
    """What the worker does each minute, until nothing is left. Leases end at once, as after a minute."""
    Mail.objects.filter(state="waiting").update(leased_until=None)
    decide_undecided()
    outbox.collect(timezone.now())
    outbox.send_waiting()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with open(f"{connection.settings_dict['NAME']}.peak", "a") as file:
        file.write(f"{peak}\n")
    return {}


def state() -> dict:
    lines = Notice.objects.values("decision").annotate(n=Count("pk")).order_by("decision")
    sent = Delivery.objects.values("state").annotate(n=Count("pk")).order_by("state")
    with open(f"{connection.settings_dict['NAME']}.peak") as file:
        peaks = [int(line) for line in file]
    return {
        "notices": {row["decision"]: row["n"] for row in lines},
        "deliveries": {row["state"]: row["n"] for row in sent},
        "peak memory of the worker in MB": max(peaks),
    }


if __name__ == "__main__":
    deed = {"prepare": lambda: prepare(int(sys.argv[2])), "work": work, "state": state}[sys.argv[1]]
    print(json.dumps(deed()))
