"""What is written about the demo company holds together."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from PIL import Image

from home.demo.clock import clock_for, in_waking_hours
from home.demo.content import ZONE, Comment, company
from home.demo.portraits import portrait
from home.demo.publishing import HELLO_IN_ENGLISH, STEPS, STEPS_IN_ENGLISH
from home.demo.readers import poisson
from home.demo.scenes import SCENES, cover
from home.demo.words import MEN, WOMEN


def comments() -> Iterator[tuple[str, datetime, Comment]]:
    starts = {text.id: text.at for text in company().pages}

    def walk(page_id: str, at: datetime, level: list[Comment]) -> Iterator:
        for comment in level:
            yield page_id, at + comment.after, comment
            yield from walk(page_id, at + comment.after, list(comment.replies))

    for page_id, thread in company().threads.items():
        yield from walk(page_id, starts[page_id], thread)


def test_there_is_enough_to_read() -> None:
    kinds = Counter(kind for kind, _ in {(text.kind, text.id) for text in company().pages})
    assert kinds["news"] >= 45
    assert kinds["guides"] >= 20
    assert kinds["projects"] >= 8
    assert kinds["knowledge"] >= 30
    assert kinds["questions"] >= 15
    assert len(list(comments())) >= 350
    assert 140 <= len(company().people) <= 160


def test_no_comment_and_no_page_says_the_same_twice() -> None:
    texts = [comment.text for _, _, comment in comments()]
    assert len(texts) == len(set(texts))
    bodies = [text.source.body for text in company().pages]
    assert len(bodies) == len(set(bodies))


def test_everybody_who_speaks_works_here_at_that_time() -> None:
    people = company().people
    for text in company().pages:
        assert people[text.by].start <= text.at.date(), text.id
        for member in text.source.strings("members"):
            assert member in people
    for page_id, at, comment in comments():
        assert people[comment.by].start <= at.date(), (page_id, comment.by)
        assert at.date() <= company().today, (page_id, comment.by, at)


def test_links_between_texts_lead_somewhere() -> None:
    known = {(text.kind, text.id) for text in company().pages}
    kinds = {"guide": "guides", "project": "projects", "knowledge": "knowledge", "news": "news"}
    for text in company().pages:
        for kind, name in re.findall(
            r"\((guide|project|knowledge|news):([\w-]+)\)", text.source.body
        ):
            assert (kinds[kind], name) in known, (text.id, kind, name)


def test_pages_name_what_exists() -> None:
    facts = company().facts
    projects = {text.id for text in company().pages if text.kind == "projects"}
    audiences = {"PL", "all", "production", "G", "M", "B", "new", "leaders"}
    for text in company().pages:
        assert text.source.text("title") and text.language in ("pl", "en")
        assert text.source.text("cover") in {"", *SCENES}
        assert set(text.source.strings("audience")) <= audiences
        if text.kind == "knowledge":
            assert text.source.text("project") in projects
    levels = {level["id"] for level in facts["levels"]}
    assert {person.level for person in company().people.values()} == levels


def test_surnames_fit_first_names() -> None:
    for person in company().people.values():
        if person.last_name.endswith(("ska", "cka", "dzka")):
            assert person.is_woman, person.id
        if person.last_name.endswith(("ski", "cki", "dzki")):
            assert not person.is_woman, person.id
    assert all(name.endswith("a") for name in WOMEN)
    assert not any(name.endswith("a") for name in MEN)


def test_pictures_are_the_same_for_the_same_seed() -> None:
    from random import Random

    one = portrait(Random("a"), is_woman=True, age=40)
    assert one.tobytes() == portrait(Random("a"), is_woman=True, age=40).tobytes()
    assert one.tobytes() != portrait(Random("b"), is_woman=True, age=40).tobytes()
    picture = cover("plant", Random(3))
    assert picture.size == (1600, 900)
    assert picture.tobytes() == cover("plant", Random(3)).tobytes()


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_every_scene_can_be_drawn(scene: str) -> None:
    from random import Random

    picture: Image.Image = cover(scene, Random(scene))
    assert len(picture.getcolors(1_000_000) or []) > 3


def test_dates_move_by_whole_weeks_and_never_into_the_future() -> None:
    clock = clock_for(date(2026, 11, 20), date(2027, 2, 3))
    assert clock.shift.days % 7 == 0
    written = datetime(2026, 11, 20, 9, 30, tzinfo=ZONE)
    moved = clock.moment(written)
    assert (moved.weekday(), moved.hour, moved.minute) == (written.weekday(), 9, 30)
    assert timedelta(0) <= clock.now - moved < timedelta(days=7, hours=12)
    assert clock.moment(written + timedelta(days=60)) == clock.now
    night = datetime(2026, 3, 2, 2, 15, tzinfo=ZONE)
    assert in_waking_hours(night).hour == 6


def test_counts_are_spread_around_their_mean() -> None:
    from random import Random

    rng = Random(1)
    drawn = [poisson(rng, 3.0) for _ in range(2000)]
    assert 2.8 < sum(drawn) / len(drawn) < 3.2
    assert poisson(rng, 0) == 0


def test_every_step_of_the_path_for_newcomers_has_english_words() -> None:
    assert len(STEPS_IN_ENGLISH) == len(STEPS)
    for words in (HELLO_IN_ENGLISH, *(f"{title} {text}" for title, text in STEPS_IN_ENGLISH)):
        assert words.isascii(), words
