"""居民身份证: what the lines on its two sides mean (field names as GB 11643 and 居民身份证法 3 give them)."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from yichuang.files.rules.fields import (
    FAILED,
    LONG_TERM,
    Check,
    FieldReading,
    dates_in,
    id_number_in,
    is_long_term,
    taken,
    verdict,
)
from yichuang.files.rules.layout import Cell, Value, cut, gather

FRONT = {
    "name": "[姓性]名", "sex": "[性姓]别", "ethnicity": "民[族旅]", "birth_date": "出生", "address": "[住佳往]址",
    "id_number": "公?民?身份证?号码?|公民身份号?",
}  # fmt: skip
BACK = {"issuer": "签发机[关美]", "validity": "有效期[限眼]?"}
_TITLES = re.compile("居民身份证|中华人民共和国")
_PERSON_NAME = re.compile(r"^[\u3400-\u9fff\U00020000-\U000323af·]{2,25}$")
_ETHNICITIES = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 "
    "黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 "
    "仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 "
    "珞巴 基诺 穿青人 其他 "
)
ETHNICITIES = frozenset(_ETHNICITIES.split())
PERIODS = (5, 10, 20)  # years, 居民身份证法 5


def read_id_card(cells: Sequence[Cell], check_id: Check) -> tuple[str, dict[str, FieldReading]]:
    """Return which side or sides were found, and their fields; empty when the lines are not an identity card's."""
    front_cells, back_cells = _sides(cut(cells, FRONT | BACK, inside=True))
    front = _front(gather(front_cells, ["address"]), front_cells, check_id)
    back = _back(gather(back_cells, ["issuer"]))
    if not front and not back:
        return "unknown", {}
    return ("id_card" if front and back else "id_card_front" if front else "id_card_back"), front | back


def _sides(pieces: Sequence[Cell]) -> tuple[list[Cell], list[Cell]]:
    """Part the pieces of a copy that has both sides, by the gap between their labels; with one side only, both lists
    are the same."""
    front = [piece for piece in pieces if piece.label in FRONT]
    back = [piece for piece in pieces if piece.label in BACK or _TITLES.search(piece.text)]
    if not front or not back:
        return list(pieces), list(pieces)
    for low, high in (("left", "right"), ("top", "bottom")):
        for first, second, front_first in ((front, back, True), (back, front, False)):
            edge = max((getattr(piece, low) for piece in first), default=0.0)
            start = min(getattr(piece, low) for piece in second)
            if edge < start and _far(first, second, low, high):
                early = [piece for piece in pieces if getattr(piece, low) < start - piece.height]
                late = [piece for piece in pieces if getattr(piece, low) >= start - piece.height]
                return (early, late) if front_first else (late, early)
    return list(pieces), list(pieces)


def _far(first: Sequence[Cell], second: Sequence[Cell], low: str, high: str) -> bool:
    """Tell whether the second group starts after the whole of the first, labels and their text."""
    return max(getattr(piece, high) for piece in first) <= min(getattr(piece, low) for piece in second)


def _front(values: Mapping[str, Value], pieces: Sequence[Cell], check_id: Check) -> dict[str, FieldReading]:
    fields: dict[str, FieldReading] = {}
    number = _number(values, pieces, check_id)
    if number:
        fields["id_number"] = number
    trusted = number.value if number and number.check != FAILED else ""
    name = _name(values, pieces)
    if name:
        fields["name"] = name
    if "sex" in values and (hit := re.search("[男女]", values["sex"].text)):
        odd = trusted[16:17] in tuple("13579")
        fields["sex"] = taken(values["sex"], hit[0], verdict(odd == (hit[0] == "男")) if trusted else None)
    if "ethnicity" in values and (
        ethnicity := re.sub(r"[^\u3400-\u9fff]", "", values["ethnicity"].text).removesuffix("族")
    ):
        fields["ethnicity"] = taken(values["ethnicity"], ethnicity, verdict(ethnicity in ETHNICITIES))
    if "birth_date" in values and (days := dates_in(values["birth_date"].text)):
        agrees = f"{days[0]:%Y%m%d}" == trusted[6:14]
        fields["birth_date"] = taken(values["birth_date"], days[0].isoformat(), verdict(agrees) if trusted else None)
    if "address" in values and len(address := _address(values["address"].text)) >= 4:
        fields["address"] = taken(values["address"], address)
    return fields if len(fields) >= 2 else {}


def _number(values: Mapping[str, Value], pieces: Sequence[Cell], check_id: Check) -> FieldReading | None:
    at_label = [values["id_number"]] if "id_number" in values else []
    failed = None
    for value in (*at_label, *(Value((piece,)) for piece in pieces)):
        found = id_number_in(value.text, check_id)
        if found and found[1] != FAILED:
            return taken(value, *found)
        failed = failed or (taken(value, *found) if found else None)
    return failed


def _name(values: Mapping[str, Value], pieces: Sequence[Cell]) -> FieldReading | None:
    """Return the name at its label; where the label was not read, the lone Chinese words above the row of 性别."""
    if "name" in values and (text := _person(values["name"].text)):
        return taken(values["name"], text)
    sex = next((piece for piece in pieces if piece.label == "sex"), None)
    if sex is None:
        return None
    above = [
        piece
        for piece in pieces
        if not piece.label and sex.top - 5 * sex.height < piece.bottom <= sex.top + 0.3 * sex.height
    ]
    named = [piece for piece in above if _person(piece.text) and not _TITLES.search(piece.text)]
    return taken(Value((named[0],)), _person(named[0].text)) if len(named) == 1 else None


def _person(text: str) -> str:
    name = re.sub(r"[.•‧・•]", "·", text)
    return name if _PERSON_NAME.match(name) else ""


def _address(text: str) -> str:
    return re.sub(r"[^\w\-－—#()（）、]", "", text).strip("-—")


def _back(values: Mapping[str, Value]) -> dict[str, FieldReading]:
    fields: dict[str, FieldReading] = {}
    if "issuer" in values and (issuer := re.sub(r"[^\u3400-\u9fff]", "", values["issuer"].text)):
        fields["issuer"] = taken(values["issuer"], issuer, verdict(issuer.endswith(("局", "分局", "厅"))))
    if "validity" in values:
        fields |= _validity(values["validity"])
    return fields


def _validity(value: Value) -> dict[str, FieldReading]:
    days = dates_in(value.text)
    if not days:
        return {}
    if len(days) == 1:
        if not is_long_term(value.text):
            return {"valid_from": taken(value, days[0].isoformat())}
        return {"valid_from": taken(value, days[0].isoformat(), "ok"), "valid_until": taken(value, LONG_TERM, "ok")}
    check = verdict(_is_period(days[0], days[1]))
    return {
        "valid_from": taken(value, days[0].isoformat(), check),
        "valid_until": taken(value, days[1].isoformat(), check),
    }


def _is_period(start: date, end: date) -> bool:
    """Tell whether the card runs for 5, 10 or 20 years to the day (a day's tolerance for 29 February)."""
    return end.year - start.year in PERIODS and abs((end.replace(year=2000) - start.replace(year=2000)).days) <= 1
