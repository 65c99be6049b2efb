"""What a browser would post from a page: every control of every form with its value, read from the HTML."""

from html.parser import HTMLParser
from typing import Any


class _Controls(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.area: list[str] | None = None
        self.choice: list[str] | None = None
        self.select = self.name = ""
        self.given: dict[str, Any] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("input", "button") and given.get("name"):
            chosen = "off" if given.get("type") in ("checkbox", "radio") and "checked" not in given else "on"
            self.found.append((given["name"] or "", given.get("value") or "", chosen))
        elif tag == "textarea":
            self.area, self.name = [], given.get("name") or ""
        elif tag == "select":
            self.select = given.get("name") or ""
        elif tag == "option":
            self.choice, self.given = [], given

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area is not None:
            self.found.append((self.name, "".join(self.area), "on"))
            self.area = None
        elif tag == "option" and self.choice is not None:
            value = self.given.get("value", "".join(self.choice).strip())
            self.found.append((self.select, value, "on" if "selected" in self.given else "off"))
            self.choice = None

    def handle_data(self, data: str) -> None:
        for part in (self.area, self.choice):
            if part is not None:
                part.append(data)


def controls(page: Any) -> list[tuple[str, str, str]]:
    """Return name, value and whether it is chosen for every control of a page; the token against forgery left out."""
    reader = _Controls()
    reader.feed(page.content.decode())
    return [one for one in reader.found if one[0] not in ("csrfmiddlewaretoken", "language", "next")]


def form(page: Any) -> dict[str, list[str]]:
    """Return what the controls of a page say that would be posted, buttons left out by their name `act`."""
    said: dict[str, list[str]] = {}
    for name, value, chosen in controls(page):
        if chosen == "on" and name and name != "act":
            said.setdefault(name, []).append(value)
    return said
