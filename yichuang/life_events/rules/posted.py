"""What an editor's page sends, written into a draft's document part by part; nothing that was not on the page is touched (S2-24)."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Protocol

from yichuang.life_events.rules.editing import Document

TEXTS = ("name", "theme", "trigger", "summary", "for_whom", "hand_out", "board")


class Posted(Protocol):
    """A form as it came: the last value of a name, or all of them."""

    def get(self, key: str, default: str) -> Any:
        """Return the last value of a name."""
        ...

    def getlist(self, key: str) -> Any:
        """Return every value of a name."""
        ...

    def __contains__(self, name: object, /) -> bool:
        """Tell whether a name was sent at all."""
        ...


def ticked(condition: Any) -> dict[str, list[str]] | None:
    """Return a condition as ticks, options by question: all of some “is one of”; None where it says more than ticks can."""
    if condition is None:
        return {}
    parts = condition.get("all", [condition])
    if not all("fact" in part for part in parts) or len({part["fact"] for part in parts}) < len(parts):
        return None
    return {part["fact"]: list(part["in"]) for part in parts}


def condition_of(marks: list[str]) -> dict[str, Any] | None:
    """Return ticks (`question:option`) as a condition: one of the options ticked, for every question that has a tick."""
    by_question: dict[str, list[str]] = {}
    for mark in marks:
        question, _, option = mark.partition(":")
        by_question.setdefault(question, []).append(option)
    parts = [{"fact": question, "in": options} for question, options in by_question.items()]
    return None if not parts else parts[0] if len(parts) == 1 else {"all": parts}


def _condition(row: Mapping[str, Any], name: str, key: str, post: Posted) -> Any:
    """Return the condition that was ticked; one that ticks cannot show stays until something is ticked, or “always” is."""
    if post.get(f"always-{key}", ""):
        return None
    marks = post.getlist(f"if-{key}")
    return row.get(name) if not marks and ticked(row.get(name)) is None else condition_of(marks)


def members(document: Document, post: Posted) -> Document:
    """Write order, condition, failure and what is told of every member on the page."""
    made = deepcopy(document)
    for row in made["members"]:
        name = row["id"]
        if f"told-{name}" not in post:
            continue
        row["after"] = [one for one in post.getlist(f"after-{name}") if one != name]
        row["needed_if"] = _condition(row, "needed_if", name, post)
        row["on_failure"] = post.get(f"failure-{name}", row["on_failure"])
        row["told"] = post.get(f"told-{name}", "").strip()[:400]
    return made


def questions(document: Document, post: Posted) -> Document:
    """Write text, options, condition and what each option means of every question on the page; and the presets."""
    made = deepcopy(document)
    for row in made["questions"]:
        name = row["id"]
        if f"text-{name}" not in post:
            continue
        row["text"], row["help"] = (
            post.get(f"text-{name}", "").strip()[:200],
            post.get(f"help-{name}", "").strip()[:300],
        )
        for option in row["options"]:
            option["text"] = post.get(f"option-{name}-{option['id']}", option["text"]).strip()[:120] or option["text"]
        row["ask_if"] = _condition(row, "ask_if", f"q-{name}", post)
        for asks in row["asks"]:
            chosen = {
                one["id"]: post.get(f"map-{name}-{asks['member']}-{asks['question']}-{one['id']}", "")
                for one in row["options"]
            }
            asks["options"] = {mine: its for mine, its in chosen.items() if its}
    return made


def fields(document: Document, post: Posted) -> Document:
    """Write title, help, obligation, source and meaning of every field on the page."""
    made = deepcopy(document)
    for row in made["fields"]:
        name = row["id"]
        if f"title-{name}" not in post:
            continue
        row["row"]["title"] = post.get(f"title-{name}", "").strip()[:60]
        row["required"] = bool(post.get(f"required-{name}", ""))
        row["from_base"] = post.get(f"base-{name}", "")
        row["meaning"] = post.get(f"meaning-{name}", "").strip()[:300]
    return made


def materials(document: Document, post: Posted) -> Document:
    """Write name, way and keeper of every joint material on the page."""
    made = deepcopy(document)
    for row in made["materials"]:
        name = row["id"]
        if f"name-{name}" not in post:
            continue
        row["name"] = post.get(f"name-{name}", "").strip()[:120] or row["name"]
        row["way"] = post.get(f"way-{name}", row["way"])
        row["original_for"] = post.get(f"original-{name}", "")
    return made


def terms(document: Document, post: Posted) -> Document:
    """Write what a life event is called, who leads it, by when all is done and how it is handed out."""
    made = deepcopy(document)
    if "name" not in post:
        return made
    for part in TEXTS:
        made[part] = post.get(part, "").strip()[:300]
    made["lead_departments"] = [one for one in post.getlist("lead") if one]
    made["applicant_kinds"] = post.getlist("kinds")
    for part in ("promised_limit", "statutory_limit"):
        made[part] = {"value": _number(post.get(f"{part}-value", "")), "unit": post.get(f"{part}-unit", "")}
    made["max_visits"] = _number(post.get("max_visits", ""))
    made["remedies"] = [line.strip() for line in post.get("remedies", "").splitlines() if line.strip()]
    return made


def _number(text: str) -> int | str:
    """Return a small number, or the text as it is: reading the document says then that it is none."""
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 5 else plain


WRITERS = {"members": members, "questions": questions, "fields": fields, "materials": materials, "terms": terms}
