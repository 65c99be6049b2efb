"""The merged form: every field of a member's own form is fed, and what is fed always fits (S2-25, S2-51)."""

from collections.abc import Iterator, Mapping, Sequence

from yichuang.catalog.rules.findings import Finding, Place
from yichuang.catalog.rules.own_form import PLAIN, OwnField, faults_of
from yichuang.life_events.rules.conflicts import open_conflicts
from yichuang.life_events.rules.joint_fields import folded, misfits, own_fields, read_row
from yichuang.life_events.rules.spec import JointField, LifeEventSpec, Member
from yichuang.life_events.rules.whole.ground import Ground, advice, error, field_place, member_place
from yichuang.life_events.rules.whole.leaves import Leaf

RULE = "S2-25"
Leaves = Mapping[str, Sequence[Leaf] | None]


def forms(spec: LifeEventSpec, ground: Ground, leaves: Leaves) -> Iterator[Finding]:
    """Judge the merged form."""
    fields = {member: own_fields(matter) for member, matter in ground.specs.items()}
    for one in spec.fields:
        yield from _field(one, ground, fields)
        yield from _dead(one, ground, fields, leaves)
    yield from _alike(spec)
    for conflict in open_conflicts(spec, ground.specs):
        sides = "；".join(f"{side.matter}“{side.label}”：{side.words}" for side in conflict.sides)
        yield error("conflict", RULE, field_place(conflict.fields[0]),
                    f"{conflict.words}。{sides}。请写明合并后的含义，或分开并各起名字、写明含义。")  # fmt: skip
    for member in spec.members:
        yield from _unfed(spec, member, ground, fields, leaves.get(member.id))


def _field(one: JointField, ground: Ground, fields: Mapping[str, Mapping[str, OwnField]]) -> Iterator[Finding]:
    place, label = field_place(one.id), str(one.row.get("title", one.id))
    if one.from_base:
        if ground.base_fields is not None and one.from_base not in ground.base_fields:
            yield error(
                "unknown_field",
                RULE,
                place,
                f"栏目“{label}”取自基本信息，但基本信息没有 {one.from_base} 这一栏。请重新选择。",
            )
        joint = None
    else:
        for fault in faults_of({**PLAIN, "properties": {one.id: one.row}}):
            yield error("own_form", "S2-51", place, fault.message)
        joint = read_row(one)
    for feed in one.feeds:
        if feed.member not in ground.specs:
            continue
        fed = fields[feed.member].get(feed.field)
        if fed is None:
            yield error(
                "unknown_field",
                RULE,
                place,
                f"栏目“{label}”要填到“{ground.name(feed.member)}”没有的栏目 {feed.field}。请重新选择。",
            )
        elif joint is not None:
            yield from _fit(joint, fed, place, label, ground.name(feed.member))


def _fit(joint: OwnField, fed: OwnField, place: Place, label: str, matter: str) -> Iterator[Finding]:
    for misfit in misfits(joint, fed):
        yield error("misfit", RULE, place, f"栏目“{label}”填的不一定能进“{matter}”的“{fed.label}”：{misfit}。")
    if fed.required and not joint.required and fed.when is None:
        yield error("required", RULE, place, f"“{matter}”的“{fed.label}”必填，合并栏目“{label}”不是必填。请改为必填。")


def _alike(spec: LifeEventSpec) -> Iterator[Finding]:
    """Two fields of one name cannot be told apart by whoever fills them in."""
    seen: dict[str, JointField] = {}
    for one in spec.fields:
        name = folded(str(one.row.get("title", "")))
        if name and not one.from_base and name in seen:
            yield error(
                "same_title",
                "S2-51",
                field_place(one.id),
                f"有两个栏目都叫“{one.row['title']}”，办事人分不清。请改名或合并。",
            )
        seen.setdefault(name, one)


def _dead(
    one: JointField, ground: Ground, fields: Mapping[str, Mapping[str, OwnField]], leaves: Leaves
) -> Iterator[Finding]:
    """A field that no situation of any of its members asks for is filled in for nobody."""
    judged = [(feed, leaves.get(feed.member)) for feed in one.feeds if feed.field in fields.get(feed.member, {})]
    if not judged or any(found is None for _, found in judged):
        return
    if not any(feed.field in leaf.fields for feed, found in judged for leaf in found or ()):
        label = str(one.row.get("title", one.id))
        yield error("dead_field", RULE, field_place(one.id), f"栏目“{label}”没有一种情形要填。请去掉。")


def _unfed(
    spec: LifeEventSpec,
    member: Member,
    ground: Ground,
    fields: Mapping[str, Mapping[str, OwnField]],
    leaves: Sequence[Leaf] | None,
) -> Iterator[Finding]:
    fed = {feed.field for one in spec.fields for feed in one.feeds if feed.member == member.id}
    for name, field in fields.get(member.id, {}).items():
        if name in fed or (leaves is not None and not any(name in leaf.fields for leaf in leaves)):
            continue
        place = member_place(member.id, f"form.{name}")
        if field.required:
            yield error(
                "unfed",
                RULE,
                place,
                f"“{ground.name(member.id)}”的必填栏目“{field.label}”在合并表单里没有来源。请加上。",
            )
        else:
            yield advice(
                "unfed", RULE, place, f"“{ground.name(member.id)}”的栏目“{field.label}”没有列入合并表单，申请时填不到。"
            )
