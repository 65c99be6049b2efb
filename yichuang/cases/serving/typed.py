"""The base form and a further form as a page carries them: what was typed, where each value came from and what proves it (S2-53)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from yichuang.cases.queries import desk
from yichuang.cases.rules import base_form
from yichuang.cases.rules.origins import RECALLED, Origin
from yichuang.cases.serving import origins
from yichuang.catalog.rules.own_form_filling import place
from yichuang.catalog.rules.own_form_page import PREFIX
from yichuang.foundations import clock
from yichuang.foundations.clock import in_china

FIRST = {"quantity": "1", "courier": "no"}


def groups_of(kind: str, given: Any, order: Sequence[tuple[str, str]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the base form of an applicant kind in groups (`order`: group and heading), each field with its value and source."""
    known = origins.read(given, base_form.BY_NAME)
    return [
        (
            heading,
            [_field(field, kind, given, known) for field in base_form.fields_for(kind) if field.group == group],
        )
        for group, heading in order
    ]


def _field(field: base_form.Field, kind: str, given: Any, known: Mapping[str, Origin]) -> dict[str, Any]:
    return {
        "name": field.name,
        "label": field.label,
        "help": field.help,
        "required": kind in field.required,
        "value": given.get(field.name, FIRST.get(field.name, "")),
        "length": max(field.length, 30),
        "wide": field.length in (18, 200, 500),
        "digits": field.check in ("mobile", "courier_mobile", "postcode", "quantity"),
        "source": known[field.name].text if field.name in known else "",
        "token": given[f"{origins.FROM}{field.name}"] if field.name in known else "",
    }


def sources_of(given: Any, names: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return words and token of where the values of a further form came from, by its field, as `page_of_form` takes them."""
    return {
        name.removeprefix(PREFIX): (origin.text, given[f"{origins.FROM}{name}"])
        for name, origin in origins.read(given, [f"{PREFIX}{name}" for name in names]).items()
    }


def origins_of(given: Any, names: Collection[str]) -> dict[str, Origin]:
    """Return the origins that a posted page proves, by field of the base form or `own_form.<name>`; `names` of the further form."""
    found = origins.read(given, [*base_form.BY_NAME, *(f"{PREFIX}{name}" for name in names)])
    return {
        place(name.removeprefix(PREFIX)) if name.startswith(PREFIX) else name: origin for name, origin in found.items()
    }


def recall(given: Any, kinds: Sequence[str]) -> str:
    """Bring an earlier applicant's values over onto a page, each with its origin, and return what is said of it."""
    asked = (given["kind"],) if given["kind"] else kinds
    kind, found = desk.earlier_applicant(asked, given.get("recall", ""))
    if not found:
        return "没有找到以前的办事记录；请照证件录入，下次就能带出。"
    given["kind"] = kind
    brought = Origin(RECALLED, at=in_china(clock.now()))
    for name, value in found.items():
        if value:
            given[name] = value
            given[f"{origins.FROM}{name}"] = origins.sign(name, value, brought)
    return "已带出上次的信息，请与申请人核对。"
