"""The guide of a life event in plain words (S2-25, S3-9; 行政许可法 30): what it settles, in which order, how long, what if a part fails.

Pure: the spec, and of every member the matter with its department's name. The parts are those of a matter's guide
(`catalog.rules.guide.Section`), so that page, Word document and API are drawn alike.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yichuang.catalog.rules.conditions import describe
from yichuang.catalog.rules.guide import Rows, Section
from yichuang.catalog.rules.handling import APPLICANT_KIND_NAMES
from yichuang.catalog.rules.notices import PublicNotice
from yichuang.catalog.rules.spec import Material, MatterSpec, Shared
from yichuang.life_events.rules.spec import (
    FAILURE_NAMES,
    JOINT_EXTENSION_WORKDAYS,
    JointMaterial,
    LifeEventSpec,
    Member,
)
from yichuang.life_events.rules.together import Line, stages

ARTICLE = "《行政许可法》第四十二条第二款"
ALWAYS = "每次都办"


@dataclass(frozen=True)
class MemberPart:
    """One matter of a life event as the public reads it; `notice`: the matter's own words while it is not received, None while it is;
    `ahead`: its notice for a later day.
    """

    member: Member
    spec: MatterSpec
    department: str
    when: str
    notice: PublicNotice | None = None
    ahead: PublicNotice | None = None

    @property
    def announced(self) -> str:
        """Return from when it will not be received and why; empty when nothing is announced."""
        return self.ahead.ahead if self.ahead else ""

    @property
    def advice(self) -> str:
        """Return what to do about what is announced; empty when nothing is."""
        if self.ahead is None:
            return ""
        return f"需要一次办齐的，请在暂停之前来办；暂停期间怎么办：{self.ahead.todo}"

    @property
    def closed(self) -> str:
        """Return why it is not received now, as its notice says it; empty when it is."""
        return self.notice.sentence if self.notice else ""

    @property
    def instead(self) -> str:
        """Return what its notice says to do instead, and where to ask; empty when it is received."""
        return self.notice.todo if self.notice else ""

    @property
    def name(self) -> str:
        """Return the matter's name."""
        return self.spec.name

    @property
    def fails(self) -> str:
        """Return what follows when it cannot be done."""
        return self.member.told or f"“{self.spec.name}”没有办成的，{FAILURE_NAMES[self.member.on_failure]}。"


def member_part(
    spec: LifeEventSpec,
    member: Member,
    matter: MatterSpec,
    department: str,
    notice: PublicNotice | None = None,
    ahead: PublicNotice | None = None,
) -> MemberPart:
    """Return a member with the condition under which it is done, in words."""
    when = ALWAYS if member.needed_if is None else describe(member.needed_if, spec)
    return MemberPart(member, matter, department, when, notice, ahead)


def sections(spec: LifeEventSpec, parts: Sequence[MemberPart], version: int) -> tuple[Section, ...]:
    """Return the parts of the guide in the order people ask; rows and parts without a value are left out."""
    made = (
        Section("多少天、多少钱、跑几次", _limits(spec, parts), first=True),
        Section("在哪里办", _places(parts), first=True),
        Section("谁可以办", _who(spec), first=True),
        Section("有一项没有办成怎么办", tuple((part.name, part.fails) for part in parts)),
        Section("不服怎么办", tuple((f"途径{place}", text) for place, text in enumerate(spec.remedies, start=1))),
        Section("依据", _law(parts)),
        Section("版本", (("一件事", f"{spec.name}，第 {version} 版"), ("所属主题", spec.theme))),
    )
    told = (Section(part.title, tuple(row for row in part.rows if row[1]), part.first) for part in made)
    return tuple(part for part in told if part.rows)


def _limits(spec: LifeEventSpec, parts: Sequence[MemberPart]) -> Rows:
    statutory = f"自受理之日起 {spec.statutory_limit.words()}"
    longer = f"经本级人民政府负责人批准，可以延长 {JOINT_EXTENSION_WORKDAYS} 个工作日，并告知理由（{ARTICLE}）"
    paid = [f"{part.name}：{part.spec.fee.text or '收费'}" for part in parts if part.spec.fee.charged]
    return (
        ("承诺期限", f"自受理之日起 {spec.promised_limit.words()}，全部办完"),
        ("法定期限", f"{statutory}；{longer}"),
        ("收费", "；".join(paid) or "不收费"),
        ("跑几次", f"最多 {spec.max_visits} 次"),
        ("怎么拿结果", spec.hand_out),
    )


def _places(parts: Sequence[MemberPart]) -> Rows:
    everywhere = [part.spec.channels for part in parts]
    ways = (
        ("政务服务中心综合窗口", all(one.hall for one in everywhere)),
        ("镇街便民服务中心", all(one.town for one in everywhere)),
        ("村（社区）代办点", all(one.village for one in everywhere)),
    )
    places = list(dict.fromkeys(part.spec.guide.places for part in parts if part.spec.guide.places))
    hours = list(dict.fromkeys(part.spec.guide.hours for part in parts if part.spec.guide.hours))
    return (
        ("办理地点", "、".join(name for name, there in ways if there) or "政务服务中心综合窗口"),
        ("地址", "；".join(places)),
        ("办理时间", "；".join(hours)),
    )


def _who(spec: LifeEventSpec) -> Rows:
    return (
        ("什么时候办", spec.trigger),
        ("谁来办", spec.for_whom),
        ("申报者类型", "、".join(APPLICANT_KIND_NAMES[kind] for kind in spec.applicant_kinds)),
    )


def _law(parts: Sequence[MemberPart]) -> Rows:
    joint = (("一并办理", "《行政许可法》第二十六条、第四十二条"),)
    return joint + tuple((part.name, "；".join(basis.text for basis in part.spec.legal_basis)) for part in parts)


def steps(spec: LifeEventSpec, parts: Sequence[MemberPart]) -> list[str]:
    """Return how it goes, one sentence a step: hand in once, then stage by stage, one hand-out."""
    by_id = {part.member.id: part for part in parts}
    told = ["在综合窗口交一次材料、填一张表；窗口当场核对，材料齐全的一并受理。"]
    for place, stage in enumerate(stages(spec, frozenset(by_id))):
        named = "、".join(f"{by_id[one].name}（{by_id[one].department}）" for one in stage)
        side = "同时办理" if len(stage) > 1 else "办理"
        told.append(f"{'先' if place == 0 else '接着'}{side}：{named}。")
    return [*told, f"全部办完后一次出件：{spec.hand_out.rstrip('。') or '由综合出件窗口发给您，也可以快递送达'}。"]


@dataclass(frozen=True)
class BringLine:
    """One paper of the checklist: how many, for which matters it is, what more is to be known, where a sample is in its matter's guide."""

    name: str
    counts: str
    used_by: str
    notes: tuple[str, ...]


def users_of(members: Iterable[str], names: Mapping[str, str], needed: frozenset[str]) -> str:
    """Return for which matters something is used: their names, or in short that it is all of them."""
    used = [member for member in dict.fromkeys(members) if member in needed]
    if len(needed) > 1 and len(used) == len(needed):
        return f"全部 {len(needed)} 项"
    return "、".join(names.get(member, member) for member in used)


def to_bring(lines: Sequence[Line], names: Mapping[str, str], needed: frozenset[str]) -> list[BringLine]:
    """Return what must be brought, each paper once (一次性告知, 行政许可法 32 I (4))."""
    return [_bring(line, names, needed) for line in lines if line.way != "data_share"]


def _bring(line: Line, names: Mapping[str, str], needed: frozenset[str]) -> BringLine:
    users = users_of((member for member, _ in line.asked), names, needed)
    most = max((one for _, one in line.asked), key=lambda one: (one.original_count, one.copy_count))
    notes = [_once(line)] if line.way == "one_copy" and len(line.asked) > 1 else []
    if line.original_for and most.original_count:
        notes.append(f"原件由“{names.get(line.original_for, line.original_for)}”核验或留存，其他事项使用其扫描件")
    if all(one.tolerable for _, one in line.asked):
        notes.append("暂时没有的，可以容缺受理，按期补交")
    notes += [f"{one.filling_notes}" for one in _distinct(line) if one.filling_notes]
    return BringLine(line.name, most.counts(), users, tuple(notes))


def _once(line: Line) -> str:
    return f"分别办理要交 {len(line.asked)} 次，这里只交 1 份"


def _distinct(line: Line) -> list[Material]:
    return list({one.filling_notes: one for _, one in line.asked}.values())


def not_to_bring(lines: Sequence[Line], names: Mapping[str, str], needed: frozenset[str]) -> list[tuple[str, str, str]]:
    """Return what need not be brought: its name, why not, and for which matters it is used (国务院令第716号 第七条)."""
    found = []
    for line in lines:
        if line.way == "data_share":
            users = users_of((member for member, _ in line.asked), names, needed)
            found.append((line.name, _shared(line), users))
    return found


def _shared(line: Line) -> str:
    known = next((one.shared for _, one in line.asked if one.shared.mode != "none"), Shared())
    if known.mode == "onsite":
        return "在窗口现场采集"
    whom = f"向{known.provider}" if known.provider else "向有关部门"
    what = "电子证照" if known.mode == "e_licence" else "数据"
    return f"窗口{whom}取{what}；取不到的，当场告诉您怎么补"


def to_fill(
    spec: LifeEventSpec, wanted: Sequence[str], names: Mapping[str, str], needed: frozenset[str]
) -> list[tuple[str, str, str]]:
    """Return the fields that are filled once: label, whether it must be filled with its choices, and for which matters it counts."""
    fields = {one.id: one for one in spec.fields}
    told = []
    for name in wanted:
        one = fields[name]
        choices = one.row.get("enum") or ()
        how = "；".join(filter(None, ("必填" if one.required else "选填", "、".join(map(str, choices)))))
        users = users_of((feed.member for feed in one.feeds), names, needed)
        told.append((str(one.row.get("title", name)), how, users))
    return told


def papers(spec: LifeEventSpec, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return the merged papers of the whole life event: name, how it is given, for which matters; answers say which of them are needed."""
    return [
        (one.name, _way(one), "、".join(dict.fromkeys(names[gives.member] for gives in one.gives)))
        for one in spec.materials
    ]


def _way(one: JointMaterial) -> str:
    return {"one_copy": "只交一份", "data_share": "不用带，数据共享取得", "each_own": "各事项分别交"}[one.way]
