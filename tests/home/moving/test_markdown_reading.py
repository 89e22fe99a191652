"""Markdown files become the parts of a page: nothing is lost, nothing dangerous is kept."""

from pathlib import Path

import pytest

from home.moving.blocks import find_anchor, read_document, slug_of
from home.moving.markdown import to_html
from home.moving.parts import (
    Callout,
    Checklist,
    Code,
    Picture,
    Quote,
    Steps,
    Table,
    Text,
    Video,
)
from home.moving.shortcodes import expand
from home.moving.source import SourceError, decode, parse_source, read_source


def parts(markdown: str) -> list:
    return read_document(markdown).parts


def test_front_matter_and_body_come_apart() -> None:
    source = parse_source(
        "a.md",
        "---\ntitle: Urlop: jak?\ntags: [kadry, urlop]\nredirect_from: /old/\n"
        "date: 2025-03-04\n---\n\nTekst\n".replace("Urlop: jak?", '"Urlop: jak?"'),
    )
    assert source.text("title") == "Urlop: jak?"
    assert source.strings("tags") == ["kadry", "urlop"]
    assert source.redirects == ["/old/"]
    assert str(source.day("date")) == "2025-03-04"
    assert source.body.strip() == "Tekst"


def test_a_file_without_front_matter_is_all_body() -> None:
    assert parse_source("a.md", "# Title\n\n---\nrest").body == "# Title\n\n---\nrest"


def test_four_dashes_do_not_close_the_front_matter() -> None:
    with pytest.raises(SourceError, match="front matter"):
        parse_source("a.md", "---\ntitle: a\n----\nbody")
    assert parse_source("a.md", "---\n---\nbody").body == "body"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\ntitle: [a\n---\nx", "front matter in line"),
        ("---\ntitle: a\nx", "never closes"),
        ("---\n- a\n- b\n---\nx", "not a list of fields"),
        ("---\nwhen: 2025-99-99\n---\nx", "front matter"),
    ],
)
def test_broken_front_matter_is_refused_with_its_place(text: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        parse_source("a.md", text)


def test_only_utf8_is_read_and_a_byte_order_mark_is_dropped() -> None:
    assert decode("\ufeffżółw\r\nb".encode()) == "żółw\nb"
    with pytest.raises(SourceError, match="0xb3 in line 2"):
        decode("a\nbia³y".encode("latin-1"))
    with pytest.raises(SourceError, match="NUL"):
        decode(b"a\x00b")


def test_a_symbolic_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "in"
    root.mkdir()
    (tmp_path / "secret.md").write_text("secret")
    (root / "link.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(SourceError, match="out of the folder"):
        read_source(root, root / "link.md")


def test_running_text_stays_together_and_other_parts_come_apart() -> None:
    found = parts(
        "## Zasady\n\nAkapit z **wagą** i *uwagą*.\n\n- a\n  - b\n\n```python\nprint(1)\n```\n\n"
        "| x | y |\n|---|---|\n| 1 | **2** |\n\n> Ktoś tak powiedział.\n\n- [ ] raz\n- [x] dwa\n"
    )
    assert found == [
        Text(
            "<h2>Zasady</h2><p>Akapit z <b>wagą</b> i <i>uwagą</i>.</p>"
            "<ul><li>a<ul><li>b</li></ul></li></ul>"
        ),
        Code("print(1)", "python"),
        Table([["x", "y"], ["1", "<b>2</b>"]], head=True),
        Quote("Ktoś tak powiedział."),
        Checklist(["raz", "dwa"]),
    ]


def test_the_first_heading_of_level_one_is_the_title_and_not_repeated() -> None:
    document = read_document("# Tytuł\n\nTekst\n\n# Dalej\n")
    assert document.first_heading == "Tytuł"
    assert document.parts == [Text("<p>Tekst</p><h2>Dalej</h2>")]


def test_pictures_stand_on_their_own_with_their_words() -> None:
    found = parts('Przed ![Hala nr 2](img/hala.png "Gniezno, 2025") po.')
    assert found == [
        Text("<p>Przed  po.</p>"),
        Picture("img/hala.png", "Hala nr 2", "Gniezno, 2025"),
    ]


def test_a_numbered_list_with_pictures_or_code_becomes_steps() -> None:
    (steps,) = parts("1. Open\n\n   ![screen](a.png)\n2. Run\n\n   ```\n   make <x>\n   ```\n")
    assert isinstance(steps, Steps)
    assert steps.steps[0] == ("Open", "", [Picture("a.png", "screen")])
    assert "<code>make &lt;x&gt;</code>" in steps.steps[1][1]


def test_github_notes_and_alert_tags_become_callouts() -> None:
    assert parts("> [!WARNING]\n> Gorące.\n") == [Callout("warning", "", "<p>Gorące.</p>")]
    text = expand('{% alert "Uwaga", "error" %}\n  Nie **tu**.\n{% endalert %}').text
    assert parts(text) == [Callout("danger", "Uwaga", "<p>Nie <b>tu</b>.</p>")]


def test_html_tables_details_and_videos_are_understood() -> None:
    found = parts(
        '<div class="x"><table><tr><td>a</td><td>b<br>c</td></tr></table></div>\n\n'
        "<details><summary>Więcej</summary>\n\nTekst\n\n</details>\n\n"
        '<iframe src="https://www.youtube.com/embed/x"></iframe>\n'
    )
    assert found == [
        Table([["a", "b<br/>c"]], head=False),
        Text("<p><b>Więcej</b></p><p>Tekst</p>"),
        Video("https://www.youtube.com/embed/x"),
    ]


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[a](javascript:alert(1))",
        '<a href="data:text/html,x" onclick="y">b</a>',
        "<style>body{}</style>",
    ],
)
def test_nothing_that_could_run_survives(bad: str) -> None:
    html = to_html(bad).replace("[a](javascript:alert(1))", "")  # markdown-it keeps it as text
    for word in ("<script", "onerror", 'href="javascript', "data:", "onclick", "<style", "body{"):
        assert word not in html


def test_site_tags_become_markdown_and_unknown_ones_are_named() -> None:
    result = expand(
        '[a]({% page "x/#y"\n%}) {% image "_img/a b.png" "Alt" %} {% slack_channel "it" %}'
        '{% include "gone.html" %} {{ page.url }} [b]({{site.base_url}}/z/) {% nonsense 1 %}'
        "{% comment %}TODO{% endcomment %}"
    )
    assert " ".join(result.text.split()) == ("[a](/x/#y) ![Alt](</_img/a b.png>) **#it** [b](/z/)")
    assert result.left_out == ["include gone.html", "{% nonsense 1 %}", "{{ page.url }}"]


def test_template_code_inside_a_listing_is_left_alone() -> None:
    text = "```jinja\n{% for x in y %}{{ x }}{% endfor %}\n```\n"
    assert expand(text).text == text
    assert expand("```\n{% raw %}{% page 1 %}{% endraw %}\n```").text == "```\n{% page 1 %}\n```"


def test_anchors_are_found_however_their_tool_spelt_them() -> None:
    document = read_document("## What's M&IE? {#meals}\n\n## Twice\n\n## Twice\n")
    assert set(document.anchors) == {"whats-mie", "meals", "twice", "twice-1"}
    assert find_anchor(document, "what-s-m-and-ie") == 0
    assert find_anchor(document, "twice-1") == 2
    assert find_anchor(document, "nothing") is None
    assert slug_of("Zażółć gęślą") == "zażółć-gęślą"


def test_footnotes_become_numbers_and_a_list_at_the_end() -> None:
    (text,) = parts("Tak[^a].\n\n[^a]: Bo tak.\n")
    assert isinstance(text, Text)
    assert "<sup>1</sup>" in text.html and "<li>Bo tak.</li>" in text.html
