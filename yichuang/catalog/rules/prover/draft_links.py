"""The links inside a draft: ids that are there twice, options of deleted facts, conditions on what is deleted or asked only later."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from yichuang.catalog.rules.findings import Finding, Kind, Place
from yichuang.catalog.rules.own_form import rows_of
from yichuang.catalog.rules.prover.salvage import field_name, structure
from yichuang.catalog.rules.spec import NO, YES

NEVER: dict[str, Any] = {"any": []}
WITH_IDS: tuple[tuple[str, Kind, str], ...] = (
    ("facts", "fact", "情形要素"), ("questions", "question", "题目"),
    ("materials", "material", "材料"), ("outcomes", "outcome", "办理结果"),
)  # fmt: skip
OF_MATERIALS: tuple[tuple[str, Kind, str], ...] = (
    ("review_points", "point", "审查要点"),
    ("samples", "sample", "样图"),
)
Row = dict[str, Any]


class Links:
    """Mends the links of a draft in place; every part of it has been read by itself before."""

    def __init__(self, usable: Row) -> None:
        self.usable = usable
        self.findings: list[Finding] = []
        self.facts: dict[str, list[str]] = {}
        self.owned: dict[str, str] = {}

    def mended(self) -> list[Finding]:
        """Leave out what cannot be linked; return what that was."""
        for part, kind, name in WITH_IDS:
            if part in self.usable:
                self.usable[part] = list(self._once(self.usable[part], kind, name))
        for material in self.usable.get("materials", ()):
            for part, kind, name in OF_MATERIALS:
                if part in material:
                    material[part] = list(self._once(material[part], kind, name, material["id"]))
        self.facts = {fact["id"]: [value["id"] for value in fact["values"]] for fact in self.usable.get("facts", ())}
        if "questions" in self.usable:
            self.usable["questions"] = [question for question in self.usable["questions"] if self._question(question)]
        self._order()
        if "situations" in self.usable:
            seen: set[str] = set()
            self.usable["situations"] = list(self._situations(self.usable["situations"], seen))
        self._conditions()
        return self.findings

    def _say(self, place: Place, message: str) -> None:
        self.findings.append(structure(place, message))

    def _once(self, rows: list[Row], kind: Kind, name: str, parent: str = "") -> Iterator[Row]:
        """Yield rows with an id of their own."""
        seen: set[str] = set()
        for number, row in enumerate(rows, start=1):
            if not row["id"]:
                self._say(Place(kind, f"#{number}", parent, "id"), f"第 {number} 个{name}没有编号，检查时没有算进去。")
            elif row["id"] in seen:
                self._say(
                    Place(kind, row["id"], parent, "id"),
                    f"{name}编号“{row['id']}”出现了两次，后一个没有算进去。请改用别的编号。",
                )
            else:
                seen.add(row["id"])
                yield row

    def _situations(self, rows: list[Row], seen: set[str]) -> Iterator[Row]:
        for row in rows:
            if not row["id"] or row["id"] in seen:
                self._say(
                    Place("situation", row["id"], field="id"),
                    f"情形编号“{row['id']}”重复或为空，后一个没有算进去。请改用别的编号。",
                )
                continue
            seen.add(row["id"])
            if row.get("children"):
                row["children"] = list(self._situations(row["children"], seen))
            yield row

    def _question(self, question: Row) -> bool:
        """Tell whether a question has an option left that can be read."""
        here, text = Place("question", question["id"]), question["text"]
        single = question.get("kind", "single") == "single"
        if single and question.get("fact", "") not in self.facts:
            self._say(
                Place("question", question["id"], field="fact"),
                f"题目“{text}”所问的情形要素不存在（可能已删除）。请重新选择。",
            )
            return False
        options = list(self._once(question["options"], "option", "选项", question["id"]))
        fits: Callable[[Row, Row], bool] = self._claims if single else self._ticks
        question["options"] = [option for option in options if fits(question, option)]
        if not question["options"]:
            self._say(here, f"题目“{text}”没有可用的选项，检查时没有算进去。请增加选项。")
            return False
        for fact in _owned(question):
            self.owned.setdefault(fact, question["id"])
        return True

    def _claims(self, question: Row, option: Row) -> bool:
        place = Place("option", option["id"], question["id"], "values")
        known = [value for value in option.get("values", ()) if value in self.facts[question["fact"]]]
        if len(known) < len(option.get("values", ())):
            gone = "、".join(value for value in option["values"] if value not in known)
            self._say(place, f"选项“{option['text']}”用到了不存在的取值：{gone}。请重新选择。")
        elif not known:
            self._say(place, f"选项“{option['text']}”没有对应任何取值，检查时没有算进去。请选择取值。")
        if known:
            option["values"] = known
        return bool(known)

    def _ticks(self, question: Row, option: Row) -> bool:
        place = Place("option", option["id"], question["id"], "fact")
        if option.get("fact", "") not in self.facts:
            self._say(place, f"选项“{option['text']}”对应的情形要素不存在（可能已删除）。请重新选择。")
            return False
        if self.facts[option["fact"]] != [YES, NO]:
            self._say(place, f"多选题的选项“{option['text']}”应当对应是/否要素。请重新选择。")
            return False
        return True

    def _order(self) -> None:
        """Let each question depend only on what is settled before it (no cycles)."""
        settled = {fact["id"] for fact in self.usable.get("facts", ()) if fact.get("source", "asked") != "asked"}
        for question in self.usable.get("questions", ()):
            here = Place("question", question["id"], field="ask_if")
            self._limit(question, "ask_if", here, settled, question["text"])
            for option in question["options"]:
                place = Place("option", option["id"], question["id"], "only_if")
                self._limit(option, "only_if", place, settled, option["text"])
            settled |= set(_owned(question))

    def _text(self, rows: str, key: str) -> str:
        """Return what a fact or a question says; its id while it says nothing."""
        return next((row.get("text") or key for row in self.usable.get(rows, ()) if row["id"] == key), key)

    def _limit(self, row: Row, field: str, place: Place, settled: set[str], text: str) -> None:
        """Put “never” for each part of a condition that reads what is not settled yet."""

        def atom(part: Row) -> Row:
            if part["fact"] in self.facts and part["fact"] not in settled:
                asked = self.owned.get(part["fact"])
                fact = self._text("facts", part["fact"])
                later = (
                    f"“{fact}”由后面的题目“{self._text('questions', asked)}”询问，条件互相等待"
                    if asked
                    else f"“{fact}”没有题目询问"
                )
                self._say(
                    place,
                    f"“{text}”的{field_name(field)}用到了还没有问过的情形要素：{later}。请调整题目顺序或改写条件。",
                )
                return NEVER
            return part

        if row.get(field) is not None:
            row[field] = _mapped(row[field], atom)

    def _conditions(self) -> None:
        """Put “never” for what is deleted, and take the values of one option together, in every condition."""
        claims = [(question.get("fact"), set(option["values"])) for question in self.usable.get("questions", ())
                  if question.get("kind", "single") == "single" for option in question["options"] if len(option["values"]) > 1]  # fmt: skip
        for row, field, place in self._places():
            if row.get(field) is not None:
                row[field] = _mapped(row[field], partial(self._atom, place, claims))

    def _atom(self, place: Place, claims: list[tuple[Any, set[str]]], part: Row) -> Row:
        values = self.facts.get(part["fact"])
        if values is None:
            self._say(
                place, f"{field_name(place.field)}用到了不存在的情形要素“{part['fact']}”（可能已删除）。请改写条件。"
            )
            return NEVER
        known = [value for value in part["in"] if value in values]
        if len(known) < len(part["in"]):
            gone = "、".join(value for value in part["in"] if value not in values)
            self._say(place, f"{field_name(place.field)}用到了“{part['fact']}”不存在的取值：{gone}。请改写条件。")
        wanted, told = set(known), False
        while more := [
            claimed for fact, claimed in claims if fact == part["fact"] and wanted & claimed and not claimed <= wanted
        ]:
            wanted, told = wanted.union(*more), True
        if told:
            self._say(
                place,
                f"{field_name(place.field)}要区分“{part['fact']}”同一选项内的取值，做不到。请拆分选项或改写条件。",
            )
        ordered = [value for value in values if value in wanted] if told else known
        return {"fact": part["fact"], "in": ordered} if ordered else NEVER

    def _places(self) -> Iterator[tuple[Row, str, Place]]:
        for question in self.usable.get("questions", ()):
            yield question, "ask_if", Place("question", question["id"], field="ask_if")
            for option in question["options"]:
                yield option, "only_if", Place("option", option["id"], question["id"], "only_if")
        yield from _leaf_places(self.usable.get("situations", ()))
        for material in self.usable.get("materials", ()):
            yield material, "needed_if", Place("material", material["id"], field="needed_if")
        for outcome in self.usable.get("outcomes", ()):
            yield outcome, "condition", Place("outcome", outcome["id"], field="condition")
        for name, schema in rows_of(self.usable.get("form")):
            yield schema, "x-when", Place("matter", field=f"form.{name}")


def _owned(question: Row) -> list[str]:
    """Return the facts that a question owns."""
    if question.get("kind", "single") == "single":
        return [question["fact"]]
    return [option["fact"] for option in question["options"]]


def _leaf_places(rows: list[Row]) -> Iterator[tuple[Row, str, Place]]:
    for row in rows:
        yield row, "condition", Place("situation", row["id"], field="condition")
        yield from _leaf_places(row.get("children", ()))


def _mapped(condition: Row, change: Callable[[Row], Row]) -> Row:
    """Return a condition with every “fact in values” changed."""
    if "fact" in condition:
        return change(condition)
    if "not" in condition:
        return {"not": _mapped(condition["not"], change)}
    kind = "all" if "all" in condition else "any"
    return {kind: [_mapped(part, change) for part in condition[kind]]}
