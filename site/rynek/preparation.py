"""What has to be done before the house opens, and is done only when it is needed."""

import hashlib
import io
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tqdm import tqdm

from ground.languages import codes
from rynek.carrying import TooOld, carry_over

STAMP = "static.stamp"


def migrate_if_needed() -> bool:
    """Bring the database up to date; returns whether anything had to be done."""
    is_carried_over = bring_over()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return is_carried_over
    with _bar(len(plan)) as bar:
        call_command("migrate", interactive=False, verbosity=1, stdout=_Steps(bar))
    return True


def bring_over() -> bool:
    """Carry a database over that was made before migrations began anew; whether it was one."""
    try:
        return carry_over(connection)
    except TooOld as error:
        raise CommandError(str(error)) from None


def _bar(total: int) -> tqdm:
    return tqdm(desc="Database  ", total=total, disable=not sys.stderr.isatty())


class _Steps(io.StringIO):
    """Stands in for standard output and moves a bar for every migration that went well."""

    def __init__(self, bar: tqdm) -> None:
        super().__init__()
        self.bar = bar

    def write(self, text: str) -> int:
        self.bar.update(text.count(" OK"))
        return len(text)


def open_languages() -> list[str]:
    """Pages may be written in every language of the house; returns those that are new."""
    from wagtail.models import Locale

    known = set(Locale.objects.values_list("language_code", flat=True))
    added = [code for code in codes() if code not in known]
    for code in added:
        Locale.objects.create(language_code=code)
    return added


def note_uses_of_files_if_unknown() -> bool:
    """Note which pages use which files, when that was never done or the index lost it."""
    from social.files.health import is_unread, missing_references

    if not is_unread() and not missing_references():
        return False
    call_command("files")
    return True


def tell_sites_their_address(base_url: str) -> None:
    """Wagtail, and packages that ask Django's sites, hear the address: it stands in their links."""
    from django.contrib.sites.models import Site as DjangoSite
    from wagtail.models import Site as WagtailSite

    address = urlsplit(base_url)
    port = address.port or (443 if address.scheme == "https" else 80)
    host = address.hostname or "localhost"
    name = settings.WAGTAIL_SITE_NAME
    if not DjangoSite.objects.filter(
        pk=settings.SITE_ID, domain=address.netloc, name=name
    ).exists():
        DjangoSite.objects.update_or_create(
            pk=settings.SITE_ID, defaults={"domain": address.netloc, "name": name}
        )
    for site in WagtailSite.objects.filter(is_default_site=True).exclude(hostname=host, port=port):
        site.hostname, site.port = host, port
        site.save()  # which clears what Wagtail remembers of it


def collect_static_if_changed() -> bool:
    """Collect static files unless none has changed since; returns whether it did."""
    stamp = settings.DATA_DIR / STAMP
    digest = _static_digest()
    collected = settings.STATIC_ROOT / "staticfiles.json"
    if collected.exists() and stamp.exists() and stamp.read_text() == digest:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest)
    return True


def _static_digest() -> str:
    digest = hashlib.sha256()
    for line in sorted(_static_sources()):
        digest.update(line.encode())
    return digest.hexdigest()


def _static_sources() -> Iterator[str]:
    """A line for each source file: where it is, how long, and when it was changed."""
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = (settings.BASE_DIR / storage.path(path)).stat()
            yield f"{path} {status.st_size} {status.st_mtime_ns}"
