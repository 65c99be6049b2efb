"""What two versions of a matter say differently, item by item: questions, materials, review points, limits (no journeys needed)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from yichuang.catalog.rules.handling import APPLICANT_KIND_NAMES
from yichuang.catalog.rules.spec import Material, MatterSpec, Question

SHARED_NAMES = {"none": "不共享", "e_licence": "电子证照", "data_share": "数据共享", "onsite": "现场采集"}
MEDIUM_NAMES = {"paper": "纸质", "electronic": "电子", "both": "纸质或电子"}


def limits(before: MatterSpec, after: MatterSpec) -> tuple[str, ...]:
    """Return what changed in limits, fee, applicants and the number of visits."""
    rows: Sequence[tuple[str, Callable[[MatterSpec], str]]] = (
        ("法定期限", lambda spec: spec.statutory_limit.words()),
        ("承诺期限", lambda spec: spec.promised_limit.words()),
        ("收费", lambda spec: spec.fee.text),
        ("申报者类型", lambda spec: "、".join(APPLICANT_KIND_NAMES[kind] for kind in spec.applicant_kinds)),
        ("到场次数", lambda spec: f"最多 {spec.channels.max_visits} 次"),
    )
    return tuple(f"{name}由“{read(before)}”改为“{read(after)}”。" for name, read in rows if read(before) != read(after))


def questions(before: MatterSpec, after: MatterSpec) -> tuple[str, ...]:
    """Return the questions that came, went or changed, and the options of those that stayed."""
    return tuple(
        _changed(
            {item.id: item for item in before.questions}, {item.id: item for item in after.questions}, "题目", _question
        )
    )


def _question(old: Question, new: Question) -> Iterator[str]:
    if old.text != new.text:
        yield f"题目“{old.text}”改为“{new.text}”。"
    if (old.kind, old.fact) != (new.kind, new.fact):
        yield f"题目“{new.text}”所问的事情或作答方式变了。"
    if old.ask_if != new.ask_if:
        yield f"题目“{new.text}”的提问条件变了。"
    had, has = ({option.id: option for option in question.options} for question in (old, new))
    yield from (f"题目“{new.text}”新增选项“{has[item].text}”。" for item in has if item not in had)
    yield from (f"题目“{new.text}”删去选项“{had[item].text}”。" for item in had if item not in has)
    for item in has:
        if item in had and had[item].text != has[item].text:
            yield f"题目“{new.text}”的选项“{had[item].text}”改为“{has[item].text}”。"
        if item in had and (had[item].values, had[item].fact, had[item].only_if) != (
            has[item].values,
            has[item].fact,
            has[item].only_if,
        ):
            yield f"题目“{new.text}”的选项“{has[item].text}”对应的情形变了。"


def materials(before: MatterSpec, after: MatterSpec) -> tuple[str, ...]:
    """Return the materials that came, went or are asked for in another way."""
    return tuple(
        _changed(
            {item.id: item for item in before.materials}, {item.id: item for item in after.materials}, "材料", _material
        )
    )


def _material(old: Material, new: Material) -> Iterator[str]:
    rows: Sequence[tuple[str, Callable[[Material], str]]] = (
        ("名称", lambda item: item.name),
        ("份数", lambda item: item.counts()),
        ("介质", lambda item: MEDIUM_NAMES[item.medium]),
        ("数据共享", lambda item: SHARED_NAMES[item.shared.mode] + ("（免提交）" if item.shared.exempt else "")),
        ("容缺受理", lambda item: f"可容缺 {item.tolerance_days} 天" if item.tolerable else "不可容缺"),
    )
    for name, read in rows:
        if read(old) != read(new):
            yield f"材料“{new.name}”的{name}由“{read(old)}”改为“{read(new)}”。"
    had, has = ({point.id: point for point in material.review_points} for material in (old, new))
    yield from (f"材料“{new.name}”新增审查要点“{has[item].text}”。" for item in has if item not in had)
    yield from (f"材料“{new.name}”删去审查要点“{had[item].text}”。" for item in had if item not in has)
    for item in has:
        if item in had and had[item] != has[item]:
            yield f"材料“{new.name}”的审查要点“{had[item].text}”改为“{has[item].text}”。"


def _changed(
    had: Mapping[str, Any], has: Mapping[str, Any], what: str, detail: Callable[[Any, Any], Iterator[str]]
) -> Iterator[str]:
    """Yield one sentence for each item added, removed, or (by `detail`) changed."""
    yield from (f"新增{what}“{_name(has[item])}”。" for item in has if item not in had)
    yield from (f"删去{what}“{_name(had[item])}”。" for item in had if item not in has)
    for item in has:
        if item in had and had[item] != has[item]:
            yield from detail(had[item], has[item])


def _name(item: Any) -> str:
    return str(getattr(item, "text", "") or item.name)
