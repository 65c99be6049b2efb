"""Whether a matter keeps the law that can be read off its document (行政许可法 30, 38, 42; S2-14, S2-21, S2-40)."""

from collections.abc import Iterator
from datetime import date

from yichuang.catalog.rules.findings import Finding, Place
from yichuang.catalog.rules.handling import Limit
from yichuang.catalog.rules.own_form import faults_of
from yichuang.catalog.rules.spec import Material, MatterSpec
from yichuang.foundations.rules.calendar import ONE_DAY, WorkCalendar, in_chinese

# Types whose decision can go against the applicant; a public service or a registration of birth decides nothing against anybody.
ADVERSE = ("行政许可", "行政给付", "行政确认", "行政奖励", "行政裁决", "其他行政权力")


def lawful(spec: MatterSpec, calendar: WorkCalendar) -> tuple[Finding, ...]:
    """Return what in the document is against a rule, each with the number of the rule."""
    return (*_promise(spec, calendar), *_remedies(spec), *_attributes(spec), *_own_form(spec))


def _promise(spec: MatterSpec, calendar: WorkCalendar) -> Iterator[Finding]:
    """承诺期限不长于法定期限: in one unit by number, across units by the worst start in the loaded years (rulebook 2.1.1 no. 4)."""
    promised, statutory = spec.promised_limit, spec.statutory_limit
    place = Place("matter", field="promised_limit")
    if _same_unit(promised, statutory):
        if _number(promised) > _number(statutory):
            yield Finding("promise", "行政许可法 42", "error", place,
                          f"承诺期限 {promised.words()} 长于法定期限 {statutory.words()}。请改为不长于法定期限。")  # fmt: skip
        return
    worst = worst_start(promised, statutory, calendar)
    if worst is None:
        yield Finding(
            "promise",
            "行政许可法 42",
            "undecided",
            place,
            "没有载入任何年份的放假安排，承诺期限与法定期限单位不同，无法比较。",
        )
    elif worst[1] > worst[2]:
        start, end, limit = worst
        example = f"{in_chinese(start)}受理时，承诺到{in_chinese(end)}，法定只到{in_chinese(limit)}。"
        beyond = f"最多超出 {(end - limit).days} 日"
        message = (
            f"承诺期限 {promised.words()} 遇节假日会超过法定期限 {statutory.words()}（{beyond}）。请缩短承诺期限。"
        )
        yield Finding("promise", "行政许可法 42", "error", place, message, example, {"received": start.isoformat()})


def _own_form(spec: MatterSpec) -> Iterator[Finding]:
    """A form that the counter could not show, or nobody could fill, stops publication (S2-51)."""
    for fault in faults_of(spec.form):
        field = f"form.{fault.field}" if fault.field else "form"
        yield Finding("own_form", "S2-51", "error", Place("matter", field=field), fault.message)


def worst_start(promised: Limit, statutory: Limit, calendar: WorkCalendar) -> tuple[date, date, date] | None:
    """Return the day of the loaded years on which the promise ends latest against the statute, with both last days.

    Years count as loaded only where both limits end inside them; None when no year is loaded.
    """
    found: tuple[date, date, date] | None = None
    for year in sorted(calendar.years):
        day = date(year, 1, 1)
        while day.year == year:
            end, limit = (calendar.due(day, item.value, item.unit).date for item in (promised, statutory))
            loaded = max(end, limit).year in calendar.years
            if loaded and (found is None or end - limit > found[1] - found[2]):
                found = (day, end, limit)
            day += ONE_DAY
    return found


def _same_unit(one: Limit, other: Limit) -> bool:
    return one.unit == other.unit or not _number(one) or not _number(other)


def _number(limit: Limit) -> int:
    return 0 if limit.unit == "same_day" else limit.value


def _remedies(spec: MatterSpec) -> Iterator[Finding]:
    if spec.matter_type in ADVERSE and not any(remedy.strip() for remedy in spec.remedies):
        yield Finding("remedies", "行政许可法 38", "error", Place("matter", field="remedies"),
                      "没有写明救济途径。不予许可（不予办理）的决定应当告知申请行政复议或者提起行政诉讼的权利。")  # fmt: skip


def _attributes(spec: MatterSpec) -> Iterator[Finding]:
    """S2-21 asks that 数据共享 and 容缺受理 are marked for each material; what is marked must be complete (S2-14)."""
    for material in spec.materials:
        unstated = [
            name
            for field, name in (("shared", "数据共享"), ("tolerable", "容缺受理"))
            if field not in material.model_fields_set
        ]
        if unstated:
            yield Finding("attributes", "S2-21", "error", Place("material", material.id, field="shared"),
                          f"材料“{material.name}”没有标注{'、'.join(unstated)}。请标注是或否。")  # fmt: skip
        yield from _tolerance(material)
        if material.shared.mode != "none" and not material.shared.provider.strip():
            yield Finding("attributes", "S2-21", "error", Place("material", material.id, field="shared"),
                          f"材料“{material.name}”标为数据共享，但没有写明由谁提供。请填写共享来源。")  # fmt: skip
        if material.shared.exempt and material.shared.mode == "none":
            yield Finding("attributes", "S2-21", "error", Place("material", material.id, field="shared"),
                          f"材料“{material.name}”标为免提交，但没有共享来源。请选择共享方式，或取消免提交。")  # fmt: skip


def _tolerance(material: Material) -> Iterator[Finding]:
    place, named = Place("material", material.id, field="tolerance_days"), f"材料“{material.name}”"
    if material.tolerable and material.tolerance_days <= 0:
        message = f"{named}标为可容缺，但没有写补交期限。请写明补交的天数，或改为不可容缺。"
        yield Finding("tolerance", "S2-14", "error", place, message)
    elif not material.tolerable and material.tolerance_days > 0:
        message = f"{named}写了补交期限，但标为不可容缺。请改为可容缺，或删去期限。"
        yield Finding("tolerance", "S2-14", "advice", place, message)
