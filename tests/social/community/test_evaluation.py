"""`community_eval` on logs from outside, without a database."""

import csv
import datetime as dt
import io
import json

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from social.community.evaluation import evaluate
from social.community.evaluation.read_log import LogError, read_log
from social.community.evaluation.replies import hours_to_reply
from social.community.evaluation.report import Options


def write_log(folder, *, people=60, days=300, seed=5, with_people=True, epoch=False):
    """An invented company in which people write mostly to the same few colleagues."""
    generator = np.random.default_rng(seed)
    friends = [generator.choice(people, 8, replace=False) for _ in range(people)]
    start = dt.datetime(2025, 1, 2, 8, tzinfo=dt.UTC)
    with (folder / "events.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["source", "target", "timestamp"])
        for _ in range(people * 120):
            source = int(generator.integers(people))
            target = int(generator.choice(friends[source]))
            at = start + dt.timedelta(seconds=int(generator.integers(days * 86400)))
            if generator.random() < 0.5:
                source, target = target, source
            writer.writerow([source, target, at.timestamp() if epoch else at.isoformat()])
    if with_people:
        with (folder / "people.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "department", "level", "manager"])
            for person in range(people):
                level = "board" if person < 2 else "manager" if person < 12 else "employee"
                writer.writerow([person, f"unit-{person % 4}", level, person % 2 if person else ""])


def test_it_prints_metrics_team_coverage_and_self_check(tmp_path):
    write_log(tmp_path)
    out = io.StringIO()
    call_command("community_eval", tmp_path, "--volunteers", "0.5", "--seed", "3", stdout=out)
    text = out.getvalue()
    for heading in ("METRICS", "VOLUNTEERS (30)", "TEAM of 10", "NEXT-WINDOW", "SELF-CHECK"):
        assert heading in text


def test_json_is_the_same_for_the_same_seed_and_holds_every_metric(tmp_path):
    write_log(tmp_path)
    results = []
    for _ in range(2):
        out = io.StringIO()
        call_command("community_eval", tmp_path, "--json", "--volunteers", "0.3", stdout=out)
        results.append(json.loads(out.getvalue()))
    assert results[0] == results[1]
    data = results[0]
    assert len(data["metrics"]) == 18
    assert len(data["team"]["members"]) == 10
    coverage = data["next_window_coverage"]
    assert coverage["planned"] >= coverage["random"]
    assert set(data["not_possible"]) == {"A3", "A4", "A5", "C7"}


def test_any_column_of_people_may_be_empty_and_the_file_may_be_missing(tmp_path):
    write_log(tmp_path, with_people=False, epoch=True)
    bare = evaluate(tmp_path).as_dict()
    assert bare["log"]["people"] == 60
    assert bare["next_window_coverage"]["planned"] > 0
    (tmp_path / "people.csv").write_text("id,department,level,manager\n1,,,\n2,,,\n3,x,,\n")
    few = evaluate(tmp_path).as_dict()
    assert few["log"]["people"] == 3
    assert few["log"]["unknown_people_dropped"] > 0


def test_hidden_cells_carry_no_number(tmp_path):
    write_log(tmp_path, people=24)
    data = evaluate(tmp_path).as_dict()
    cells = [cell for cells in data["metrics"].values() for cell in cells if cell["suppressed"]]
    assert cells
    assert all(cell["value"] is None and cell["n"] == 0 for cell in cells)


def test_mass_mail_and_unreadable_rows_are_left_out(tmp_path):
    rows = ["source,target,timestamp"]
    rows += [f"boss,{n},2025-01-02T10:00:00" for n in range(11)]
    rows += ["a,b,2025-01-02T10:00:00", "a,b,yesterday", "a,,2025-01-02T10:00:00", "b,a,1735900000"]
    (tmp_path / "events.csv").write_text("\n".join(rows))
    log = read_log(tmp_path)
    assert (log.announcements, log.unreadable, len(log.events)) == (11, 2, 2)


def test_levels_are_ordered_from_the_top_by_name_or_by_reporting_line(tmp_path):
    (tmp_path / "events.csv").write_text("source,target,timestamp\n1,2,0\n")
    named = "id,department,level,manager\n1,,employee,2\n2,,Board,\n3,,manager,2\n"
    (tmp_path / "people.csv").write_text(named)
    roster = read_log(tmp_path).roster
    assert roster.levels == ("Board", "manager", "employee")
    assert roster.leader.tolist() == [False, True, False]
    odd = "id,department,level,manager\n1,,L9,2\n2,,L1,\n3,,L9,2\n"
    (tmp_path / "people.csv").write_text(odd)
    assert read_log(tmp_path).roster.levels == ("L1", "L9")


def test_a_missing_log_is_a_clear_error(tmp_path):
    with pytest.raises(LogError, match="does not exist"):
        evaluate(tmp_path)
    with pytest.raises(CommandError, match="does not exist"):
        call_command("community_eval", tmp_path)
    (tmp_path / "events.csv").write_text("source,target,timestamp\n")
    with pytest.raises(CommandError, match="no readable event"):
        call_command("community_eval", tmp_path)
    with pytest.raises(CommandError, match="--volunteers"):
        call_command("community_eval", tmp_path, "--volunteers", "2")


def test_a_short_log_says_that_there_is_no_self_check(tmp_path):
    write_log(tmp_path, days=14)
    data = evaluate(tmp_path, Options(days=10)).as_dict()
    assert data["next_window_coverage"] is None
    assert "too short" in data["notes"][0]


def test_hours_to_reply_is_the_next_message_back(tmp_path):
    rows = "source,target,timestamp\na,b,0\na,b,3600\nb,a,7200\nc,a,0\nb,a,9000\n"
    (tmp_path / "events.csv").write_text(rows)
    log = read_log(tmp_path)
    found = hours_to_reply(log.events, len(log.roster))
    assert found.tolist()[:3] == [2.0, 1.0, pytest.approx(float("nan"), nan_ok=True)]
    assert np.isnan(found[3:]).all()
