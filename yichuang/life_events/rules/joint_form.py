"""The merged form as a form of its own; every reason of every member said once, at its place in it (行政许可法 32: 一次告知)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from yichuang.cases.rules import base_form
from yichuang.catalog.rules import navigator, own_form_filling
from yichuang.catalog.rules.own_form import PLAIN
from yichuang.catalog.rules.own_form_asked import asked_fields
from yichuang.catalog.rules.own_form_filling import place
from yichuang.foundations.problems import Reason
from yichuang.life_events.rules.spec import LifeEventSpec
from yichuang.life_events.rules.together import Reached, Specs, fields_asked, member_form, needed_members

KEPT = "已填内容都在，没有收件。"


@dataclass(frozen=True)
class JointJudgement:
    """The two forms as they may be kept, and every reason against them."""

    base: dict[str, str]
    merged: dict[str, Any]
    errors: tuple[Reason, ...]


def merged_form(spec: LifeEventSpec, needed: frozenset[str]) -> dict[str, Any]:
    """Return the merged form for the members needed, as the studio writes forms; its fields are the life event's own ids."""
    wanted = set(fields_asked(spec, needed))
    rows = {
        one.id: {key: value for key, value in one.row.items() if key != "x-when"}
        for one in spec.fields
        if one.id in wanted
    }
    for position, row in enumerate(rows.values(), start=1):
        row["x-order"] = position
    return {
        **PLAIN,
        "properties": rows,
        "required": [one.id for one in spec.fields if one.id in wanted and one.required],
    }


def judge_joint(
    spec: LifeEventSpec,
    specs: Specs,
    reached: Reached,
    *,
    kind: str,
    base: Mapping[str, Any],
    merged: Mapping[str, Any],
    on: date,
) -> JointJudgement:
    """Judge the base form once and the merged form against every member's own form; what two members say of one field is said once.

    `reached`: where the answers led, with the members that are to be received.
    """
    judged = base_form.judge(kind, base, on=on)
    needed = frozenset(member.id for member in reached.members)
    whole = merged_form(spec, frozenset(member.id for member in spec.members))
    # What the members left out would have asked is neither judged nor kept.
    filled = own_form_filling.judge(whole, merged, on=on, asked=fields_asked(spec, needed))
    errors = [*judged.errors, *filled.errors]
    for member in reached.members:
        matter = specs[member.id]
        own = member_form(spec, member.id, filled.values, judged.values)
        facts = navigator.facts_with_known(matter, reached.answers.get(member.id, {}), applicant_kind=kind, on=on)
        found = own_form_filling.judge(matter.form, own, on=on, asked=asked_fields(matter, facts))
        errors += [_at_merged(spec, member.id, reason, matter.name) for reason in found.errors]
    return JointJudgement(judged.values, filled.values, _once(errors))


def _at_merged(spec: LifeEventSpec, member: str, reason: Reason, matter: str) -> Reason:
    """Return a member's reason at the field of the merged form (or of the base form) that feeds the member's field."""
    name = reason.field.removeprefix(place(""))
    for one in spec.fields:
        if any(feed.member == member and feed.field == name for feed in one.feeds):
            return replace(reason, field=one.from_base or place(one.id), kept=KEPT)
    return replace(reason, message=f"“{matter}”的{reason.message}", field=f"{member}.{name}", kept=KEPT)


def _once(reasons: list[Reason]) -> tuple[Reason, ...]:
    seen: dict[tuple[str, str], Reason] = {}
    for reason in reasons:
        seen.setdefault((reason.field, reason.code), reason)
    return tuple(seen.values())


def refusals_to_reach(
    spec: LifeEventSpec, reached: Reached, names: Mapping[str, str], newer: Mapping[str, int]
) -> list[Reason]:
    """Return why the answers do not lead every member to its situation, all of it: open questions, ends, newer versions.

    `newer`: members whose matter is in force in another version than the life event was composed with.
    """
    if reached.asked is not None:
        return [
            _reason("situation_open", f"还没有回答：“{reached.asked.text}”。", "请继续回答，直到各事项都确定情形。")
        ]
    found = [
        _reason(
            "outcome",
            f"“{names[member]}”按所答情形：{message}",
            "请告知申请人；其余事项可以勾选“本次不办”这一项后收件。",
            member,
        )
        for member, message in reached.ended.items()
    ]
    for member, question in reached.unsettled.items():
        changed = f"“{names[member]}”已换新版（第 {newer[member]} 版），" if member in newer else f"“{names[member]}”"
        message = f"{changed}多了一个这件“一件事”没有问到的问题：“{question}”。"
        found.append(
            _reason(
                "situation_unsettled",
                message,
                "请将这一事项单独收件（勾选“本次不办”后收其余事项），并告知牵头部门更新。",
                member,
            )
        )
    if not found and not needed_members(spec, {}) and not reached.members:
        found.append(_reason("nothing_needed", "按所答情形没有需要办理的事项。", "请核对答案。"))
    return found


def _reason(code: str, message: str, todo: str, member: str = "") -> Reason:
    return Reason(
        code, message, field=f"member.{member}" if member else "answers", rule="S2-11、S2-25", kept=KEPT, todo=todo
    )
