"""What people type never becomes anything but plain, safe HTML."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from social.comments.markdown import ALLOWED_TAGS, render
from social.subjects.models import Topic
from tests.factories import make_department, make_person

pytestmark = pytest.mark.django_db

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](//evil.example/x)",
    "![x](https://evil.example/pixel.png)",
    '![x](x"onerror="alert(1))',
    "<javascript:alert(1)>",
    '<https://x.example/"onmouseover="alert(1)>',
    '[x](https://x.example "onmouseover=alert(1)")',
    "[x]: javascript:alert(1)\n\n[x]",
    "`</code><script>alert(1)</script>`",
    '```"><script>alert(1)</script>\nx\n```',
    "<details open ontoggle=alert(1)>",
    '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
    "<style>@import 'https://evil.example'</style>",
    "<form action=https://evil.example><input name=password>",
    "<!--><script>alert(1)</script>-->",
    "<plaintext>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "@<b onmouseover=alert(1)>Jan</b>",
    '#"><script>alert(1)</script>',
    "http://x.example/<script>alert(1)</script>",
    "https://x.example\u202egpj.exe",
    "\x00<script\x00>alert(1)</script>",
    "> <script>\n> alert(1)\n> </script>",
    "- <img/src=`x`onerror=alert(1)>",
    "[<img src=x onerror=alert(1)>](https://x.example)",
    "<<script>script>alert(1)<</script>/script>",
    "\\<script\\>alert(1)\\</script\\>",
]


class Reader(HTMLParser):
    """Fails on any element, attribute or address that a comment may not have."""

    def handle_starttag(self, tag, attrs) -> None:
        assert tag in ALLOWED_TAGS, tag
        for name, value in attrs:
            assert name in {"href", "class", "rel", "start"}, (tag, name, value)
            if name == "href":
                address = urlsplit(value)
                assert address.scheme in {"http", "https", "mailto", ""}, value
                assert not (address.scheme == "" and address.netloc), value
                assert tag == "a"

    def handle_decl(self, decl) -> None:
        raise AssertionError(decl)

    handle_comment = handle_pi = unknown_decl = handle_decl


def assert_safe(html: str) -> None:
    reader = Reader()
    reader.feed(html)
    reader.close()


@pytest.mark.parametrize("attack", ATTACKS)
def test_known_attacks_come_out_harmless(attack) -> None:
    assert_safe(render(attack).html)


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.one_of(
            st.text(max_size=40),
            st.sampled_from(
                [*ATTACKS, *"*_`[]()<>!#@>-\\\n\t:&\"'|~ ", "](", "```", "\n\n> ", "@Jan"]
            ),
        ),
        max_size=25,
    ).map("".join)
)
def test_whatever_is_typed_is_safe(text) -> None:
    assert_safe(render(text).html)


def test_subset_of_markdown() -> None:
    html = render("**b** *i* ~~s~~ `c`\n\n- x\n\n1. y\n\n> q\n\nhttps://x.example\nline").html
    for part in ("<strong>b", "<em>i", "<s>s", "<code>c", "<ul>", "<ol>", "<blockquote>", "<br>"):
        assert part in html
    assert 'href="https://x.example" rel="noopener noreferrer nofollow"' in html
    assert "<h1>" not in render("# Krzyk").html
    assert "<img" not in render("![x](https://x.example/p.png)").html


def test_names_are_found_without_diacritics_and_in_sentences() -> None:
    jan, ewa = make_person("Jan", "Łącki"), make_person("Ewa", "Żak-Nowak")
    team = make_department("Dział IT")
    rendered = render("Czy @jan lacki, @Ewa Żak-Nowak. i @dział it wiedzą? a@b.example @Nikt Taki")
    assert rendered.people == {jan.pk, ewa.pk} and rendered.departments == {team.pk}
    assert f'<a class="mention" href="/people/{jan.pk}/"' in rendered.html
    assert "mention--team" in rendered.html


def test_no_mention_in_code_or_addresses() -> None:
    make_person("Jan", "Łącki")
    assert not render("`@Jan Łącki` https://x.example/@Jan Łącki x@Jan Łącki").people


def test_topics_are_linked_when_they_exist() -> None:
    Topic.objects.create(name="praca zdalna", slug="praca-zdalna")
    html = render("#praca-zdalna #niema").html
    assert html.count("<a ") == 1 and 'class="topic"' in html


@pytest.mark.parametrize(
    "text",
    ["[" * 5000, "*" * 9000, "> " * 4000, "@a " * 3000, "`" * 9999, "[](" * 3000, "- " * 4000],
)
def test_nothing_that_is_typed_takes_long(text) -> None:
    """Finishes at all: nesting is limited, no pattern backtracks."""
    assert_safe(render(text[:10_000]).html)


AS_TYPED = [
    r"C:\Users\_nowe\*.xlsx", r"\\serwer\udział\_2026_\plan.docx", r"katalog\*nazwa*\plik",
    r"(C:\dane\*.txt)", r"„D:\Projekty\_stare_”", "C:\\", r"%TEMP%\*.log", "regex \\d+\\.\\d*",
    "2*3*4 = 24", "5 * 3 * 2", "(2*3)*(4*5)", "a*(b+c)*d", "x**2 + y**2", "10 > 5 i 5 < 10",
    "__init__.py", "snake_case_name", "_nazwa_", "____", "*.txt i *.doc", ">100 sztuk", ">= 5",
    '"cytat" i \'drugi\' – „trzeci”', "&copy; &amp; &lt;b&gt; AT&T", "[1]: przypis na dole",
    "+ 48 600 100 200", "[x] zrobione", "<tag> i </tag>", "~5 minut", "1 < 2 > 1", "100% #1 @ 5",
    "    cztery odstępy", "===", "---", "| a | b |", "\\*bez gwiazdki\\*x\\",
]  # fmt: skip


def shown(html: str) -> str:
    """The text that a reader sees."""
    found: list[str] = []

    class Words(HTMLParser):
        def handle_data(self, data: str) -> None:
            found.append(data)

    Words().feed(html)
    return "".join(found).strip()


@pytest.mark.parametrize("text", AS_TYPED[:-1])
def test_what_only_looks_like_markdown_comes_out_as_typed(text) -> None:
    assert shown(render(text).html) == text.strip()
    assert shown(render(f"Zobacz:\n{text}").html).endswith(text.strip())


def test_marks_still_work_at_the_edge_of_words() -> None:
    html = render("Przy **bramie 2**. I *tu*, „**tam**”! (*x*).").html
    assert html.count("<strong>") == 2 and html.count("<em>") == 2 and "*" not in html
    html = render(r"**grubo** i *kursywą*, (*tak*) \*bez\* **C:\dane\**").html
    assert "<strong>grubo</strong>" in html and html.count("<em>") == 2
    assert "*bez*" in html


@pytest.mark.parametrize(
    "text", ["31. grudnia zamykamy\n2. stycznia otwieramy", "2026. rok", "3) a"]
)
def test_a_date_is_no_item_of_a_list(text) -> None:
    assert shown(render(text).html) == text


def test_lists_that_count_are_lists() -> None:
    assert render("1. jeden\n2. dwa\n   - w środku\n3. trzy").html.count("<li>") == 4
    long = "\n".join(f"{number}. punkt" for number in range(1, 151))
    assert render(long).html.count("<li>") == 150
    assert render("1. raz\n1. raz\n1. raz").html.count("<li>") == 3


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.text(alphabet="ab1 \\:._/-()", min_size=1, max_size=30))
def test_no_backslash_is_ever_lost_in_a_path(text) -> None:
    path = f"C:\\{text}".split(" ")[0]
    assert shown(render(f"plik {path}").html) == f"plik {path}"
