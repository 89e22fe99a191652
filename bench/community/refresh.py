"""Measure the nightly refresh: `python bench/community/refresh.py 10000 1000000`."""

from __future__ import annotations

import os
import resource
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rynek.settings.development")
django.setup()

from bench.community.company import build  # noqa: E402
from social.analytics.models import Fill, Release  # noqa: E402
from social.community.tasks import refresh_with_progress  # noqa: E402
from social.people.models import User  # noqa: E402


def main(people: int, events: int) -> None:
    """Build once, then time a first refresh of all months and a second that finds nothing."""
    if not User.objects.filter(email__startswith="bench").exists():
        start = time.perf_counter()
        build(people, events)
        print(
            f"built {people} people, {events} events in {time.perf_counter() - start:.0f} s",
            flush=True,
        )
    for name in ("first refresh", "second refresh"):
        start, work = time.perf_counter(), time.process_time()
        months = refresh_with_progress()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{name}: {months} months, {sum(len(row.cells) for row in Release.objects.all())} cells, "
            f"{time.perf_counter() - start:.1f} s, "
            f"of that {time.process_time() - work:.1f} s of this process, peak {memory:.0f} MB"
        )
    print(f"months counted: {Fill.objects.count()}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
