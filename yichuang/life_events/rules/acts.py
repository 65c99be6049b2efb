"""The acts of the editor's buttons by name, such as `up:child_name` or `join:one:other`: a document in, a document out (S2-24)."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from yichuang.catalog.rules.own_form import rows_of
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.life_events.rules import editing
from yichuang.life_events.rules.editing import Document, Unusable
from yichuang.life_events.rules.merging import free

Specs = Mapping[str, MatterSpec]
Said = Mapping[str, str]


def done(document: Document, section: str, act: str, specs: Specs, said: Said = {}) -> Document:  # noqa: B006 - never written to
    """Return the document after an act; `said`: what was chosen beside the button. An empty act, or `save`, changes nothing.

    :raises Unusable: with a sentence when it cannot be done.
    """
    verb, *names = act.split(":")
    if verb in ("", "save"):
        return document
    try:
        return _ACTS[verb](document, section, names, specs, said)
    except (KeyError, IndexError, StopIteration) as wrong:
        raise Unusable("这一处已经变了。请刷新页面后再试。") from wrong


Act = Callable[[Document, str, list[str], Specs, Said], Document]


def _up(document: Document, section: str, names: list[str], specs: Specs, said: Said) -> Document:
    return editing.moved(document, section, names[0], -1)


def _down(document: Document, section: str, names: list[str], specs: Specs, said: Said) -> Document:
    return editing.moved(document, section, names[0], 1)


def _remove(document: Document, section: str, names: list[str], specs: Specs, said: Said) -> Document:
    return editing.without(document, section, names[0])


def _join(document: Document, section: str, names: list[str], specs: Specs, said: Said) -> Document:
    one = names[0]
    other = names[1] if len(names) > 1 else said.get(f"with-{one}", "")
    if not other or one == other:
        raise Unusable("请先选择要合并进来的另一项。")
    if section == "questions":
        return editing.joined_questions(document, one, other)
    if section == "materials":
        return joined_materials(document, one, other)
    return editing.joined_fields(document, one, other, specs)


def _split(document: Document, section: str, names: list[str], specs: Specs, said: Said) -> Document:
    if section == "materials":
        return split_material(document, names[0], specs)
    return editing.split_field(document, names[0], specs)


def _like(document: Document, section: str, names: list[str], specs: Specs, said: Said) -> Document:
    return editing.like(document, names[0], names[1], specs)


def _feed(document: Document, section: str, names: list[str], specs: Specs, said: Said) -> Document:
    """Take a member's field or material up that nothing stands for yet."""
    member, name = names
    made = deepcopy(document)
    rows = made[section]
    taken = {one["id"] for one in rows}
    if section == "fields":
        own = dict(rows_of(specs[member].form))[name]
        row = {key: value for key, value in own.items() if key not in ("x-when", "x-order")}
        required = name in (specs[member].form.get("required") or ())
        feeds = [{"member": member, "field": name}]
        rows.append(
            {"id": free(name, taken), "row": row, "required": required, "feeds": feeds, "from_base": "", "meaning": ""}
        )
    else:
        rows.append(_alone(member, name, specs, taken))
    return made


def _alone(member: str, name: str, specs: Specs, taken: set[str]) -> dict[str, Any]:
    found = next(one for one in specs[member].materials if one.id == name)
    return {
        "id": free(found.standard_type or found.id, taken),
        "name": found.name,
        "standard_type": found.standard_type,
        "way": "data_share" if found.exempt_submission else "one_copy",
        "gives": [{"member": member, "material": name}],
        "original_for": "",
    }


def joined_materials(document: Document, one: str, other: str) -> Document:
    """Return the document with two joint materials as one, brought in the first one's way."""
    made = deepcopy(document)
    rows = {row["id"]: row for row in made["materials"]}
    rows[one]["gives"] += rows[other]["gives"]
    rows[one]["standard_type"] = rows[one]["standard_type"] or rows[other]["standard_type"]
    rows[one]["original_for"] = rows[one]["original_for"] or rows[other]["original_for"]
    made["materials"] = [row for row in made["materials"] if row["id"] != other]
    return made


def split_material(document: Document, name: str, specs: Specs) -> Document:
    """Return the document with a joint material given up: each matter asks for its own again."""
    return editing.without(document, "materials", name)


def _preset(document: Document, section: str, names: list[str], specs: Specs, said: Said) -> Document:
    member, question = names
    value = said.get(f"preset-{member}-{question}", "")
    own = next(one for one in specs[member].questions if one.id == question)
    if value not in {one.id for one in own.options}:
        raise Unusable("请先选择预设的答案。")
    return editing.with_preset(document, member, question, value if own.kind == "single" else [value])


def _ask(document: Document, section: str, names: list[str], specs: Specs, said: Said) -> Document:
    return editing.with_asked(document, names[0], names[1], specs[names[0]])


def _question(document: Document, section: str, names: list[str], specs: Specs, said: Said) -> Document:
    options = said.get("new-options", "").splitlines()
    return editing.with_question(document, said.get("new-text", ""), options, said.get("new-needed", ""))


_ACTS: dict[str, Act] = {
    "up": _up, "down": _down, "remove": _remove, "join": _join, "split": _split, "like": _like, "feed": _feed, "preset": _preset,
    "ask": _ask, "question": _question,
}  # fmt: skip
