"""A run as the counter shows it: what the made-up applicant says, fills in and brings (`cases.ports.Exercise`; S2-21②)."""

from typing import Any

from yichuang.cases.ports import Exercise
from yichuang.cases.rules import base_form
from yichuang.catalog.rules.own_form_filling import said
from yichuang.life_events.models import JointCase, LifeEventRun
from yichuang.life_events.queries.practice import key_of, run_of_joint, script_of, spec_of_candidate
from yichuang.life_events.rules.spec import LifeEventSpec

SHARED = "（数据共享，不用带）"


def exercise_for(run: LifeEventRun, member: str = "", version_id: int = 0) -> Exercise:
    """Return the exercise of a run, or of one member in it under a version of its matter."""
    script, spec = script_of(run), spec_of_candidate(run.candidate_id)
    kind = str(script["kind"])
    ways = {one.id: one.way for one in spec.materials}
    return Exercise(
        key=key_of(run.pk, member),
        version_id=version_id,
        window=run.window.number,
        title=f"测试件 · 一件事模拟验收 · 剧本 {run.script} · {run.window.site.name} {run.window.number} 号窗口；"
        "不计入任何办件和统计",
        back=f"/life-events/compose/simulations/{run.pk}/",
        kind=base_form.KINDS[kind],
        says=(
            ("申报者类型", base_form.KINDS[kind]),
            *_base(kind, script["applicant"]),
            *_merged(spec, script["merged"]),
        ),
        answers=tuple((str(text), str(told)) for text, told in script["said"]),
        brings=tuple(
            f"{name}{SHARED if ways.get(line) == 'data_share' else ''}" for line, name in script["expected"]["papers"]
        ),
    )


def exercise_of_joint(joint: JointCase) -> Exercise | None:
    """Return the exercise of a test piece, None for a real joint case."""
    run = run_of_joint(joint)
    return exercise_for(run) if run is not None else None


def _base(kind: str, applicant: dict[str, str]) -> list[tuple[str, str]]:
    labels = [(field.label, applicant.get(field.name, "")) for field in base_form.fields_for(kind)]
    return [(label, text) for label, text in labels if text not in ("", "no")]


def _merged(spec: LifeEventSpec, merged: dict[str, Any]) -> list[tuple[str, str]]:
    titles = {one.id: str(one.row.get("title", one.id)) for one in spec.fields}
    return [(titles.get(name, name), said(value)) for name, value in merged.items()]
