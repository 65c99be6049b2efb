"""Materials: each once, the only original to one member, shared only where every member takes shared data (S2-15, S2-16, S2-25)."""

from collections.abc import Iterator, Mapping, Sequence

from yichuang.catalog.rules.findings import Finding, Place
from yichuang.catalog.rules.spec import Material
from yichuang.life_events.rules.merging import keepers
from yichuang.life_events.rules.spec import JointMaterial, LifeEventSpec
from yichuang.life_events.rules.whole.ground import Ground, advice, error
from yichuang.life_events.rules.whole.leaves import Leaf

RULE = "S2-25"
Leaves = Mapping[str, Sequence[Leaf] | None]
Asked = list[tuple[str, Material]]


def papers(spec: LifeEventSpec, ground: Ground, leaves: Leaves) -> Iterator[Finding]:
    """Judge the materials."""
    listed = {member: {one.id: one for one in matter.materials} for member, matter in ground.specs.items()}
    given: dict[tuple[str, str], JointMaterial] = {}
    for joint in spec.materials:
        place, asked = Place("material", joint.id), Asked()
        for gives in joint.gives:
            if gives.member not in ground.specs:
                continue
            found = listed[gives.member].get(gives.material)
            if found is None:
                said = f"材料“{joint.name}”要交给“{ground.name(gives.member)}”没有的材料 {gives.material}。请重新选择。"
                yield error("unknown_material", RULE, place, said)
            elif (gives.member, gives.material) in given:
                said = f"“{ground.name(gives.member)}”的“{found.name}”在合并材料里出现两次。请留一个。"
                yield error("given_twice", RULE, place, said)
            else:
                given[gives.member, gives.material] = joint
                asked.append((gives.member, found))
        yield from _originals(joint, asked, ground)
        yield from _shared(joint, asked, ground)
        yield from _dead(joint, asked, ground, leaves)
    yield from _unmerged(listed, given, ground)


def _originals(joint: JointMaterial, asked: Asked, ground: Ground) -> Iterator[Finding]:
    place, keeps = Place("material", joint.id), keepers(asked)
    if joint.original_for and joint.original_for not in {member for member, _ in asked}:
        yield error(
            "original_for",
            RULE,
            place,
            f"“{joint.name}”的原件归“{ground.name(joint.original_for)}”，但它不要这份材料。请重选。",
        )
    elif joint.way == "one_copy" and not joint.original_for and len(keeps) > 1:
        names = "”和“".join(ground.name(one) for one in keeps)
        said = f"“{names}”同时要同一证件“{joint.name}”的原件，但只收一份。请写明原件归谁（其他事项用核验过的复印件），或改为各自提交。"
        yield error("two_originals", RULE, place, said)


def _shared(joint: JointMaterial, asked: Asked, ground: Ground) -> Iterator[Finding]:
    """What nobody brings must reach every member as shared data (S2-16)."""
    for member, one in asked if joint.way == "data_share" else ():
        if not one.exempt_submission:
            said = f"“{joint.name}”写的是数据共享、免提交，但“{ground.name(member)}”的“{one.name}”没有共享来源。请改为只收一份。"
            yield error("not_shared", "S2-16", Place("material", joint.id), said)


def _dead(joint: JointMaterial, asked: Asked, ground: Ground, leaves: Leaves) -> Iterator[Finding]:
    if not asked or any(leaves.get(member) is None for member, _ in asked):
        return
    idle = [
        (member, one) for member, one in asked if not any(one.id in leaf.materials for leaf in leaves[member] or ())
    ]
    place = Place("material", joint.id)
    if len(idle) == len(asked):
        yield error("dead_material", RULE, place, f"材料“{joint.name}”没有一种情形要交。请去掉。")
        return
    for member, one in idle:
        yield advice(
            "idle_material",
            RULE,
            place,
            f"“{ground.name(member)}”的“{one.name}”在这件事里不会用到，可以从“{joint.name}”里去掉。",
        )


def _unmerged(
    listed: Mapping[str, Mapping[str, Material]], given: Mapping[tuple[str, str], JointMaterial], ground: Ground
) -> Iterator[Finding]:
    """Papers of one standard type that are brought more than once are what a life event is there to end (S2-25)."""
    types: dict[str, dict[str, str]] = {}
    for member, materials in listed.items():
        for one in materials.values():
            joint = given.get((member, one.id))
            if one.standard_type and not (joint and joint.way == "each_own"):
                types.setdefault(one.standard_type, {}).setdefault(
                    joint.id if joint else f"{member}.{one.id}", one.name
                )
    for standard_type, places in types.items():
        if len(places) > 1:
            first = next((place for place in places if "." not in place), "")
            where = Place("material", first) if first else Place("matter", field="materials")
            said = (
                f"“{next(iter(places.values()))}”（{standard_type}）同一种材料要交 {len(places)} 次，可以合并为一份。"
            )
            yield advice("unmerged", RULE, where, said)
