"""The six cuts (S2-16 六个一律取消): each a check that asks for the evidence without which the material must go.

`Material.justifications` holds the evidence given; it silences its check, unless it says nothing. Conditions are compared over the facts
they mention; whether the journey really asks for both is the prover's question.
"""

from collections.abc import Iterator
from itertools import combinations, product
from math import prod

from yichuang.catalog.rules.conditions import evaluate, mentions
from yichuang.catalog.rules.cut_words import (
    COMMITMENTS,
    COMMUNITY,
    COVERS,
    CUTS,
    EMPLOYER,
    FEWEST_SIGNS,
    HANDED_IN,
    LAW,
    NOT_BY_COMMUNITY,
    NOT_BY_EMPLOYER,
    PROOF,
    SHORTEST,
    TRIVIAL,
)
from yichuang.catalog.rules.dictionary import Dictionary, DictionaryType
from yichuang.catalog.rules.findings import Finding, Place, Repair, Severity
from yichuang.catalog.rules.samples import CutName
from yichuang.catalog.rules.search_text import normalise
from yichuang.catalog.rules.spec import Material, MatterSpec

RULE = "S2-16"
COMMUNITY_RULE = "S2-16；民发〔2020〕20 号"
SHARING_RULE = "S2-16；国务院令第 716 号第七条"
MARK_SHARED, REMOVE_MATERIAL, REPLACE_BY_COMMITMENT = "mark_shared", "remove_material", "replace_by_commitment"
MOST_COMBINATIONS = 20_000


def cut_findings(spec: MatterSpec, dictionary: Dictionary) -> tuple[Finding, ...]:
    """Return the materials that one of the six cuts asks to go and for which no evidence was given."""
    return tuple(_all(spec, dictionary))


def is_evidence(cut: CutName, text: str) -> bool:
    """Tell whether a text is evidence: not empty, not a phrase that fits everything, and for a missing basis a law by name or article."""
    if LAW.search(text):
        return True
    plain = normalise(text)
    said = len(plain) >= SHORTEST and len(set(plain)) >= FEWEST_SIGNS and not TRIVIAL.search(text)
    return said and cut != "no_basis"


def type_of(material: Material, dictionary: Dictionary) -> DictionaryType | None:
    """Return the dictionary's type of a material: by its name, else by the key it was given."""
    known = dictionary.recognise(material.name)
    return known.type if known else dictionary.type_of(material.standard_type)


def _all(spec: MatterSpec, dictionary: Dictionary) -> Iterator[Finding]:
    for material in spec.materials:
        found = type_of(material, dictionary)
        yield from _no_basis(spec, material)
        yield from _held_licence(material, found)
        yield from _commitment(material, found)
        yield from _online_check(material, found)
        yield from _issuer(material, found)
    yield from _covered(spec, dictionary)


def _cut(
    material: Material, cut: CutName, severity: Severity, why: str, *, rule: str = RULE, repair: Repair | None = None, other: str = ""
) -> Iterator[Finding]:  # fmt: skip
    given = [item.evidence for item in material.justifications if item.cut == cut]
    if any(is_evidence(cut, text) for text in given):
        return
    name, wanted = CUTS[cut]
    weak = f"已填的理由“{given[0].strip()}”不足以说明。" if given and given[0].strip() else ""
    said = f"材料“{material.name}”{why}，属于“{name}”，不应再要求申请人提交。{weak}确需保留的，{wanted}"
    related = (Place("material", other),) if other else ()
    yield Finding(f"cut.{cut}", rule, severity, Place("material", material.id), said, related=related, repair=repair)


def _no_basis(spec: MatterSpec, material: Material) -> Iterator[Finding]:
    if material.legal_basis.strip() or material.shared.exempt:
        return
    if spec.legal_basis:
        yield from _cut(material, "no_basis", "advice", "没有写明自己的依据（事项的设定依据不一定要求这份材料）")
    else:
        yield from _cut(material, "no_basis", "error", "没有写明依据，事项也没有写明设定依据")


def _held_licence(material: Material, found: DictionaryType | None) -> Iterator[Finding]:
    if found is None or found.kind != "licence" or found.issuer_kind != "government" or not found.obtainable:
        return
    if HANDED_IN.search(material.name.replace("(", "（").replace(")", "）")):
        return
    if material.shared.mode == "none":
        why = f"是{found.issuer}核发的“{found.standard_name}”，{_where(found)}，却没有标为共享"
        yield from _cut(material, "held_licence", "error", why, rule=SHARING_RULE, repair=_share(material, found))
    elif not material.shared.exempt:
        why = "标了共享，却仍要申请人提交"
        yield from _cut(material, "held_licence", "advice", why, rule=SHARING_RULE, repair=_share(material, found))


def _where(found: DictionaryType) -> str:
    return f"可从“{found.sharing_api}”取得" if found.sharing_api else "已有电子证照"


def _share(material: Material, found: DictionaryType) -> Repair:
    mode = "e_licence" if found.e_licence else "data_share"
    arguments = {"material": material.id, "mode": mode, "provider": found.sharing_api or found.issuer}
    return Repair(MARK_SHARED, "标为共享、免提交", arguments)


def _remove(material: Material) -> Repair:
    return Repair(REMOVE_MATERIAL, "取消这份材料", {"material": material.id})


def _commitment(material: Material, found: DictionaryType | None) -> Iterator[Finding]:
    if (
        (found and found.kind == "statement")
        or material.shared.mode != "none"
        or material.name.endswith(("承诺书", "声明", "承诺"))
    ):
        return
    about = next((fact for fact, pattern in COMMITMENTS if pattern.search(material.name)), "")
    if about:
        repair = Repair(
            REPLACE_BY_COMMITMENT, "改为书面承诺", {"material": material.id, "name": f"关于{about}的承诺书"}
        )
        yield from _cut(
            material, "commitment", "advice", f"证明的是{about}，可以由申请人书面承诺、事后核查", repair=repair
        )


def _online_check(material: Material, found: DictionaryType | None) -> Iterator[Finding]:
    if found is None or material.shared.mode != "none":
        return
    if found.sharing_api and not (found.kind == "licence" and found.issuer_kind == "government"):
        why = f"可以从“{found.sharing_api}”取得或核验"
        yield from _cut(material, "online_check", "error", why, rule=SHARING_RULE, repair=_share(material, found))
    elif found.online_check:
        yield from _cut(
            material, "online_check", "advice", f"可以在 {found.online_check} 核验", repair=_remove(material)
        )


def _issuer(material: Material, found: DictionaryType | None) -> Iterator[Finding]:
    name = material.name.replace("(", "（").replace(")", "）")
    if material.shared.mode != "none" or not PROOF.search(name):
        return
    said = f"{name}；{material.source_channel}；{material.source_note}；{found.issuer if found else ''}"
    if COMMUNITY.search(said):
        listed = next((fact for fact, pattern in NOT_BY_COMMUNITY if pattern.search(name)), "")
        if listed:
            why = f"由村（社区）开具，“{listed}”列在不应由基层群众性自治组织出具证明的清单里"
            yield from _cut(
                material, "issuer_cannot_check", "error", why, rule=COMMUNITY_RULE, repair=_remove(material)
            )
        else:
            yield from _cut(
                material,
                "issuer_cannot_check",
                "advice",
                "由村（社区）开具，请核对它能否调查核实",
                repair=_remove(material),
            )
    elif EMPLOYER.search(said) and (fact := NOT_BY_EMPLOYER.search(name)):
        why = f"由单位开具，单位无法核实“{fact.group()}”"
        yield from _cut(material, "issuer_cannot_check", "error", why, repair=_remove(material))


def _covered(spec: MatterSpec, dictionary: Dictionary) -> Iterator[Finding]:
    known = [(material, found) for material in spec.materials if (found := type_of(material, dictionary)) is not None]
    for (one, first), (two, second) in combinations(known, 2):
        pair = _pair(one, first, two, second, dictionary)
        if pair is None:
            continue
        goes, stays, same = pair
        together = _together(spec, one, two)
        if together is None:
            said = f"材料“{goes.name}”和“{stays.name}”会不会在同一情形下都要提交，条件太多，没有算完。"
            yield Finding(
                "cut.covered",
                RULE,
                "undecided",
                Place("material", goes.id),
                said,
                related=(Place("material", stays.id),),
            )
        elif together and same:
            yield from _cut(
                goes,
                "covered",
                "error",
                f"与“{stays.name}”是同一种材料，同一情形下要了两次",
                repair=_remove(goes),
                other=stays.id,
            )
        elif together:
            yield from _cut(
                goes, "covered", "advice", f"的内容“{stays.name}”上都有", repair=_remove(goes), other=stays.id
            )


def _pair(
    one: Material, first: DictionaryType, two: Material, second: DictionaryType, dictionary: Dictionary
) -> tuple[Material, Material, bool] | None:
    if first.key == second.key:
        return (two, one, True) if _whose(one, dictionary) == _whose(two, dictionary) else None
    if second.key in COVERS.get(first.key, ()):
        return two, one, False
    return (one, two, False) if first.key in COVERS.get(second.key, ()) else None


def _whose(material: Material, dictionary: Dictionary) -> tuple[str, str]:
    known = dictionary.recognise(material.name)
    return (known.name if known else material.name, material.scope)


def _together(spec: MatterSpec, one: Material, two: Material) -> bool | None:
    """Tell whether two materials can be needed at once; None when their conditions have too many combinations to try."""
    names = sorted({part.fact for material in (one, two) for part in mentions(material.needed_if)})
    domains = [spec.fact(name).ids for name in names]
    if prod(len(domain) for domain in domains) > MOST_COMBINATIONS:
        return None
    return any(
        evaluate(one.needed_if, facts) and evaluate(two.needed_if, facts)
        for values in product(*domains)
        for facts in (dict(zip(names, values, strict=True)),)
    )
