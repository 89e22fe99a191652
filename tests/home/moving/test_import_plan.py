"""A folder becomes a tree of pages, and a link finds the file it means."""

from pathlib import Path

import pytest

from home.moving.links import Links
from home.moving.source import Source
from home.moving.tree import content_folder, files_in, plan


def shape(paths: list[str], base: str = "") -> dict[str, str | None]:
    return {node.key: node.parent.key if node.parent else None for node in plan(paths, base)}


def test_folders_become_parents_and_their_index_is_their_page() -> None:
    assert shape(["a/index.md", "a/b.md", "c/d.md", "e.md"]) == {
        "a/": None,
        "c/": None,
        "e.md": None,
        "a/b.md": "a/",
        "c/d.md": "c/",
    }


def test_a_file_beside_or_inside_a_folder_of_its_name_is_the_page_of_that_folder() -> None:
    for own in ("a.md", "a/a.md", "a/index.md"):
        nodes = {node.key: node for node in plan([own, "a/b.md"])}
        assert nodes["a/"].file == own
        assert nodes["a/b.md"].parent is nodes["a/"]


def test_the_content_folder_itself_makes_no_page(tmp_path: Path) -> None:
    assert shape(["pages/a.md", "LICENSE.md"], "pages") == {"pages/a.md": None, "LICENSE.md": None}
    (tmp_path / "pages").mkdir()
    assert content_folder(tmp_path) == tmp_path / "pages"
    assert content_folder(tmp_path / "pages") == tmp_path / "pages"


def test_siblings_get_different_slugs_and_polish_letters_are_spelt_plainly() -> None:
    nodes = plan(["a b.md", "a-b.md", "Zażółć.md", "!.md"])
    assert [node.slug for node in nodes] == ["page", "zazolc", "a-b", "a-b-2"]


def test_parents_come_before_children_and_hidden_files_are_not_seen(tmp_path: Path) -> None:
    (tmp_path / "x/.git").mkdir(parents=True)
    (tmp_path / "x/.git/y.md").write_text("")
    (tmp_path / "x/z.md").write_text("")
    assert [path.name for path in files_in(tmp_path)] == ["z.md"]
    depths = [node.depth for node in plan(["a/b/c/d.md", "z.md"])]
    assert depths == sorted(depths)


@pytest.fixture
def links() -> Links:
    pages = [
        Source("pages/index.md", ""),
        Source("pages/travel/faq.md", "", {"redirect_from": ["/faq/"], "permalink": "/t-faq/"}),
        Source("pages/tools/tools.md", ""),
        Source("pages/old.md", "", {"redirect_to": "/travel/faq/#a", "redirect_from": "/older/"}),
        Source("pages/web.md", "", {"redirect_to": "https://example.org/x"}),
    ]
    return Links(pages, ["_img/a b.png", "pages/travel/form.pdf"], "pages")


@pytest.mark.parametrize(
    ("address", "kind", "name", "fragment"),
    [
        ("faq.md#x", "page", "pages/travel/faq.md", "x"),
        ("../tools/", "page", "pages/tools/tools.md", ""),
        ("/travel/faq/#Book%20it", "page", "pages/travel/faq.md", "Book it"),
        ("/FAQ", "page", "pages/travel/faq.md", ""),
        ("/t-faq/", "page", "pages/travel/faq.md", ""),
        ("/", "page", "pages/index.md", ""),
        ("/older/", "page", "pages/travel/faq.md", "a"),
        ("/web/", "outside", "https://example.org/x", ""),
        ("form.pdf", "asset", "pages/travel/form.pdf", ""),
        ("/_img/a%20b.png", "asset", "_img/a b.png", ""),
        ("https://example.org", "outside", "", ""),
        ("mailto:a@b.c", "outside", "", ""),
        ("#here", "here", "pages/travel/index.md", "here"),
        ("missing.md", "dead", "no such page or file in the folder", ""),
        ("http://[broken", "dead", "not an address", ""),
        ("../../../etc/passwd", "refused", "it leads out of the folder", ""),
        ("file:///etc/passwd", "refused", "file: links are not carried over", ""),
    ],
)
def test_where_a_link_leads(
    links: Links, address: str, kind: str, name: str, fragment: str
) -> None:
    target = links.resolve(address, "pages/travel/index.md")
    assert (target.kind, target.name, target.fragment) == (kind, name, fragment)
