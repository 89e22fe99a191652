"""Markdown's dialects: understood where pages can say it, kept and named where not."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from blog.pages.models import GuideIndexPage, GuidePage
from home.moving.dialects import translate
from home.moving.folder import read_folder
from home.moving.inline import read_inline
from home.moving.parts import Callout, Code, Picture, Text
from home.moving.report import Report
from home.moving.shortcodes import expand
from home.moving.source import parse_source
from tests.factories import make_page  # noqa: F401  (loads the page types)

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8"
    "cfc000000301010018dd8db00000000049454e44ae426082"
)


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def read(root: Path, text: str, name: str = "index.md") -> tuple[Any, Report]:
    """The document of one file, and the report."""
    report = Report()
    folder = read_folder(write(root, {name: text}), report)
    return folder.chapters[name].document, report


def words_of(document: Any) -> str:
    return " ".join(part.html for part in document.parts if isinstance(part, Text))


BOXES = [
    ('!!! warning "Uwaga"\n    Treść z **wagą**.\n\n    Drugi akapit.', "warning", "Uwaga"),
    ("??? note\n\n    Zwinięte.", "info", ""),
    ('???+ tip inline end "Rada"\n    Otwarte.', "success", "Rada"),
    (":::danger Stój\nNie wchodź.\n:::", "danger", "Stój"),
    (":::tip[Rada]\nZrób tak.\n:::", "success", "Rada"),
    ('::::info{title="Ramka"}\nTekst\n::::', "info", "Ramka"),
    ("> [!tip]- Rada zwijana\n> Złóż wcześniej.", "success", "Rada zwijana"),
    ("> [!faq] Pytanie\n> Odpowiedź.", "info", "Pytanie"),
    ("> [!CAUTION]\n> Groźne.", "danger", ""),
    ("> [!example]+\n> Przykład.", "info", ""),
    ('{% hint style="warning" %}\nUwaga na terminy.\n{% endhint %}', "warning", ""),
    ('{{% alert title="Uwaga" color="warning" %}}\nTreść.\n{{% /alert %}}', "warning", "Uwaga"),
    ('{{< notice tip "Rada" >}}\nTreść.\n{{< /notice >}}', "success", "Rada"),
]


@pytest.mark.parametrize(
    ("text", "kind", "title"), BOXES, ids=[text[:14] for text, _k, _t in BOXES]
)
def test_boxes_of_every_dialect_become_callouts(tmp_path, text, kind, title) -> None:
    document, report = read(tmp_path, f"Wstęp.\n\n{text}\n\nKoniec.")
    [box] = [part for part in document.parts if isinstance(part, Callout)]
    assert (box.kind, box.title) == (kind, title)
    assert box.html and "Koniec" in words_of(document)
    assert report.not_understood == {}


def test_a_box_inside_a_list_keeps_its_words(tmp_path) -> None:
    document, report = read(tmp_path, "- punkt\n\n    !!! note\n        W punkcie.\n\n- drugi\n")
    assert "W punkcie" in words_of(document) and report.not_understood == {}


def test_unknown_boxes_keep_their_words_and_are_named(tmp_path) -> None:
    text = "!!! zagadka\n    Treść\n\n:::kraina\nŚrodek\n:::\n\n> [!dziwne] Tytuł\n> Słowa"
    document, report = read(tmp_path, text)
    said = words_of(document) + "".join(p.html for p in document.parts if isinstance(p, Callout))
    assert all(word in said for word in ("Treść", "Środek", "Słowa"))
    assert set(report.not_understood) == {"box “zagadka”", "block ::: kraina", "box “dziwne”"}
    assert "1 × box “zagadka” (index.md)" in report.text()


def test_tabs_keep_titles_and_words(tmp_path) -> None:
    text = '=== "Windows"\n    Kroki dla Windows\n\n=== "Mac"\n\n    ```sh\n    brew\n    ```\n'
    document, _report = read(tmp_path, text)
    html = words_of(document)
    assert "<b>Windows</b>" in html and "Kroki dla Windows" in html and "<b>Mac</b>" in html
    assert [part.text for part in document.parts if isinstance(part, Code)] == ["brew"]


def test_diagrams_are_code(tmp_path) -> None:
    document, _report = read(tmp_path, "::: mermaid\ngraph LR\n:::\n")
    assert [(p.text, p.language) for p in document.parts] == [("graph LR", "mermaid")]


CODE = [
    "```\n{code}\n```", "~~~md\n{code}\n~~~", "````\n```\n{code}\n```\n````", "`{code}`",
    "Tekst:\n\n    {code}\n", "<pre><code>{code}</code></pre>", "- punkt\n\n  ```\n  {code}\n  ```",
]  # fmt: skip


@pytest.mark.parametrize("frame", CODE)
@pytest.mark.parametrize(
    "code",
    ["[[Strona|słowa]]", "!!! note", ":::tip", "==x==", "{{< ref x >}}", "%%uwaga%%", "![[a.png]]",
     "[TOC]", "# H {#id}", "> [!tip]"],
)  # fmt: skip
def test_text_inside_code_is_not_touched(frame, code) -> None:
    text = frame.format(code=code)
    blocks = translate(expand(text).text)
    inline = read_inline(blocks.text, lambda name: True)
    assert inline.text == text
    assert blocks.unknown == inline.unknown == []


def test_toml_front_matter_is_read() -> None:
    source = parse_source(
        "a.md", '+++\ntitle = "Start"\ndate = 2026-01-01\ntags = ["bhp"]\n+++\nTekst\n'
    )
    assert (source.text("title"), source.strings("tags"), source.body) == (
        "Start",
        ["bhp"],
        "Tekst\n",
    )
    assert source.day("date").isoformat() == "2026-01-01"


def test_headings_have_the_anchors_that_their_attributes_say(tmp_path) -> None:
    text = "## Jeden { #raz }\n\n## Dwa {#dwa .klasa}\n\n## Trzy {: #trzy }\n\n## Cztery {.klasa}\n"
    document, _report = read(tmp_path, text)
    assert document.headings == ["Jeden", "Dwa", "Trzy", "Cztery"]
    assert [document.anchors[name] for name in ("raz", "dwa", "trzy")] == [0, 1, 2]


def test_only_a_heading_at_the_top_names_the_page(tmp_path) -> None:
    files = {"Basic formatting.md": "Wstęp.\n\n# Nagłówek w środku\n", "b.md": "# Tytuł\n\nx"}
    folder = read_folder(write(tmp_path, files), Report())
    titles = {name: chapter.title for name, chapter in folder.chapters.items()}
    assert titles == {"Basic formatting.md": "Basic formatting", "b.md": "Tytuł"}


@pytest.mark.django_db
class TestWhole:
    """Through the command, into pages."""

    def run(self, root: Path, capsys: Any) -> tuple[dict[str, GuidePage], str]:
        under = GuideIndexPage.objects.get(locale__language_code="pl")
        call_command("import_markdown", str(root), under=str(under.pk), kind="guide")
        pages = {page.title: page for page in GuidePage.objects.descendant_of(under)}
        return pages, capsys.readouterr().out

    def test_obsidian(self, tmp_path, capsys) -> None:
        files = {
            "Urlopy.md": "Zobacz [[Wniosek o urlop]], [[wniosek-o-urlop#Terminy|terminy]] i "
            "[[Nie ma]].\n\n![[Pasted image 1.png|300]]\n\n![[Wniosek o urlop]]\n\n%%po cichu%%",
            "dział/Wniosek o urlop.md": "Tekst\n\n## Terminy\n\nDo 20.",
            "obrazki/Pasted image 1.png": PNG,
            ".obsidian/app.json": "{}",
        }
        pages, said = self.run(write(tmp_path, files), capsys)
        body = str(pages["Urlopy"].body.raw_data)
        target = pages["Wniosek o urlop"].pk
        assert body.count(f'id="{target}"') == 3
        assert "terminy</a>" in body and "Nie ma" in body and "[[" not in body
        assert "po cichu" not in body and "'image'" in body
        assert "wiki:Nie%20ma" in said or "Nie ma" in said
        assert "1 × embedded page (linked instead) (Urlopy.md)" in said

    def test_github_wiki_writes_the_words_first(self, tmp_path, capsys) -> None:
        files = {"Home.md": "[[Jak zacząć|Getting-started]]", "Getting-started.md": "Tekst"}
        pages, _said = self.run(write(tmp_path, files), capsys)
        assert ">Jak zacząć</a>" in str(pages["Home"].body.raw_data)

    @pytest.mark.parametrize(
        ("address", "place"),
        [
            ("<.gitbook/assets/schemat (1).png>", ".gitbook/assets/schemat (1).png"),
            (".gitbook/assets/schemat%20%281%29.png", ".gitbook/assets/schemat (1).png"),
            ("../../.gitbook/assets/a.png", ".gitbook/assets/a.png"),
            ("/.attachments/image-1a2b.png", ".attachments/image-1a2b.png"),
        ],
    )
    def test_pictures_in_hidden_folders(self, tmp_path, capsys, address, place) -> None:
        root = write(tmp_path, {"a/b/strona.md": f"Tekst ![Schemat]({address})", place: PNG})
        if not address.startswith(("../", "/")):
            (root / "a/b/strona.md").rename(root / "strona.md")
        _pages, said = self.run(root, capsys)
        assert "0 links lead nowhere" in said

    def test_hugo(self, tmp_path, capsys) -> None:
        files = {
            "content/_index.md": '+++\ntitle = "Start z TOML"\n+++\n{{< ref "druga.md" >}} '
            '[druga]({{< relref "druga.md" >}})\n',
            "content/druga.md": "---\ntitle: Druga\n---\nTekst",
        }
        pages, said = self.run(write(tmp_path, files), capsys)
        assert "Druga" in pages and "\n+++" not in str(pages["Druga"].body.raw_data)
        assert "0 links lead nowhere" in said

    def test_docusaurus(self, tmp_path, capsys) -> None:
        files = {
            "docs/01-intro.mdx": "import Tabs from '@theme/Tabs';\n\n# Wstęp\n\n[dalej](/docs/setup)"
            ' <Tabs><TabItem value="a" label="Pierwsza">\n\nA\n\n</TabItem></Tabs>\n\n<Karta/>\n',
            "docs/02-setup.md": "---\nslug: setup\n---\n# Start\n\n[wróć](./intro)",
        }
        pages, said = self.run(write(tmp_path, files), capsys)
        assert "0 links lead nowhere" in said
        assert "component <Karta>" in said and "MDX import or export" in said
        assert "<b>Pierwsza</b>" in str(pages["Wstęp"].body.raw_data)


def test_nothing_takes_long() -> None:
    for text in ("[[" * 5000, "!!! a\n" * 2000, ":::a\n" * 2000, "`" * 9000, "==a " * 3000,
                 "> [!a]\n" * 2000, "{{< a " * 2000, "%%" * 4999, "    x\n" * 2000):  # fmt: skip
        expanded = expand(text)
        read_inline(translate(expanded.text).text, lambda name: False)


def test_what_looks_like_a_block_and_was_not_understood_is_named(tmp_path) -> None:
    text = '[!INCLUDE [x](inc.md)]\n\n:::image source="a.png" alt-text="Hala":::\n\n@<A1B2C3>'
    document, report = read(tmp_path, text)
    assert [(p.source, p.alt) for p in document.parts if isinstance(p, Picture)] == [
        ("a.png", "Hala")
    ]
    assert set(report.not_understood) == {"“[!INCLUDE”", "mention of a person by number"}


def test_pictures_are_pictures(tmp_path) -> None:
    document, _report = read(tmp_path, "![[zdjęcie.png|Hala]]")
    assert [(p.source, p.alt) for p in document.parts if isinstance(p, Picture)] == [
        ("wiki:zdj%C4%99cie.png", "Hala")
    ]
