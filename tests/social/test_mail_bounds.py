"""No mail, and no pasted text, costs more than a moment: hostile inputs at half a second each."""

import time
from collections.abc import Callable

import pytest
from bs4 import NavigableString

from home.moving.markdown import to_html
from home.moving.richtext import inline
from home.moving.shortcodes import expand
from search.page.passages import _SENTENCE_START
from social.comments.screening import watched_words_in
from social.notifications.incoming.drafts import readable_thread
from social.notifications.incoming.letters import html_words, read_letter
from social.notifications.incoming.quotes import own_words

CPU_SECONDS = 0.5

HOSTILE = {
    "a line of blanks": " " * 200_000,
    "blanks between words": "x" + " " * 200_000 + "x",
    "blanks of other kinds": "\xa0\u2003\t" * 60_000,
    "empty lines": "\n" * 100_000,
    "lines of blanks": (" " * 999 + "\n") * 3_000,
    "dashes": "-" * 100_000,
    "lines of dashes": ("-" * 999 + "\n") * 3_000,
    "lines of underscores": ("_" * 999 + "\n") * 3_000,
    "quotation marks": "> x\n" * 20_000,
    "deep quotation marks": ("> " * 400 + "x\n") * 2_000,
    "introductions": "On Monday, a@example.com wrote\n" * 5_000,
    "introductions that never end": "W dniu 30.11.2026 " * 10_000,
    "headers": "From: x\n" * 20_000,
    "signatures": "-- \n" * 20_000,
    "greetings": "Pozdrawiam\n" * 20_000,
    "colons": ": " * 100_000,
    "stars": "*" * 100_000,
    "addresses": "<a@example.com> " * 10_000,
    "table of dashes": ("|" + "-" * 300 + "|" + " " * 300 + "|\n") * 1_000,
}


def costs_little(work: Callable, *arguments: object) -> None:
    start = time.process_time()
    work(*arguments)
    assert time.process_time() - start < CPU_SECONDS


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("work", [own_words, readable_thread, html_words])
def test_hostile_letters_cost_little(work: Callable, name: str) -> None:
    costs_little(work, HOSTILE[name])


@pytest.mark.parametrize(
    "unit", ["<script", "<style>", "<div>", "<b> </b>", "<a href=x>", "&nbsp;"]
)
def test_hostile_html_costs_little(unit: str) -> None:
    costs_little(html_words, unit * (50_000 // len(unit)))


@pytest.mark.parametrize("unit", ["(", '"', "(a)", ".", "\\", "a;", "=?utf-8?q?a?= "])
@pytest.mark.parametrize("name", ["From", "To", "Subject", "Content-Type", "Content-Disposition"])
def test_hostile_headers_cost_little_and_no_words(name: str, unit: str) -> None:
    raw = f"{name}: text/plain{unit * (30_000 // len(unit))}\nX-Other: y\n\nZupa"
    costs_little(read_letter, raw.encode())
    if name != "Content-Type":
        assert read_letter(raw.encode()).text == "Zupa"


def test_what_is_beyond_the_lines_looked_at_is_kept() -> None:
    long_line = "słowo " * 400
    assert own_words(long_line) == long_line.strip()
    many = "\n".join(f"wiersz {number}" for number in range(4_000))
    assert own_words(many) == many and readable_thread(many) == many


@pytest.mark.parametrize(
    "text",
    [
        *("{% " * 20_000, "{{ " * 20_000, "{% raw %}" * 6_000, "{% alert " * 6_000),
        *("{% alert " * 6_000 + "{% endalert %}", '{% image "x "x' * 2_000 + "%}"),
    ],
)
def test_hostile_template_tags_cost_little(text: str) -> None:
    costs_little(expand, text)


def test_hostile_text_elsewhere_costs_little() -> None:
    costs_little(to_html, "# x" + "\xa0" * 30_000 + "x\n")
    costs_little(inline, [NavigableString("x" + "\xa0" * 30_000 + "x")])
    costs_little(lambda text: list(_SENTENCE_START.finditer(text)), "\n" * 100_000)
    costs_little(watched_words_in, "a" * 10_000, "a*a*a*a*b")


def test_watched_words_mean_what_they_meant() -> None:
    text = "Superkonkursowy wyścig, kon kurs i podkonkurs"
    for watched, found in {
        "*konkurs": True,
        "konkurs*": False,
        "super*ow*": True,
        "s*k*y": True,
        "kon kurs": True,
        "wyśc*g": True,
        "k*r": False,
        "**": False,
    }.items():
        assert bool(watched_words_in(text, watched)) is found, watched
