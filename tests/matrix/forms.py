"""The fields of the forms that a page shows, with what stands in them."""

from html.parser import HTMLParser


class Fields(HTMLParser):
    """`names` maps each field to its value, `hidden` names those that nobody sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: dict[str, str] = {}
        self.hidden: set[str] = set()
        self.feed(html)
        self.names.pop("csrfmiddlewaretoken", None)
        self.hidden.discard("csrfmiddlewaretoken")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        name = of.get("name")
        if name and tag in {"input", "select", "textarea", "button"}:
            self.names.setdefault(name, of.get("value") or "")
            if of.get("type") == "hidden":
                self.hidden.add(name)
