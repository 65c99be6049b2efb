"""From lines to fields: which certificate is on the picture, which way up, and what it says.

The checks of numbers are passed in, bound to the day of reading, so that this stays a pure rule.
"""

from collections.abc import Sequence

from yichuang.files.rules.business_licences import read_licence
from yichuang.files.rules.fields import FAILED, Check, FieldReading, Reading
from yichuang.files.rules.id_cards import read_id_card
from yichuang.files.rules.layout import Cell, orientations
from yichuang.files.rules.lines import Line

KINDS = {
    "id_card_front": "居民身份证（人像面）",
    "id_card_back": "居民身份证（国徽面）",
    "id_card": "居民身份证（两面）",
    "business_licence": "营业执照",
    "unknown": "未能识别的材料",
}
FIELDS = {
    "name": "姓名（名称）", "sex": "性别", "ethnicity": "民族", "birth_date": "出生日期", "address": "住址（住所）",
    "id_number": "公民身份号码",
    "issuer": "签发机关", "valid_from": "有效期起", "valid_until": "有效期止", "uscc": "统一社会信用代码",
    "type": "类型",
    "legal_person": "法定代表人（经营者、负责人）", "capital": "注册资本", "established": "成立日期",
    "scope": "经营范围",
}  # fmt: skip


def read_document(lines: Sequence[Line], check_id: Check, check_uscc: Check) -> Reading:
    """Return what the lines say; `check_id` and `check_uscc` tell whether a number's check digits hold.

    The picture may lie on its side or upside down: every quarter turn is tried and the one that yields most is taken.
    """
    return read_turned(lines, check_id, check_uscc)[1]


def read_turned(lines: Sequence[Line], check_id: Check, check_uscc: Check) -> tuple[int, Reading]:
    """Return by how many quarters (clockwise) the picture must be turned to stand upright, and what the lines say then."""
    readings = [(quarter, _read(cells, check_id, check_uscc)) for quarter, cells in orientations(lines)]
    return max(readings, key=lambda found: worth(found[1]), default=(0, Reading("unknown")))


def _read(cells: Sequence[Cell], check_id: Check, check_uscc: Check) -> Reading:
    licence = read_licence(cells, check_uscc)
    kind, card = read_id_card(cells, check_id)
    if _weight(licence) > _weight(card):
        return Reading("business_licence", licence)
    return Reading(kind, card)


def worth(reading: Reading) -> int:
    """Return how much a reading has: its fields, those that hold a check counting more."""
    return _weight(reading.fields)


def _weight(fields: dict[str, FieldReading]) -> int:
    """Weigh a reading: a held check counts double, a failed one hardly."""
    return sum(1 if found.check == FAILED else 4 if found.check else 3 for found in fields.values())
