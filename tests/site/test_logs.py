"""Logs lie in the data folder and never grow without end."""

import logging
from logging.handlers import WatchedFileHandler

import pytest

from rynek import logs


@pytest.mark.django_db
def test_large_log_is_put_aside_and_writing_goes_on(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(logs, "BYTES_AT_MOST", 100)
    path = tmp_path / "rynek.log"
    handler = WatchedFileHandler(path)
    for number in range(logs.KEPT + 3):
        handler.emit(logging.makeLogRecord({"msg": f"{number} " + "x" * 200}))
        assert logs.turn(tmp_path) == [path]
    handler.emit(logging.makeLogRecord({"msg": "new"}))
    handler.close()
    assert path.read_text() == "new\n"
    kept = sorted(file.name for file in tmp_path.iterdir())
    assert kept == ["rynek.log", *(f"rynek.log.{n}" for n in range(1, logs.KEPT + 1))]
    assert (tmp_path / "rynek.log.1").read_text().startswith(f"{logs.KEPT + 2} ")
    assert logs.turn(tmp_path) == []


def test_errors_are_written_to_the_data_folder(settings) -> None:
    assert settings.LOGGING["handlers"]["file"]["filename"] == settings.DATA_DIR / "logs/rynek.log"
    assert "file" in settings.LOGGING["root"]["handlers"]
