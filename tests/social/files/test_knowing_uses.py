"""What uses which file stays known: after restores and imports past Wagtail, and at the doctor."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import ReferenceIndex

from rynek import health, preparation
from social.files.access import may_see_file
from social.files.models import FileUse
from tests.factories import make_news, make_project, restrict
from tests.social.files import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def restored() -> Any:
    """A house whose rows came back without anybody telling the index."""
    open_page, closed_page = make_news("Otwarte"), make_project("Projekt Północ")
    restrict(closed_page, "Board")
    shown, secret, drafted = (stage.make_image(name) for name in ("a", "b", "c"))
    for page, image in ((open_page, shown), (closed_page, secret)):
        page.cover = image
        page.save_revision().publish()
    closed_page.cover = drafted
    closed_page.save_revision()
    ReferenceIndex.objects.all()._raw_delete("default")
    FileUse.objects.all().delete()
    return shown, secret, drafted


def test_the_doctor_and_prepare_find_that_uses_were_lost(
    restored: Any, editor: Any, employee: Any
) -> None:
    shown, secret, drafted = restored
    assert not health.files().ok
    assert "rynek files" in health.files().advice
    assert preparation.note_uses_of_files_if_unknown()
    assert health.files().ok
    assert not preparation.note_uses_of_files_if_unknown()
    seen = [[may_see_file(p, image) for image in restored] for p in (employee, editor)]
    assert seen == [[True, False, False], [True, False, False]]


def test_covers_missing_from_the_index_are_noticed(restored: Any) -> None:
    call_command("files", stdout=StringIO())
    assert health.files().ok
    ReferenceIndex.objects.filter(model_path="cover").first().delete()
    check = health.files()
    assert not check.ok
    assert check.detail.startswith("1 uses")


def test_a_revision_that_cannot_be_read_stops_no_other(
    restored: Any, monkeypatch: Any, employee: Any
) -> None:
    from social.files import uses

    read = uses.note_revision

    def fail_once(revision: Any) -> None:
        monkeypatch.setattr(uses, "note_revision", read)
        raise ValueError("a block of a type that is gone")

    monkeypatch.setattr(uses, "note_revision", fail_once)
    complaints = StringIO()
    call_command("files", stdout=StringIO(), stderr=complaints)
    assert "cannot be read" in complaints.getvalue()
    assert not may_see_file(employee, restored[2])


def test_media_in_a_bucket_have_addresses_of_ours() -> None:
    from social.files.bucket import GuardedS3Storage

    storage = GuardedS3Storage(bucket_name="rynek", access_key="a", secret_key="b")
    assert storage.url("original_images/Plan ć.png") == "/media/original_images/Plan%20%C4%87.png"
