"""Naming rules (S2-15): no vague words and catch-alls, standard names of the dictionary, one material a name.

The original is always kept: a finding offers the better spelling, a person takes it. The words are in `naming_words`, the reading of
“A 或 B” in `alternatives`, the repairs in `word_repairs`.
"""

import re
from collections.abc import Iterator

from yichuang.catalog.rules.alternatives import TITLE, alternatives
from yichuang.catalog.rules.dictionary import Dictionary, Recognised
from yichuang.catalog.rules.findings import Finding, Place, Repair
from yichuang.catalog.rules.naming_words import (
    CONDITIONS,
    FORM_AT_THE_END,
    FORM_IN_BRACKETS,
    GENERIC,
    STRAY,
    VAGUE,
    VAGUE_POINTS,
    Vague,
)
from yichuang.catalog.rules.spec import Material, MatterSpec, Situation

RULE = "S2-15"
FINEST = "S2-11"
USE_STANDARD_NAME, SPLIT_ALTERNATIVES = "use_standard_name", "split_alternatives"
_COUNTS = {"original_count": re.compile(r"原件|收原件"), "copy_count": re.compile(r"复印件|收复印件")}
_NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_HOW_MANY = re.compile(r"([一二两三四五六七八九]|\d{1,2})份")


def name_findings(spec: MatterSpec, dictionary: Dictionary) -> tuple[Finding, ...]:
    """Return what S2-15 would write differently in the names of materials, questions, options, situations and review points."""
    return tuple(_all(spec, dictionary))


def _all(spec: MatterSpec, dictionary: Dictionary) -> Iterator[Finding]:
    for question in spec.questions:
        yield from _texts(Place("question", question.id), "题目", question.text)
        for option in question.options:
            yield from _texts(Place("option", option.id, parent=question.id), "选项", option.text)
    for root in spec.situations:
        for node in _nodes(root):
            yield from _texts(Place("situation", node.id), "情形", node.name)
    for material in spec.materials:
        yield from material_findings(material, dictionary)
        for point in material.review_points:
            place = Place("point", point.id, parent=material.id)
            yield from _texts(place, "审查要点", point.text, VAGUE_POINTS)


def _nodes(node: Situation) -> Iterator[Situation]:
    yield node
    for child in node.children:
        yield from _nodes(child)


def _texts(place: Place, what: str, text: str, more: tuple[Vague, ...] = ()) -> Iterator[Finding]:
    plain = TITLE.sub("", text)
    for vague in (*(row for row in VAGUE if row.everywhere), *more):
        if words := vague.found(plain):
            said = f"{what}“{text}”中的“{words}”{vague.said}。{vague.todo}"
            yield Finding(f"name.{vague.code}", RULE, "error", place, said)
            return


def material_findings(material: Material, dictionary: Dictionary) -> Iterator[Finding]:
    """Yield what S2-15 would write differently in one material's name; a name that the dictionary has as its standard is right."""
    name, place = material.name, Place("material", material.id, field="name")
    known = dictionary.recognise(name)
    if known is not None and known.standard and dictionary.named(name) is not None:
        return
    plain = TITLE.sub("", name)
    vague = next(((row, words) for row in VAGUE if (words := row.found(plain))), None)
    if vague is not None:
        said = f"材料“{name}”中的“{vague[1]}”{vague[0].said}。{vague[0].todo}"
        yield Finding(f"name.{vague[0].code}", RULE, "error", place, said)
    papers = alternatives(name)
    if papers:
        yield _either(material, place, papers, dictionary)
    elif known is not None and not known.standard:
        yield _alias(material, place, known)
    elif known is None and vague is None and GENERIC.search(_bare(name)):
        said = f"材料“{name}”没有说明是哪一种证件、证明或文书。请写标准名称，例如“居民身份证”“不动产权证书”。"
        yield Finding("name.generic", RULE, "advice", place, said)
    if any(pattern.search(_wide(plain)) for pattern in CONDITIONS):
        said = f"材料“{name}”的名称里写了条件。请写成情形题，并写进这份材料的“何时需要”。"
        yield Finding("name.condition", FINEST, "advice", place, said)
    if not papers and (form := _form(material, place)) is not None:
        yield form


def _either(material: Material, place: Place, papers: tuple[str, ...], dictionary: Dictionary) -> Finding:
    listed = "、".join(f"“{paper}”" for paper in papers)
    said = f"材料“{material.name}”把 {len(papers)} 种材料写成了一份：{listed}。请写成单选题“提供哪一种材料”，由答案决定提交哪一份。"
    rows = []
    for paper in papers:
        found = dictionary.recognise(paper)
        keeps = found is None or found.type.obtainable
        rows.append({"name": paper, "standard_type": found.type.key if found else "", "keeps_shared": keeps})
    repair = Repair(SPLIT_ALTERNATIVES, "改成情形题", {"material": material.id, "alternatives": rows})
    return Finding("name.alternatives", RULE, "error", place, said, repair=repair)


def _alias(material: Material, place: Place, known: Recognised) -> Finding:
    said = f"材料“{material.name}”的标准名称为“{known.name}”（材料词典）；原来的写法保留，可以一键改用标准名称。"
    repair = _rename(material, known.name, "改用标准名称", known.type.key)
    return Finding("name.not_standard", RULE, "advice", place, said, repair=repair)


def _rename(material: Material, name: str, label: str, standard_type: str = "") -> Repair:
    arguments: dict[str, object] = {"material": material.id, "name": name, "standard_type": standard_type}
    arguments |= {field: count for field, count in _counts(material.name).items() if not getattr(material, field)}
    return Repair(USE_STANDARD_NAME, label, arguments)


def _form(material: Material, place: Place) -> Finding | None:
    name = _wide(material.name)
    better = STRAY.sub("", FORM_AT_THE_END.sub("", FORM_IN_BRACKETS.sub("", name))).strip()
    if better == name or len(better) < 2:
        return None
    taken = FORM_IN_BRACKETS.search(name) or FORM_AT_THE_END.search(name)
    said = (
        f"材料“{material.name}”的名称里写了“{taken.group()}”。原件、复印件、份数和格式请填在各自的栏目里，名称只写“{better}”。"
        if taken
        else f"材料“{material.name}”的名称前后有多余的标点，应写“{better}”。"
    )
    return Finding("name.form", RULE, "advice", place, said, repair=_rename(material, better, f"名称改为“{better}”"))


def _counts(name: str) -> dict[str, int]:
    """Return how many originals and copies a name asks for, so that a shorter name loses nothing."""
    wide = _wide(name)
    found = FORM_IN_BRACKETS.search(wide) or FORM_AT_THE_END.search(wide)
    if not found:
        return {}
    many = _HOW_MANY.search(found.group())
    count = (_NUMBERS.get(many.group(1)) or int(many.group(1))) if many else 1
    return {field: count for field, pattern in _COUNTS.items() if pattern.search(found.group())}


def _bare(name: str) -> str:
    return re.sub(r"（[^（）]*）|[。；]$", "", _wide(name))


def _wide(name: str) -> str:
    return name.replace("(", "（").replace(")", "）")
