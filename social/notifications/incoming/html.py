"""The words of an HTML mail, and what its program marked as quoted, in any language."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from social.notifications.incoming.bounds import recognisable_lines
from social.notifications.incoming.shapes import introduction

MOST_CHARACTERS = 1_000_000
SILENT = {"head", "style", "script", "title", "template", "object", "meta", "link"}
LINES = {"div", "li", "tr", "dt", "dd", "section", "article", "header", "footer", "center", "hr"}
PARAGRAPHS = {*("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre")}
RULE = "_" * 16
# Everything behind these is the mail that is answered.
TO_THE_END = {
    *("appendonsend", "divrplyfwdmsg", "olk_src_body_section", "zwchr"),
    *("mail-editor-reference-message-container", "ms-outlook-mobile-body-separator-line"),
}
OUTLOOK_BORDERS = ("border-top:solid#e1e1e1", "border-top:solid#b5c4df")
# Within these is the mail that is answered; GMX and web.de, and Spark, give them a name.
QUOTATIONS = {"yahoo_quoted", "tutanota_quote", "moz-forward-container", "name:quote"}
# Within these are quotations, between which may stand words of one's own.
CONTAINERS = {
    *("gmail_quote", "gmail_quote_container", "protonmail_quote", "zmail_extra"),
    "name:messagereplysection",
}
INTRODUCTIONS = {"gmail_attr", "moz-cite-prefix", "reply-intro", "moz-email-headers-table"}
SIGNATURES = {
    *("gmail_signature", "moz-signature", "signature", "applemailsignature", "tutanota_signature"),
    *("ms-outlook-mobile-signature", "protonmail_signature_block", "yahoo-signature"),
    *("name:messagesignaturesection", "divtagdefaultsignature"),
}


@dataclass
class _Line:
    text: str
    quoted: bool  # by the program
    depth: int  # of quotations of any kind
    is_signature: bool


@dataclass
class HtmlWords:
    """An HTML mail as lines of text."""

    lines: list[_Line] = field(default_factory=list)
    marked: bool = False  # whether its program said what it quoted or signed
    end: int | None = None  # the first line of a quotation that goes to the end

    @property
    def answer(self) -> str:
        """Lines as in plain text: `>` before what is quoted, `-- ` above the signature."""
        lines: list[str] = []
        in_signature = False
        for line in self.lines[: self.end]:
            if line.is_signature and not in_signature and line.text:
                lines.append("-- ")
                in_signature = True
            in_signature = in_signature and (line.is_signature or not line.text)
            lines.append(f"> {line.text}" if line.quoted else line.text)
        return "\n".join(lines)

    @property
    def whole(self) -> str:
        """Everything, with `>` only before quotations proper: what a forwarder wants to keep."""
        return "\n".join(
            f"{'> ' * line.depth}{line.text}" if line.text else "" for line in self.lines
        )


class _Walker:
    def __init__(self) -> None:
        self.words = HtmlWords()
        self.text = ""
        self.pieces: list[str] = []
        self.silent = self.pre = self.quoted = self.signed = self.depth = 0
        self.closing: dict[etree._Element, list[str]] = {}

    def walk(self, root: etree._Element) -> HtmlWords:
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                self.start(element)
            else:
                if event == "end":
                    self.end(element)
                self.say(element.tail)
        self.flush()
        return self.words

    def say(self, text: str | None) -> None:
        if not text or self.silent:
            return
        if self.pre:
            first, *rest = text.split("\n")
            self.pieces.append(first)
            for line in rest:
                self.flush(keeps_empty=True)
                self.pieces.append(line)
        else:
            blank_before, blank_after = text[0].isspace(), text[-1].isspace()
            words = " ".join(text.split())
            self.pieces.append(f"{' ' * blank_before}{words}{' ' * (blank_after and bool(words))}")

    def flush(self, keeps_empty: bool = False) -> None:
        text = "".join(self.pieces)
        text = text.rstrip() if self.pre else " ".join(text.split())
        self.pieces = []
        if text or keeps_empty:
            line = _Line(text, self.quoted > 0, self.depth, self.signed > 0)
            self.words.lines.append(line)

    def gap(self) -> None:
        """An empty line between paragraphs."""
        self.flush()
        if self.words.lines and self.words.lines[-1].text:
            self.flush(keeps_empty=True)

    def start(self, element: etree._Element) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        closing: list[str] = []
        if tag in SILENT:
            self.silent += 1
            closing.append("silent")
        elif tag == "br":
            self.flush(keeps_empty=True)
        elif tag in PARAGRAPHS and not _is_line(element):
            self.gap()
        elif tag in LINES or tag in PARAGRAPHS:
            self.flush()
        if tag == "hr":
            self.pieces.append(RULE)
            self.flush()
        if tag == "td" and self.pieces:
            self.pieces.append(" ")
        closing += self.marks(element, tag)
        if tag == "li":
            self.pieces.append("- ")
        if tag == "pre":
            self.pre += 1
            closing.append("pre")
        if closing:
            self.closing[element] = closing
        self.say(element.text)

    def marks(self, element: etree._Element, tag: str) -> Iterator[str]:
        """Notes where what the element stands for begins; says what ends with the element."""
        names = _names(element)
        if self.words.end is None and not self.quoted and _goes_to_the_end(element, names):
            self.flush()
            self.words.end, self.words.marked = len(self.words.lines), True
        if names & SIGNATURES and not self.quoted:
            self.words.marked = True
            self.signed += 1
            yield "signed"
        if tag == "blockquote":
            self.depth += 1
            yield "depth"
        if self._is_quoted(element, tag, names):
            self.words.marked = True
            self.quoted += 1
            yield "quoted"

    def _is_quoted(self, element: etree._Element, tag: str, names: set[str]) -> bool:
        if names & (INTRODUCTIONS | QUOTATIONS):
            return True
        if names & CONTAINERS:
            return tag == "blockquote" or next(element.iter("blockquote"), None) is None
        if tag != "blockquote":
            return False
        if (element.get("type") or "").lower() == "cite" or self.quoted:
            return True
        inside = any(_names(parent) & CONTAINERS for parent in element.iterancestors())
        return inside or self._was_introduced()

    def _was_introduced(self) -> bool:
        """Whether a blockquote without any mark (Yandex, mail.ru, Hotmail) is a quoted mail."""
        above = [line.text for line in self.words.lines[-4:] if line.text]
        seen = recognisable_lines(above)
        return bool(seen) and introduction(seen, len(seen) - 1, (), quoted_below=True) >= 0

    def end(self, element: etree._Element) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag == "a" and not self.silent:
            self.pieces.append(_destination(element, "".join(self.pieces)))
        if tag in PARAGRAPHS and not _is_line(element):
            self.gap()
        elif tag in LINES or tag in PARAGRAPHS:
            self.flush()
        for counter in self.closing.pop(element, ()):
            if counter == "quoted":
                self.flush()
            setattr(self, counter, getattr(self, counter) - 1)


def _names(element: etree._Element) -> set[str]:
    """Classes and id; Outlook on the web puts `x_` before those of the mail that it shows."""
    words = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
    named = f"name:{(element.get('name') or '').lower()}"
    return {named, *(word.removeprefix("x_") for word in words)}


def _goes_to_the_end(element: etree._Element, names: set[str]) -> bool:
    if names & TO_THE_END:
        return True
    style = (element.get("style") or "")[:500].lower().replace(" ", "").replace("1.0pt", "")
    return any(border in style for border in OUTLOOK_BORDERS)


def _is_line(element: etree._Element) -> bool:
    """Outlook's paragraphs are lines; an empty one stands between its paragraphs proper."""
    return element.tag == "p" and "msonormal" in (element.get("class") or "").lower()


def _destination(element: etree._Element, words: str) -> str:
    address = (element.get("href") or "").strip()
    if not address.lower().startswith(("http://", "https://")) or len(address) > 2_000:
        return ""
    shown = "".join(element.itertext()).strip()
    is_said = shown.rstrip("/") in (address.rstrip("/"), address.partition("//")[2].rstrip("/"))
    return "" if is_said else f" <{address}>"


def read_html(html: str) -> HtmlWords:
    """The lines of an HTML mail. Never raises: what is no HTML is text without marks."""
    source = html[:MOST_CHARACTERS].replace("\x00", "")
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    try:
        root = lxml_html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return HtmlWords([_Line(line, False, 0, False) for line in source.splitlines()])
    return _Walker().walk(root)
