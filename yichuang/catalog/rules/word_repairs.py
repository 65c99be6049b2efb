"""What one click does to the JSON document of a draft for a finding of the naming rules and the cuts (S2-15, S2-16).

Pure: a document in, a new document out; what the finding saw may be gone by then, and that is said.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from yichuang.catalog.rules.findings import Repair
from yichuang.foundations.problems import Reason, Refused

Document = dict[str, Any]
QUESTION = "提供哪一种材料"


def apply_word_repair(document: Document, repair: Repair) -> Document:
    """Return the document with the repair made; the one given stays as it is.

    :raises Refused: 409 when the material is not there any more; KeyError for a repair of another kind.
    """
    act = _ACTS[repair.code]
    copy = deepcopy(document)
    place = _place(copy, str(repair.arguments["material"]))
    act(copy, place, repair.arguments)
    return copy


def _place(document: Document, material: str) -> int:
    for index, row in enumerate(document.get("materials") or ()):
        if row["id"] == material:
            return index
    said = f"材料 {material} 已经不在这份草稿里了。"
    reason = Reason(
        "repair_gone", said, field=f"materials.{material}", kept="草稿没有改动。", todo="请刷新页面，按最新的提示处理。"
    )
    raise Refused(reason, title="没有修改")


def _use_standard_name(document: Document, place: int, given: dict[str, Any]) -> None:
    row = document["materials"][place]
    row["name"] = given["name"]
    if given.get("standard_type"):
        row["standard_type"] = given["standard_type"]
    for count in ("original_count", "copy_count"):
        if given.get(count) and not row.get(count):
            row[count] = given[count]


def _split_alternatives(document: Document, place: int, given: dict[str, Any]) -> None:
    row, papers = document["materials"][place], given["alternatives"]
    facts, questions = document.setdefault("facts", []), document.setdefault("questions", [])
    name = _fresh(f"which_{row['id']}", [item["id"] for item in (*facts, *questions)])
    values = [{"id": f"v{number}", "text": paper["name"]} for number, paper in enumerate(papers, start=1)]
    asked = {question["text"] for question in questions}
    text = QUESTION if QUESTION not in asked else f"{QUESTION}：{'、'.join(paper['name'] for paper in papers)}"
    facts.append({"id": name, "text": text, "values": values})
    # Last of all: every fact that the condition mentions has been asked by then, and nobody is asked for papers on the way to an outcome.
    questions.append(
        {
            "id": name,
            "text": text,
            "help": f"原来写作“{row['name']}”，只需要其中一种。",
            "fact": name,
            "options": [{"id": value["id"], "text": value["text"], "values": [value["id"]]} for value in values],
            "ask_if": row.get("needed_if"),
        }
    )
    taken = [item["id"] for item in document["materials"]]
    single = []
    for value, paper in zip(values, papers, strict=True):
        single.append(
            _one_of(row, paper, _fresh(f"{row['id']}_{value['id']}", taken), {"fact": name, "in": [value["id"]]})
        )
    document["materials"][place : place + 1] = single


def _one_of(row: Document, paper: dict[str, Any], material: str, chosen: Document) -> Document:
    copy = deepcopy(row)
    copy |= {"id": material, "name": paper["name"], "standard_type": paper.get("standard_type", "")}
    copy["needed_if"] = _both(row.get("needed_if"), chosen)
    if not paper.get("keeps_shared", True):
        copy.pop("shared", None)
    return copy


def _both(before: Document | None, chosen: Document) -> Document:
    if before is None:
        return chosen
    return {"all": [*before["all"], chosen] if "all" in before else [before, chosen]}


def _fresh(wanted: str, taken: list[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    return name


def _mark_shared(document: Document, place: int, given: dict[str, Any]) -> None:
    shared = {"mode": given["mode"], "provider": given["provider"], "exempt": True}
    document["materials"][place]["shared"] = shared


def _remove_material(document: Document, place: int, given: dict[str, Any]) -> None:
    del document["materials"][place]


def _replace_by_commitment(document: Document, place: int, given: dict[str, Any]) -> None:
    document["materials"][place] |= {
        "name": given["name"],
        "standard_type": "commitment",
        "source_channel": "申请人",
        "source_type": "applicant",
        "original_count": 1,
        "copy_count": 0,
        "verify_original": False,
        "shared": {"mode": "none", "provider": "", "exempt": False},
        "blank_form": True,
    }


_ACTS: dict[str, Callable[[Document, int, dict[str, Any]], None]] = {
    "use_standard_name": _use_standard_name,
    "split_alternatives": _split_alternatives,
    "mark_shared": _mark_shared,
    "remove_material": _remove_material,
    "replace_by_commitment": _replace_by_commitment,
}
WORD_REPAIRS = frozenset(_ACTS)
