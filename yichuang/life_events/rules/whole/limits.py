"""Limits, remedies, who leads: 行政许可法 42 II (together within 45 working days, 82), 38 (remedies); S2-25, S3-9."""

from collections.abc import Iterator
from datetime import date

from yichuang.catalog.rules.findings import Finding, Place
from yichuang.catalog.rules.handling import Limit
from yichuang.catalog.rules.prover.lawful import ADVERSE, worst_start
from yichuang.foundations.rules.calendar import ONE_DAY, WorkCalendar, in_chinese
from yichuang.life_events.rules.spec import JOINT_STATUTORY_WORKDAYS, LifeEventSpec
from yichuang.life_events.rules.whole.ground import Ground, advice, error

LONGEST = Limit(value=JOINT_STATUTORY_WORKDAYS, unit="workday")
LAW = "行政许可法 42、82"


def limits(spec: LifeEventSpec, ground: Ground) -> Iterator[Finding]:
    """Judge limits, remedies and the lead departments."""
    promised, statutory = spec.promised_limit, spec.statutory_limit
    yield from _not_longer(promised, statutory, "promise", "promised_limit", "承诺期限", "法定期限", ground.calendar)
    yield from _not_longer(
        statutory, LONGEST, "statutory", "statutory_limit", "法定期限", "统一办理、联合办理的上限", ground.calendar
    )
    yield from _chain(spec, ground)
    adverse = [one.name for one in ground.specs.values() if one.matter_type in ADVERSE]
    if adverse and not any(text.strip() for text in spec.remedies):
        said = f"没有写明救济途径：“{adverse[0]}”可能不予办理，应当告知申请行政复议或者提起行政诉讼的权利。"
        yield error("remedies", "行政许可法 38", Place("matter", field="remedies"), said)
    yield from _lead(spec, ground)


def _lead(spec: LifeEventSpec, ground: Ground) -> Iterator[Finding]:
    place = Place("matter", field="lead_departments")
    named = [one for one in spec.lead_departments if one.strip()]
    if not named:
        yield error("lead", "S3-9", place, "没有写明牵头部门。")
    for key in named if ground.departments is not None else ():
        if key not in (ground.departments or {}):
            yield error("lead", "S3-9", place, f"牵头部门“{key}”不在组织机构里或已停用。请重新选择。")
    for part, name in (("summary", "一句话说明"), ("hand_out", "怎样领取结果")):
        if not getattr(spec, part).strip():
            yield advice("unwritten", "S2-25", Place("matter", field=part), f"还没有写“{name}”，公开页面上会空着。")


def _not_longer(
    one: Limit, other: Limit, code: str, part: str, name: str, most: str, calendar: WorkCalendar
) -> Iterator[Finding]:
    """Compare as the catalogue does: in one unit by number, across units by the worst day of the loaded years."""
    place, said = Place("matter", field=part), f"{name} {one.words()} 长于{most} {other.words()}。请改短。"
    if one.unit == other.unit or not _number(one) or not _number(other):
        if _number(one) > _number(other):
            yield error(code, LAW, place, said)
        return
    worst = worst_start(one, other, calendar)
    if worst is None:
        text = f"没有载入任何年份的放假安排，{name}与{most}单位不同，无法比较。"
        yield Finding(code, LAW, "undecided", place, text)
    elif worst[1] > worst[2]:
        start, end, limit = worst
        example = f"{in_chinese(start)}受理时，{name}到{in_chinese(end)}，{most}只到{in_chinese(limit)}。"
        yield error(code, LAW, place, said, example, {"received": start.isoformat()})


def _number(limit: Limit) -> int:
    return 0 if limit.unit == "same_day" else limit.value


def longest_chain(spec: LifeEventSpec, ground: Ground) -> list[list[str]]:
    """Return every chain of members one after the other, as long as it can be; none through a circle."""
    after = {
        one.id: [name for name in one.after if name in ground.specs] for one in spec.members if one.id in ground.specs
    }
    ahead = {name for waits in after.values() for name in waits}
    found: list[list[str]] = []

    def extend(chain: list[str]) -> None:
        before = [name for name in after[chain[0]] if name not in chain]
        if not before:
            found.append(chain)
        for name in before:
            extend([name, *chain])

    for name in after:
        if name not in ahead:
            extend([name])
    return found


def _chain(spec: LifeEventSpec, ground: Ground) -> Iterator[Finding]:
    """A promise that the members' own promises, one after the other, do not allow is one somebody will break."""
    place = Place("matter", field="promised_limit")
    for chain in longest_chain(spec, ground)[:200]:
        own = [ground.specs[name].promised_limit for name in chain]
        units = {limit.unit for limit in (*own, spec.promised_limit) if _number(limit)}
        words = " + ".join(f"{ground.name(name)} {limit.words()}" for name, limit in zip(chain, own, strict=True))
        said = f"承诺期限 {spec.promised_limit.words()} 短于依次办理的各事项自己的承诺：{words}。请延长承诺，或者先压缩这些事项的承诺期限。"
        if len(units) <= 1:
            if sum(map(_number, own)) > _number(spec.promised_limit):
                yield advice("chain", "S2-25", place, said)
                return
            continue
        worst = _worst(own, spec.promised_limit, ground.calendar)
        if worst is None:
            yield Finding(
                "chain",
                "S2-25",
                "undecided",
                place,
                "没有载入任何年份的放假安排，承诺期限与各事项的承诺单位不同，无法比较。",
            )
            return
        if worst[1] > worst[2]:
            example = (
                f"{in_chinese(worst[0])}受理时，各事项依次办到{in_chinese(worst[1])}，承诺只到{in_chinese(worst[2])}。"
            )
            yield advice("chain", "S2-25", place, said, example)
            return


def _worst(own: list[Limit], promised: Limit, calendar: WorkCalendar) -> tuple[date, date, date] | None:
    """Return the day of the loaded years on which the chain ends latest against the promise, with both last days."""
    found: tuple[date, date, date] | None = None
    for year in sorted(calendar.years):
        day = date(year, 1, 1)
        while day.year == year:
            end = day
            for limit in own:
                end = calendar.due(end, limit.value, limit.unit).date
            last = calendar.due(day, promised.value, promised.unit).date
            if max(end, last).year in calendar.years and (found is None or end - last > found[1] - found[2]):
                found = (day, end, last)
            day += ONE_DAY
    return found
