"""One author's act on a draft's document: plain JSON in, plain JSON out; whatever results is read as a spec again (S2-24).

Each act changes one part only, so that two authors at different parts never collide.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from yichuang.catalog.rules.own_form import rows_of
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.life_events.rules.joint_fields import strictest
from yichuang.life_events.rules.merging import Frame, free, propose

Document = dict[str, Any]
PARTS = ("members", "questions", "fields", "materials")


class Unusable(ValueError):
    """Raised with a Chinese sentence when an act cannot be done."""


def moved(document: Document, part: str, name: str, by: int) -> Document:
    """Return the document with one row of a part moved up (-1) or down (+1)."""
    made = deepcopy(document)
    rows = made[part]
    place = _place(rows, name)
    target = max(0, min(len(rows) - 1, place + by))
    rows.insert(target, rows.pop(place))
    return made


def changed(document: Document, part: str, name: str, values: Mapping[str, Any]) -> Document:
    """Return the document with values of one row of a part written."""
    made = deepcopy(document)
    made[part][_place(made[part], name)] |= deepcopy(dict(values))
    return made


def _place(rows: Sequence[Mapping[str, Any]], name: str) -> int:
    found = next((place for place, row in enumerate(rows) if row["id"] == name), None)
    if found is None:
        raise Unusable("这一行已经不在了，可能同事刚刚改过。请刷新页面后再试。")
    return found


def without(document: Document, part: str, name: str) -> Document:
    """Return the document without one row of a part; without a member also what was for it alone."""
    made = deepcopy(document)
    _place(made[part], name)
    made[part] = [row for row in made[part] if row["id"] != name]
    if part == "members":
        if not made["members"]:
            raise Unusable("一件事至少要有一个事项。")
        _forget(made, name)
    if part == "questions":
        _never_asked(made, name)
    return made


def _forget(made: Document, member: str) -> None:
    for row in made["members"]:
        row["after"] = [one for one in row["after"] if one != member]
    for part, inner in (("questions", "asks"), ("fields", "feeds"), ("materials", "gives")):
        kept = []
        for row in made[part]:
            had = bool(row[inner])
            row[inner] = [one for one in row[inner] if one["member"] != member]
            if row.get("original_for") == member:
                row["original_for"] = ""
            if row[inner] or not had:
                kept.append(row)
        gone = [row["id"] for row in made[part] if row not in kept]
        made[part] = kept
        for name in gone if part == "questions" else ():
            _never_asked(made, name)


def _never_asked(made: Document, question: str) -> None:
    """Take the conditions away that speak of a question that is gone."""
    for row, name in (
        (row, name) for name in ("needed_if", "ask_if") for row in (*made["members"], *made["questions"])
    ):
        if name in row and _speaks(row[name], question):
            row[name] = None


def _speaks(condition: Any, fact: str) -> bool:
    if isinstance(condition, Mapping):
        return condition.get("fact") == fact or any(_speaks(one, fact) for one in condition.values())
    return isinstance(condition, list) and any(_speaks(one, fact) for one in condition)


def with_matter(document: Document, member: str, version: int, spec: MatterSpec) -> Document:
    """Return the document with one more member, its questions, fields and materials as proposed, the same paper joined."""
    alone = propose(Frame("one_more", "新增", ("-",)), {member: (version, spec)}).model_dump(mode="json", by_alias=True)
    made = deepcopy(document)
    if any(row["matter"] == spec.key for row in made["members"]):
        raise Unusable(f"“{spec.name}”已经在这件事里。")
    made["members"].append(alone["members"][0])
    called = {}
    for row in alone["questions"]:
        called[row["id"]] = free(row["id"], {one["id"] for one in made["questions"]})
        row["id"] = called[row["id"]]
        row["ask_if"] = _renamed(row["ask_if"], called)
        made["questions"].append(row)
    for part in ("fields", "materials"):
        for row in alone[part]:
            _join(made[part], row, "feeds" if part == "fields" else "gives", part)
    return made


def _renamed(condition: Any, called: Mapping[str, str]) -> Any:
    if isinstance(condition, Mapping):
        return {key: called.get(one, one) if key == "fact" else _renamed(one, called) for key, one in condition.items()}
    return [_renamed(one, called) for one in condition] if isinstance(condition, list) else condition


def _join(rows: list[Any], row: Document, inner: str, part: str) -> None:
    """Add a row, to one that is the same paper where there is one; fields are joined by the composer only."""
    same = None
    if part == "materials" and row["standard_type"]:
        same = next((one for one in rows if one["standard_type"] == row["standard_type"]), None)
    if same is None:
        row["id"] = free(row["id"], {one["id"] for one in rows})
        rows.append(row)
    else:
        same[inner] += row[inner]
        if same["way"] != row["way"] and same["way"] == "data_share":
            same["way"] = row["way"]


def updated_member(document: Document, member: str, version: int) -> Document:
    """Return the document with a member on another version of its matter; the prover says what no longer fits."""
    return changed(document, "members", member, {"version": version})


def joined_fields(
    document: Document, one: str, other: str, specs: Mapping[str, MatterSpec], meaning: str = ""
) -> Document:
    """Return the document with two fields as one: the strictest row that suits every matter, or the first one's where there is none."""
    made = deepcopy(document)
    first, second = (made["fields"][_place(made["fields"], name)] for name in (one, other))
    if {feed["member"] for feed in first["feeds"]} & {feed["member"] for feed in second["feeds"]}:
        raise Unusable("两个栏目属于同一个事项，不能合并为一栏。")
    first["feeds"] += second["feeds"]
    made["fields"] = [row for row in made["fields"] if row["id"] != other]
    rows = [_own_row(specs, feed) for feed in first["feeds"]]
    known = strictest([row for row in rows if row]) if all(rows) else None
    first["row"] = {**(known or first["row"]), "title": first["row"].get("title", "")}
    first["required"] = first["required"] or second["required"]
    first["meaning"] = meaning.strip() or first["meaning"] or second["meaning"]
    return made


def split_field(document: Document, name: str, specs: Mapping[str, MatterSpec]) -> Document:
    """Return the document with a merged field kept apart: one for each matter, each named after it where they would be called the same."""
    made = deepcopy(document)
    place = _place(made["fields"], name)
    row = made["fields"].pop(place)
    if len(row["feeds"]) < 2:
        raise Unusable("这一栏只填到一个事项，不能再分开。")
    for number, feed in enumerate(row["feeds"]):
        own = {
            key: value
            for key, value in (_own_row(specs, feed) or row["row"]).items()
            if key not in ("x-when", "x-order")
        }
        title = str(own.get("title", ""))
        if number:
            own["title"] = f"{title}（{specs[feed['member']].name}）"[:60] if feed["member"] in specs else title
        taken = {one["id"] for one in made["fields"]}
        required = (
            feed["field"] in (specs[feed["member"]].form.get("required") or ()) if feed["member"] in specs else False
        )
        made["fields"].insert(
            place + number,
            {
                "id": row["id"] if not number else free(feed["field"], {*taken, row["id"]}),
                "row": own,
                "required": required,
                "feeds": [feed],
                "from_base": "",
                "meaning": "",
            },
        )
    return made


def like(document: Document, name: str, member: str, specs: Mapping[str, MatterSpec]) -> Document:
    """Return the document with a field written as one of its matters writes it."""
    row = document["fields"][_place(document["fields"], name)]
    feed = next((one for one in row["feeds"] if one["member"] == member), None)
    own = _own_row(specs, feed) if feed else None
    if own is None:
        raise Unusable("这一栏没有填到这个事项。")
    kept = {key: value for key, value in own.items() if key not in ("x-when", "x-order")}
    return changed(document, "fields", name, {"row": {**kept, "title": row["row"].get("title", "")}})


def _own_row(specs: Mapping[str, MatterSpec], feed: Mapping[str, str]) -> dict[str, Any] | None:
    spec = specs.get(feed["member"])
    return dict(rows_of(spec.form)).get(feed["field"]) if spec else None


def with_question(document: Document, text: str, options: Sequence[str], needed: str) -> Document:
    """Return the document with a question of the life event's own, asked first of all; `needed`: the member that its first option needs."""
    wanted = [one.strip() for one in options if one.strip()]
    if not text.strip() or len(wanted) < 2 or len(set(wanted)) < len(wanted):
        raise Unusable("请写明问题和至少两个不同的选项，一行一个。")
    made = deepcopy(document)
    name = free("ask_1", {one["id"] for one in made["questions"]})
    listed = [{"id": f"o{number}", "text": one} for number, one in enumerate(wanted, 1)]
    row = {
        "id": name,
        "text": text.strip(),
        "help": "",
        "kind": "single",
        "options": listed,
        "asks": [],
        "ask_if": None,
    }
    made["questions"].insert(0, row)
    if needed:
        member = made["members"][_place(made["members"], needed)]
        member["needed_if"] = {"fact": name, "in": ["o1"]}
    return made


def with_preset(document: Document, member: str, question: str, value: str | Sequence[str] | None) -> Document:
    """Return the document with a member's question answered by the life event and not asked any more; None takes it away."""
    made = deepcopy(document)
    row = made["members"][_place(made["members"], member)]
    if value is None:
        row["presets"].pop(question, None)
        return made
    row["presets"][question] = value if isinstance(value, str) else list(value)
    gone = []
    for asked in made["questions"]:
        had = bool(asked["asks"])
        asked["asks"] = [one for one in asked["asks"] if (one["member"], one["question"]) != (member, question)]
        if had and not asked["asks"] and not _decides(made, asked["id"]):
            gone.append(asked["id"])
    made["questions"] = [asked for asked in made["questions"] if asked["id"] not in gone]
    return made


def _decides(made: Document, question: str) -> bool:
    conditions = [row.get(name) for name in ("needed_if", "ask_if") for row in (*made["members"], *made["questions"])]
    return any(_speaks(one, question) for one in conditions)


def with_asked(document: Document, member: str, question: str, spec: MatterSpec) -> Document:
    """Return the document with a member's own question asked again: as a question of its own, its preset taken away."""
    made = with_preset(document, member, question, None)
    own = next((one for one in spec.questions if one.id == question), None)
    if own is None:
        raise Unusable("这个事项没有这个问题。")
    listed = [{"id": one.id, "text": one.text} for one in own.options]
    asks = [{"member": member, "question": question, "options": {one.id: one.id for one in own.options}}]
    name = free(f"q{len(made['questions']) + 1}", {one["id"] for one in made["questions"]})
    row = {
        "id": name,
        "text": own.text,
        "help": own.help,
        "kind": own.kind,
        "options": listed,
        "asks": asks,
        "ask_if": None,
    }
    made["questions"].append(row)
    return made


def joined_questions(document: Document, one: str, other: str) -> Document:
    """Return the document with two questions of the same options, in number, as one: the other's answers follow the first's in order."""
    made = deepcopy(document)
    first, second = (made["questions"][_place(made["questions"], name)] for name in (one, other))
    if len(first["options"]) != len(second["options"]) or first["kind"] != second["kind"]:
        raise Unusable("两个问题的选项个数或者单选、多选不同，不能合并。")
    means = {its["id"]: mine["id"] for mine, its in zip(first["options"], second["options"], strict=True)}
    for asks in second["asks"]:
        first["asks"].append(
            {**asks, "options": {means[key]: value for key, value in asks["options"].items() if key in means}}
        )
    made["questions"] = [row for row in made["questions"] if row["id"] != other]
    for row in (*made["members"], *made["questions"]):
        for name in ("needed_if", "ask_if"):
            if name in row:
                row[name] = _answered(row[name], other, one, means)
    return made


def _answered(condition: Any, other: str, one: str, means: Mapping[str, str]) -> Any:
    if isinstance(condition, Mapping):
        if condition.get("fact") == other:
            return {"fact": one, "in": [means.get(value, value) for value in condition["in"]]}
        return {key: _answered(value, other, one, means) for key, value in condition.items()}
    return [_answered(value, other, one, means) for value in condition] if isinstance(condition, list) else condition
