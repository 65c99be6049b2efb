"""What a life event spares people: fields, questions, materials, copies, visits and working days, before → after (S2-25, “最多跑一次”).

Counted on the documents, at most: every question, field and material that the matters or the life event may ask for.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from yichuang.catalog.rules.handling import Limit
from yichuang.catalog.rules.spec import Material, MatterSpec
from yichuang.life_events.rules.joint_fields import rows_of
from yichuang.life_events.rules.spec import LifeEventSpec


@dataclass(frozen=True)
class Count:
    """One number before (the matters one by one) and after (together)."""

    before: int
    after: int

    @property
    def less(self) -> int:
        """Return how much is spared; never less than nothing."""
        return max(0, self.before - self.after)


@dataclass(frozen=True)
class Expected:
    """All counts of one life event; days are at most: one matter after the other (`days`), or the longest alone (`longest`)."""

    fields: Count
    questions: Count
    materials: Count
    copies: Count
    visits: Count
    days: Count
    longest: int

    def rows(self) -> list[tuple[str, Count, str]]:
        """Return name, count and unit of each, for tables."""
        return [
            ("填写栏目", self.fields, "栏"),
            ("回答问题", self.questions, "个"),
            ("提交材料", self.materials, "种"),
            ("材料份数", self.copies, "份"),
            ("跑动次数", self.visits, "次"),
            ("办理时间", self.days, "天"),
        ]


def expected_savings(spec: LifeEventSpec, specs: Mapping[str, MatterSpec]) -> Expected:
    """Return what the life event spares; matters that are not among `specs` are left out."""
    members = [specs[one.id] for one in spec.members if one.id in specs]
    materials, copies = _papers(spec, specs)
    days = [days_of(one.promised_limit) for one in members]
    return Expected(
        fields=Count(sum(len(rows_of(one.form)) for one in members), sum(not one.from_base for one in spec.fields)),
        questions=Count(sum(len(one.questions) for one in members), len(spec.questions)),
        materials=materials,
        copies=copies,
        visits=Count(sum(max(1, one.channels.max_visits) for one in members), spec.max_visits),
        days=Count(sum(days), days_of(spec.promised_limit)),
        longest=max(days, default=0),
    )


def days_of(limit: Limit) -> int:
    """Return a limit in days, as a rough measure for people: 0 on the spot; units are not converted."""
    return 0 if limit.unit == "same_day" else limit.value


def _papers(spec: LifeEventSpec, specs: Mapping[str, MatterSpec]) -> tuple[Count, Count]:
    """Count papers: a matter's alternatives under one joint material are one paper, shared data is none."""
    left = {(member, one.id): one for member, matter in specs.items() for one in matter.materials}
    before = after = copies_before = copies_after = 0
    for joint in spec.materials:
        asked: dict[str, list[Material]] = {}
        for gives in joint.gives:
            if (found := left.pop((gives.member, gives.material), None)) is not None:
                asked.setdefault(gives.member, []).append(found)
        each = {member: max(_copies(one) for one in its) for member, its in asked.items()}
        brought = {member for member, its in asked.items() if not all(one.exempt_submission for one in its)}
        before += len(brought)
        copies_before += sum(each[member] for member in brought)
        if joint.way == "one_copy" and asked:
            after, copies_after = after + bool(brought), copies_after + max((each[one] for one in brought), default=0)
        elif joint.way == "each_own":
            after, copies_after = after + len(brought), copies_after + sum(each[member] for member in brought)
    alone = [one for one in left.values() if not one.exempt_submission]
    own = sum(_copies(one) for one in alone)
    return Count(before + len(alone), after + len(alone)), Count(copies_before + own, copies_after + own)


def _copies(one: Material) -> int:
    return one.original_count + one.copy_count
