"""From what people type to safe HTML: a subset of Markdown, mentions and topics.

Rendered once, when a comment is saved. No raw HTML ever passes: the parser has it switched off
and nh3 removes whatever is not on the short list of elements.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import Any

import nh3
from django.db.models import Q
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from social.comments.mentions import Beginnings
from social.comments.names import Name, directory, fold
from social.comments.typed import typed_markdown
from social.subjects.access import Person
from social.subjects.models import Topic

ALLOWED_TAGS = {
    *("p", "br", "strong", "em", "s", "a", "ul", "ol", "li", "blockquote", "code", "pre"),
}
ALLOWED_ATTRIBUTES = {"a": {"href", "class"}, "code": {"class"}, "ol": {"start"}}
ALLOWED_SCHEMES = {"http", "https", "mailto"}
ALLOWED_CLASSES = {"mention", "mention mention--team", "topic"}
LONGEST_NAME = 350  # first and last name have up to 150 characters each
_TOPIC = re.compile(r"#([^\W_][\w-]{1,79})")


@dataclass
class Rendered:
    """Safe HTML and what the text names."""

    html: str
    people: set[int] = field(default_factory=set)
    departments: set[int] = field(default_factory=set)
    topics: set[int] = field(default_factory=set)
    links: int = 0


def render(text: str, author: Person | None = None) -> Rendered:
    """Render a comment; topics that its author cannot know stay words.

    At most two queries: the names, if not remembered, and the topics.
    """
    rendered = Rendered("")
    names = Beginnings(directory()) if "@" in text else None
    environment = {"rendered": rendered, "names": names, "topics": _topics(text, author)}
    html = _parser().render(text.replace("\x00", ""), environment)
    rendered.links = html.count("<a href")
    rendered.html = nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes=ALLOWED_SCHEMES,
        link_rel="noopener noreferrer nofollow",
        attribute_filter=_allowed_attribute,
    )
    return rendered


def _allowed_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "rel":
        return value  # nh3's own
    if name not in ALLOWED_ATTRIBUTES.get(tag, ()):
        return None  # nh3 adds `title` and `lang` to any list
    if name == "class" and tag == "a":
        return value if value in ALLOWED_CLASSES else None
    if name == "class" and tag == "code":
        return value if re.fullmatch(r"language-[\w+-]{1,30}", value) else None
    if name == "href" and value.startswith("//"):
        return None
    return value


@cache
def _parser() -> MarkdownIt:
    parser = typed_markdown(linkify=True, breaks=True)
    parser.enable(["linkify", "strikethrough"])
    parser.disable(["image", "heading", "lheading", "hr"])
    parser.inline.ruler.before("link", "mention", _mention)
    parser.inline.ruler.before("link", "topic", _topic)
    # The text rule stops only at characters that it knows; these two begin our rules.
    parser.inline.ruler.at("text", _text)
    parser.add_render_rule("mention", _render_mention)
    parser.add_render_rule("topic", _render_topic)
    # Addresses are linked only where people wrote http://, https:// or www.
    parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})  # type: ignore[union-attr]
    return parser


_PLAIN = re.compile(r"[^\n$%&*+\-:<=>@\[\\\]^_`{}~#!]+")


def _text(state: StateInline, silent: bool) -> bool:
    plain = _PLAIN.match(state.src, state.pos, state.posMax)
    if plain is None:
        return False
    if not silent:
        state.pending += plain[0]
    state.pos = plain.end()
    return True


def _begins_word(state: StateInline) -> bool:
    before = state.src[state.pos - 1] if state.pos else " "
    return not (before.isalnum() or before in "_@#/&")


def _mention(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "@" or not _begins_word(state) or not state.env.get("names"):
        return False
    text = state.src[state.pos + 1 : min(state.posMax, state.pos + LONGEST_NAME)]
    found = state.env["names"].found_in(text)
    if found is None:
        return False
    name, length = found
    written = text[:length].split("#")[0]
    if not silent:
        token = state.push("mention", "", 0)
        token.meta = {"name": name, "written": written, "linked": state.linkLevel == 0}
        rendered: Rendered = state.env["rendered"]
        (rendered.people if name.kind == "person" else rendered.departments).add(name.id)
    state.pos += 1 + length
    return True


def _topics(text: str, author: Person | None) -> dict[str, Topic]:
    words = {match[1].lower() for match in _TOPIC.finditer(text)}
    if not words:
        return {}
    spoken = {word.replace("-", " ") for word in words} | words
    known = Topic.objects.all() if author is None else Topic.objects.visible_to(author)
    found = known.filter(Q(slug__in=words | {fold(word) for word in words}) | Q(name__in=spoken))
    topics = {}
    for topic in found[:50]:
        for key in (topic.slug, topic.name.lower().replace(" ", "-"), fold(topic.slug)):
            topics[key] = topic
    return topics


def _topic(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "#" or not _begins_word(state) or not state.env.get("topics"):
        return False
    match = _TOPIC.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    word = match[1].lower()
    topic = state.env["topics"].get(word) or state.env["topics"].get(fold(word))
    if topic is None:
        return False
    if not silent:
        token = state.push("topic", "", 0)
        token.meta = {"topic": topic, "text": match[0], "linked": state.linkLevel == 0}
        state.env["rendered"].topics.add(topic.pk)
    state.pos = match.end()
    return True


def _render_mention(renderer: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    name: Name = tokens[index].meta["name"]
    is_base = fold(tokens[index].meta["written"]) == name.folded
    text = escape(f"@{name.text if is_base else tokens[index].meta['written']}")
    if not tokens[index].meta["linked"]:
        return text
    kind = "mention" if name.kind == "person" else "mention mention--team"
    return f'<a class="{kind}" href="{escape(name.url)}">{text}</a>'


def _render_topic(renderer: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    meta = tokens[index].meta
    text = escape(meta["text"])
    if not meta["linked"]:
        return text
    address = meta["topic"].get_absolute_url()
    return f'<a class="topic" href="{escape(address)}">{text}</a>'
