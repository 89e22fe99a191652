"""`rynek doctor` finds what is wrong and says what to do."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from rynek import health

pytestmark = pytest.mark.django_db


def consult() -> tuple[str, bool]:
    out = StringIO()
    try:
        call_command("doctor", stdout=out)
    except CommandError:
        return out.getvalue(), False
    return out.getvalue(), True


def test_silent_worker_is_reported_with_advice(settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path
    report, well = consult()
    assert not well
    assert "FAIL worker: never seen" in report
    assert "rynek serve" in report


def test_unreachable_mail_server_is_reported(settings) -> None:
    settings.RYNEK_MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    check = health.mail()
    assert not check.ok
    assert "EMAIL_URL" in check.advice


def test_media_folder_that_is_missing_is_reported(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "gone"
    assert not health.media().ok
    settings.MEDIA_ROOT = tmp_path
    assert health.media().ok


def test_database_and_migrations_are_well() -> None:
    assert health.database().ok
    assert health.migrations().ok
