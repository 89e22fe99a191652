"""The search index: its status, a rebuild, a comparison with the database (`rynek index`)."""

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from search.engine.health import IndexStatus, status
from search.engine.rebuild import NoRoomError
from search.engine.snapshot import snapshots
from search.engine.storage import IndexDamagedError, IndexMissingError, RebuildRunningError
from search.engine.verify import counts_by_model, differences
from search.outbox.healing import rebuild_and_forget, whoosh_backends
from search.outbox.models import Change


class Command(BaseCommand):
    help = (
        "status: what the index holds and whether it is well. "
        "rebuild: a new index beside the live one, then swapped. "
        "verify: every difference between the index and the database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["status", "rebuild", "verify"])
        parser.add_argument(
            "--repair", action="store_true", help="verify: queue what differs to be indexed again"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        backends = whoosh_backends()
        if not backends:
            self._other_engine(options["action"])
            return
        for name, backend in backends:
            getattr(self, options["action"])(name, backend, options)

    def _other_engine(self, action: str) -> None:
        if action != "rebuild":
            raise CommandError("No search backend uses Whoosh; only `rebuild` works with others.")
        call_command("update_index", stdout=self.stdout)

    def status(self, name: str, backend: Any, options: dict[str, Any]) -> None:
        state = status(backend.path, thorough=True)
        self.stdout.write(f"{name}: {state.path}")
        self._write_state(state)
        waiting = Change.objects.count()
        line = f"  {waiting} changes waiting to be indexed"
        if oldest := Change.objects.order_by("pk").first():
            age = (timezone.now() - oldest.created_at).total_seconds()
            line += f", the oldest for {age:.0f} s"
        self.stdout.write(line)
        if state.problem:
            sys.exit(1)

    def _write_state(self, state: IndexStatus) -> None:
        if state.problem:
            self.stdout.write(self.style.ERROR(f"  {state.problem} {state.detail}".rstrip()))
            self.stdout.write("  The worker rebuilds it; or run `rynek index rebuild`.")
        if state.is_rebuilding:
            self.stdout.write("  A rebuild is running.")
        if state.generation >= 0:
            built = datetime.fromtimestamp(state.built, UTC).strftime("%Y-%m-%d %H:%M UTC")
            self.stdout.write(
                f"  {state.documents} documents in {state.segments} segments "
                f"({state.deleted} replaced or deleted), {state.size / 1e6:.1f} MB, built {built}, "
                f"commit {state.generation}"
            )

    def rebuild(self, name: str, backend: Any, options: dict[str, Any]) -> None:
        def progress(items: Iterable[int], total: int) -> Iterable[int]:
            # tqdm shows the rate and an estimate of the time left.
            return tqdm(items, total=total, desc=name, unit="doc", disable=not sys.stderr.isatty())

        try:
            count = rebuild_and_forget(backend, progress)
        except RebuildRunningError:
            raise CommandError("Another process is rebuilding this index.") from None
        except NoRoomError as error:
            raise CommandError(f"Not enough room: {error}") from error
        except OSError as error:
            raise CommandError(f"{error}; the live index is as it was.") from error
        self.stdout.write(f"{name}: {count} documents indexed")

    def verify(self, name: str, backend: Any, options: dict[str, Any]) -> None:
        state = status(backend.path, thorough=True)
        if state.problem in ("missing", "damaged"):
            raise CommandError(f"The index is {state.problem} {state.detail}".rstrip())
        try:
            snapshot = snapshots(backend.path).current()
        except (IndexMissingError, IndexDamagedError) as error:
            raise CommandError(str(error)) from error

        def progress(items: Iterable[Any], total: int, label: str) -> Iterable[Any]:
            return tqdm(
                items, total=total, desc=label, disable=not sys.stderr.isatty(), leave=False
            )

        waiting = set(Change.objects.values_list("model", "object_id"))
        found = 0
        for difference in differences(snapshot, progress):
            label, pk = difference.key.split(":", 1)
            note = " (waiting to be indexed)" if (label, pk) in waiting else ""
            self.stdout.write(f"{difference.key} {difference.problem}{note}")
            found += not note
            if options["repair"] and not note:
                Change.objects.create(model=label, object_id=pk)
        for label, count in counts_by_model(snapshot).items():
            self.stdout.write(f"  {label:<40} {count:>8}")
        if found:
            raise CommandError(f"{found} differences" + (", queued" if options["repair"] else ""))
        self.stdout.write(f"{name}: index and database agree")
