"""Small made matters and life events for the rules' tests; and every fault of a kind, put in on purpose."""

from copy import deepcopy
from datetime import date
from typing import Any

from benchmarks.navigator import demo_specs
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.rules.calendar import WorkCalendar
from yichuang.life_events.rules.merging import Frame, propose
from yichuang.life_events.rules.spec import LifeEventSpec
from yichuang.life_events.rules.whole import Ground

ON = date(2026, 11, 30)
WEEKS = WorkCalendar(days={}, years=frozenset({2026, 2027}))
_BASE = next(spec for spec in demo_specs() if spec.key == "social_card_apply").model_dump(mode="json", by_alias=True)


def field(title: str, **more: Any) -> dict[str, Any]:
    """Return a row of an own form."""
    return {"title": title, "type": "string", "maxLength": 40, **more}


def question(name: str, options: int = 2, text: str = "", **more: Any) -> dict[str, Any]:
    """Return a question over the fact of its own name with options a, b, c…"""
    ids = "abcdef"[:options]
    listed = [{"id": one, "text": f"选项{one}", "values": [f"v{one}"]} for one in ids]
    return {"id": name, "text": text or f"问题{name}", "kind": "single", "fact": f"f_{name}", "options": listed, **more}


def matter(
    key: str, questions: tuple[dict[str, Any], ...] = (), form: dict[str, Any] | None = None, **more: Any
) -> MatterSpec:
    """Return a matter with these questions, one situation and these fields (name → row; required where `"required": True`)."""
    rows = deepcopy(form or {})
    required = [name for name, row in rows.items() if row.pop("required", False)]
    facts = [
        {
            "id": one["fact"],
            "text": one["text"],
            "values": [{"id": v, "text": v} for o in one["options"] for v in o["values"]],
        }
        for one in questions
    ]
    own = {"type": "object", "additionalProperties": False, "properties": rows, "required": required} if rows else {}
    made = {
        **_BASE, "key": key, "name": f"事项{key}", "facts": facts, "questions": list(questions), "form": own, "materials": [],
        "situations": [{"id": "s", "name": "全部", "axis": "content"}], "outcomes": [], "matter_type": "公共服务", **more,
    }  # fmt: skip
    return MatterSpec.model_validate(made)


def material(name: str, standard_type: str = "", exempt: bool = False, **more: Any) -> dict[str, Any]:
    """Return a material."""
    shared = {"mode": "data_share", "provider": "省平台", "exempt": True} if exempt else {}
    return {"id": name, "name": f"材料{name}", "standard_type": standard_type, "shared": shared, **more}


def whole(*matters: MatterSpec, **more: Any) -> LifeEventSpec:
    """Return the proposal for these matters with nothing left to say, changed by `more`."""
    spec = propose(Frame("whole", "一件事", ("xs-civil",), summary="说明"), {one.key: (1, one) for one in matters})
    document = spec.model_dump(mode="json", by_alias=True) | {"hand_out": "窗口", "remedies": ["复议"]}
    for row in document["members"]:
        row["told"] = "告知"
    return LifeEventSpec.model_validate({**document, **more})


def ground(*matters: MatterSpec, **more: Any) -> Ground:
    """Return the ground of these matters, all in force."""
    given = {"departments": {"xs-civil": "民政局"}, "calendar": WEEKS, **more}
    return Ground({one.key: one for one in matters}, ON, **given)


def edited(spec: LifeEventSpec, part: str, place: int, **values: Any) -> LifeEventSpec:
    """Return the life event with values of one row of a part replaced."""
    document = spec.model_dump(mode="json", by_alias=True)
    document[part][place] |= values
    return LifeEventSpec.model_validate(document)
