"""`community_eval` on logs from outside, without a database."""

import csv
import datetime as dt
import io
import json

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from social.analytics.evaluation import evaluate
from social.analytics.evaluation.facts import facts_of
from social.analytics.evaluation.read_log import read_log
from social.analytics.evaluation.replies import hours_to_reply
from social.analytics.evaluation.report import Options
from social.analytics.evaluation.tables import LogError
from social.analytics.evaluation.windows import choose_windows


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
    hours = {
        (log.roster.keys[one], at): value
        for one, at, value in zip(log.events.source, log.events.at, found, strict=True)
    }
    assert (hours["a", 0], hours["a", 3600]) == (2.0, 1.0)
    assert np.isnan([hours["c", 0], hours["b", 7200], hours["b", 9000]]).all()


HEAD = "source,target,timestamp\n"


def log_of(folder, events, people=None, encoding="utf-8"):
    (folder / "events.csv").write_bytes(events.encode(encoding))
    if people:
        (folder / "people.csv").write_bytes(people.encode(encoding))
    return read_log(folder)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1250"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_logs_come_in_other_encodings_and_with_other_delimiters(tmp_path, encoding, delimiter):
    events = "Timestamp, Source ,TARGET\r\n2025-01-02 10:00:00,1,2\r\n2025-01-02 11:30:00,2,1\r\n"
    people = "id,department\r\n1,Księgowość\r\n2,Spedycja\r\n"
    log = log_of(tmp_path, events.replace(",", delimiter), people.replace(",", delimiter), encoding)
    assert len(log.events) == 2
    assert log.roster.departments == ("Księgowość", "Spedycja")


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-02T10:30:15+00:00", "2025-01-02 10:30:15", "2025-01-02T10:30:15Z",
        "2025-01-02 11:30:15+01:00", "2025-01-02 10:30:15 UTC", "20250102103015",
        "02.01.2025 10:30:15", "2025/01/02 10:30:15", "Thu, 2 Jan 2025 10:30:15 +0000",
        "1735813815", "1735813815.0", "1735813815000", "1735813815000000",
    ],
)  # fmt: skip
def test_the_same_moment_in_many_spellings(tmp_path, text):
    log = log_of(tmp_path, HEAD + f'a,b,"{text}"\n')
    assert log.events.at.tolist() == [1735813815.0]


def test_odd_timestamps_are_left_out_and_counted(tmp_path):
    good = "".join(f"{n % 7},{n % 5 + 7},{1735813815 + n * 997}\n" for n in range(400))
    odd = "1,8,nan\n1,8,inf\n1,8,\n1,8,1970-01-01T00:00:05\n1,8,2099-01-01\n1,8,31.02.2025\n"
    log = log_of(tmp_path, HEAD + good + odd)
    assert (log.unreadable, log.stray_moments, len(log.events)) == (4, 2, 400)


def test_repeated_rows_count_once_and_make_no_announcement(tmp_path):
    log = log_of(tmp_path, HEAD + "a,b,1735813815\n" * 12 + "b,a,1735813999\n")
    assert (log.repeated, log.announcements, len(log.events)) == (11, 0, 2)


def test_whole_days_are_no_messages_to_many(tmp_path):
    rows = "".join(f"boss,{n},2025-01-0{day}\n" for n in range(12) for day in (2, 3))
    log = log_of(tmp_path, HEAD + rows)
    assert (log.announcements, len(log.events)) == (0, 24)
    assert "whole hours or days" in log.notes[0]


def test_ids_match_whatever_their_case_or_a_data_frames_point_nought(tmp_path):
    events = HEAD + "Anna@X.pl,2,1735813815\n2.0,anna@x.pl,1735813999\n2,2,1735814000\n"
    people = "id,department,level,manager\nanna@x.pl,A,NaN,\n2.0,B,NaN,anna@x.pl\n2,B,,\n"
    log = log_of(tmp_path, events, people)
    assert log.roster.keys == ("anna@x.pl", "2")
    assert (len(log.events), log.unknown_people) == (2, 0)
    assert any("repeat an id" in note for note in log.notes)


def test_levels_and_departments_come_from_reporting_lines_when_not_given(tmp_path):
    lines = {
        "1": "",
        "2": "1",
        "3": "1",
        "4": "2",
        "5": "4",
        "6": "4",
        "7": "3",
        "8": "9",
        "9": "8",
    }
    people = "id,department,level,manager\n" + "".join(f"{a},,,{b}\n" for a, b in lines.items())
    roster = log_of(tmp_path, HEAD + "5,1,1735813815\n", people).roster
    levels = [roster.levels[at] for at in roster.level]
    assert levels[:7] == ["executive"] * 3 + ["manager"] + ["employee"] * 3
    homes = [roster.departments[at] for at in roster.department]
    assert homes[3:7] == ["branch of 2"] * 3 + ["branch of 3"]
    assert roster.leader.tolist()[:4] == [True, True, True, False]


@pytest.mark.parametrize(
    ("events", "people", "complaint"),
    [
        ("", None, "is empty"),
        ("a,b,c\n1,2,3\n", None, "no column source and no column target"),
        (HEAD + "a,a,1735813815\n", None, "only messages to oneself"),
        (HEAD + "a,b,never\n", None, "the first row says “a,b,never”"),
        (HEAD + "a,b,1735813815\n", "id,department\nx,1\ny,2\n", "No event"),
        (HEAD + "a,b,1735813815\n", "name,department\nx,1\n", "no column id"),
        (HEAD + '"a,b,1735813815\n' + "x" * 200_000, None, "line"),
    ],
)  # fmt: skip
def test_what_cannot_be_evaluated_is_said_in_one_sentence(tmp_path, events, people, complaint):
    (tmp_path / "events.csv").write_text(events)
    if people:
        (tmp_path / "people.csv").write_text(people)
    with pytest.raises(CommandError, match=complaint):
        call_command("community_eval", tmp_path)


@pytest.mark.parametrize("wrong", [("--team", "0"), ("--window", "0"), ("--seed", "-1")])
def test_choices_that_make_no_sense_are_refused(tmp_path, wrong):
    write_log(tmp_path, people=12)
    with pytest.raises(CommandError, match=wrong[0]):
        call_command("community_eval", tmp_path, *wrong)


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_tiny_logs_are_evaluated_without_failing(tmp_path, rows):
    (tmp_path / "events.csv").write_text(
        HEAD + "".join(f"{n % 3},{(n + 1) % 3},{1735813815 + n * 40_001}\n" for n in range(rows))
    )
    out = io.StringIO()
    call_command("community_eval", tmp_path, "--volunteers", "0.3", stdout=out)
    assert "TEAM" in out.getvalue()
    call_command("community_eval", tmp_path, "--json", stdout=io.StringIO())


@pytest.mark.parametrize("window", [None, "20"])
def test_a_pause_of_years_in_the_log_is_said_and_judges_nothing(tmp_path, window):
    day, rows = 86_400, []
    for year in (0, 10):
        for n in range(60):
            when = 1420070400 + (year * 365 + n) * day
            rows.append(f"{n % 7},{(n + 1) % 7},{when}\n{(n + 1) % 7},{n % 7},{when + 900}\n")
    (tmp_path / "events.csv").write_text(HEAD + "".join(rows))
    out = io.StringIO()
    chosen = ("--window", window) if window else ()
    call_command("community_eval", tmp_path, *chosen, stdout=out)
    assert "replays met an empty window" in out.getvalue()
    assert ("NEXT-WINDOW" in out.getvalue()) is (window is not None)


def test_newcomers_are_judged_by_their_first_thirty_days(tmp_path):
    day, rows = 86_400, []
    for n in range(0, 200):  # an old pair keeps the log going
        rows.append(f"a,b,{n * day + 7}\nb,a,{n * day + 900}\n")
    for at, other in enumerate("abc"):  # a newcomer of day 120 meets three, one only later
        rows.append(f"new,{other},{(120 + at) * day + 5}\n")
        rows.append(f"{other},new,{(121 + at + (40 if other == 'c' else 0)) * day + 5}\n")
    (tmp_path / "people.csv").write_text("id,department\na,X\nb,Y\nc,Y\nnew,X\n")
    (tmp_path / "events.csv").write_text(HEAD + "".join(rows))
    log = read_log(tmp_path)
    found = facts_of(log, choose_windows(log.events), None).newcomers
    position = log.roster.index["new"]
    row = found.person.tolist().index(position)
    assert (found.contacts[row], found.outside[row]) == (2, 1)
