"""The rows of each part of the editor, made from a draft's document for the templates; a document that is still wrong is shown too."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from yichuang.cases.rules.base_form import FIELDS, KINDS
from yichuang.catalog.rules.conditions import Condition, describe
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.actors import Actor
from yichuang.life_events.rules.conflicts import Conflict, conflicts, offers
from yichuang.life_events.rules.expected import expected_savings
from yichuang.life_events.rules.joint_fields import own_fields, read_row, words_of
from yichuang.life_events.rules.posted import ticked
from yichuang.life_events.rules.spec import FAILURE_NAMES, WAY_NAMES, LifeEventSpec
from yichuang.organizations.queries import departments

Specs = Mapping[str, MatterSpec]
UNITS = (("workday", "个工作日"), ("natural_day", "日（自然日）"), ("same_day", "当场办结"))


def _spec(document: Any) -> LifeEventSpec | None:
    try:
        return LifeEventSpec.model_validate(document)
    except ValidationError:
        return None


def _named(specs: Specs, member: str) -> str:
    return specs[member].name if member in specs else member


def _ticks(document: Any, condition: Any, key: str, before: str = "") -> dict[str, Any]:
    """Return a condition as ticks over the single-choice questions (those before one of them), in words where ticks cannot show it."""
    chosen, spec = ticked(condition), _spec(document)
    groups = []
    for question in document["questions"]:
        if question["id"] == before:
            break
        if question["kind"] == "single":
            marks = [
                (f"{question['id']}:{one['id']}", one["text"], one["id"] in (chosen or {}).get(question["id"], ()))
                for one in question["options"]
            ]
            groups.append((question["text"], marks))
    read = _read(spec, key, before)
    return {
        "groups": groups,
        "always": condition is None,
        "words": describe(read, spec) if spec and read is not None else "",
        "complex": chosen is None,
    }


def _read(spec: LifeEventSpec | None, member: str, question: str) -> Condition | None:
    if spec is None:
        return None
    found = [one.needed_if for one in spec.members if one.id == member]
    found += [one.ask_if for one in spec.questions if one.id == question]
    return found[0] if found else None


def members(document: Any, specs: Specs, actor: Actor) -> dict[str, Any]:
    """Return the members."""
    names = {row["id"]: _named(specs, row["id"]) for row in document["members"]}
    rows = [
        {
            **row,
            "name": names[row["id"]],
            "limit": specs[row["id"]].promised_limit.words() if row["id"] in specs else "",
            "others": [(one, name, one in row["after"]) for one, name in names.items() if one != row["id"]],
            "condition": _ticks(document, row["needed_if"], row["id"]),
            "first": not place,
            "last": place == len(document["members"]) - 1,
        }
        for place, row in enumerate(document["members"])
    ]
    return {"rows": rows, "failures": FAILURE_NAMES.items()}


def questions(document: Any, specs: Specs, actor: Actor) -> dict[str, Any]:
    """Return the questions with what each option means, and each member's own question that is preset or not asked."""
    listed = document["questions"]
    rows = [
        {
            **row,
            "asks": [_asks(row, one, specs) for one in row["asks"]],
            "condition": _ticks(document, row["ask_if"], "", before=row["id"]),
            "others": [
                (one["id"], one["text"])
                for one in listed
                if one["id"] != row["id"] and len(one["options"]) == len(row["options"]) and one["kind"] == row["kind"]
            ],
            "first": not place,
            "last": place == len(listed) - 1,
        }
        for place, row in enumerate(listed)
    ]
    asked = {(one["member"], one["question"]) for row in listed for one in row["asks"]}
    left = [
        {
            "member": row["id"],
            "matter": specs[row["id"]].name,
            "question": question,
            "preset": row["presets"].get(question.id, ""),
            "anchor": f"row-{row['id']}",
        }
        for row in document["members"]
        if row["id"] in specs
        for question in specs[row["id"]].questions
        if (row["id"], question.id) not in asked
    ]
    names = [(row["id"], _named(specs, row["id"])) for row in document["members"]]
    return {"rows": rows, "left": left, "members": names}


def _asks(row: Any, asks: Any, specs: Specs) -> dict[str, Any]:
    matter = specs.get(asks["member"])
    own = next((one for one in matter.questions if one.id == asks["question"]), None) if matter else None
    choices = [(one.id, one.text) for one in own.options] if own else []
    lines = [(one["id"], one["text"], asks["options"].get(one["id"], "")) for one in row["options"]]
    return {
        **asks,
        "matter": _named(specs, asks["member"]),
        "text": own.text if own else "",
        "choices": choices,
        "lines": lines,
    }


def fields(document: Any, specs: Specs, actor: Actor) -> dict[str, Any]:
    """Return the merged form with its conflicts side by side, what may be the same, and what is not taken up."""
    spec = _spec(document)
    clashes = conflicts(spec, specs) if spec else ()
    read = {one.id: field for one in spec.fields if (field := read_row(one)) is not None} if spec else {}
    own = {member: own_fields(matter) for member, matter in specs.items()}
    titles = {row["id"]: row["row"].get("title", row["id"]) for row in document["fields"]}
    rows = [
        {
            **row,
            "heading": titles[row["id"]],
            "words": words_of(read[row["id"]]) if row["id"] in read else "",
            "fed": [_fed(one, specs, own) for one in row["feeds"]],
            "conflicts": [one for one in clashes if row["id"] == one.fields[0]],
            "others": _joinable(row, document["fields"], titles),
            "first": not place,
            "last": place == len(document["fields"]) - 1,
        }
        for place, row in enumerate(document["fields"])
    ]
    fed = {(one["member"], one["field"]) for row in document["fields"] for one in row["feeds"]}
    left = [
        (member, name, field.label, _named(specs, member), words_of(field))
        for member, listed in own.items()
        for name, field in listed.items()
        if (member, name) not in fed
    ]
    return {
        "rows": rows,
        "left": left,
        "offers": [(one, titles[one.one], titles[one.other]) for one in (offers(spec, specs) if spec else ())],
        "base": [(one.name, one.label) for one in FIELDS],
        "open": _open(clashes),
        "savings": expected_savings(spec, specs) if spec else None,
    }


def _open(clashes: tuple[Conflict, ...]) -> int:
    return sum(not one.settled for one in clashes)


def _fed(feed: Any, specs: Specs, own: Mapping[str, Any]) -> dict[str, Any]:
    field = own.get(feed["member"], {}).get(feed["field"])
    return {
        **feed,
        "matter": _named(specs, feed["member"]),
        "label": field.label if field else feed["field"],
        "words": words_of(field) if field else "没有这一栏",
    }


def _joinable(row: Any, listed: Any, titles: Mapping[str, str]) -> list[tuple[str, str]]:
    mine = {one["member"] for one in row["feeds"]}
    return [
        (one["id"], titles[one["id"]])
        for one in listed
        if one["id"] != row["id"] and not mine & {feed["member"] for feed in one["feeds"]}
    ]


def materials(document: Any, specs: Specs, actor: Actor) -> dict[str, Any]:
    """Return the joint materials with each matter's own, and what is brought by itself."""
    spec = _spec(document)
    own = {(member, one.id): one for member, matter in specs.items() for one in matter.materials}
    rows = []
    for place, row in enumerate(document["materials"]):
        asked = [(one, own.get((one["member"], one["material"]))) for one in row["gives"]]
        given = [
            (_named(specs, one["member"]), found.name if found else one["material"], found) for one, found in asked
        ]
        rows.append(
            {
                **row,
                "given": given,
                "givers": list({one["member"]: _named(specs, one["member"]) for one in row["gives"]}.items()),
                "others": [(one["id"], one["name"]) for one in document["materials"] if one["id"] != row["id"]],
                "first": not place,
                "last": place == len(document["materials"]) - 1,
            }
        )
    given_ids = {(one["member"], one["material"]) for row in document["materials"] for one in row["gives"]}
    left = [
        (member, one, _named(specs, member)) for (member, name), one in own.items() if (member, name) not in given_ids
    ]
    return {
        "rows": rows,
        "left": left,
        "ways": WAY_NAMES.items(),
        "savings": expected_savings(spec, specs) if spec else None,
    }


def terms(document: Any, specs: Specs, actor: Actor) -> dict[str, Any]:
    """Return names, who leads, limits and hand-out."""
    own = [(matter.name, matter.promised_limit.words(), matter.statutory_limit.words()) for matter in specs.values()]
    leads = set(document["lead_departments"])
    everyone = sorted(((one.key, one.name, one.key in leads) for one in departments()), key=lambda one: not one[2])
    return {
        "document": document,
        "own": own,
        "units": UNITS,
        "departments": everyone,
        "kinds": [(key, name, key in document["applicant_kinds"]) for key, name in KINDS.items()],
        "remedies": "\n".join(document["remedies"]),
    }


ROWS: dict[str, Callable[[Any, Specs, Actor], dict[str, Any]]] = {
    "members": members, "questions": questions, "fields": fields, "materials": materials, "terms": terms,
}  # fmt: skip
