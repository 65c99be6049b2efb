"""What can be taken out of a draft or a published matter as a file: the full workbook, the nine columns, the guide."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from yichuang.catalog.guide_paper import WORD, guide_paper
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.excel import write_excel
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.studio.rules.sheets import layout
from yichuang.studio.rules.sheets.nine import COLUMNS, nine_sheet
from yichuang.studio.rules.sheets.writing import sheets

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KIND_NAMES = {"full": "全表（Excel）", "nine": "九列材料表（Excel）", "guide": "办事指南（Word）"}
WIDTHS = {
    layout.BASIC: {"项目": 22, "内容": 60, "填写说明": 44},
    **{name: {column.title: column.width for column in columns} for name, columns in layout.SHEETS.items()},
}
NINE_WIDTHS = {"材料表": {column.title: column.width for column in COLUMNS}}


@dataclass(frozen=True)
class Paper:
    """A file to be handed out: its name, its media type, its bytes."""

    name: str
    media_type: str
    data: bytes


def export(kind: str, document: Mapping[str, Any], *, department: str, version: int) -> Paper:
    """Return a document as a file; the same document gives the same bytes.

    :raises NotFound: for a kind that there is not. :raises Refused: 422 for the guide of an unfinished document.
    """
    name = str(document.get("name") or "未命名")
    if kind == "full":
        return Paper(f"{name}（全表）.xlsx", EXCEL, write_excel(sheets(document), WIDTHS))
    if kind == "nine":
        return Paper(f"{name}（材料表）.xlsx", EXCEL, write_excel([nine_sheet(document)], NINE_WIDTHS, head=2))
    if kind == "guide":
        return Paper(f"{name}（办事指南）.docx", WORD, guide_paper(_spec(document), department, version))
    raise NotFound("这种导出", "可导出：全表、九列材料表、办事指南。")


def _spec(document: Mapping[str, Any]) -> MatterSpec:
    try:
        return MatterSpec.model_validate(document)
    except ValidationError as error:
        said = "文稿还没有填写完整，不能生成办事指南。"
        reason = Reason("unfinished", said, kept="草稿没有改动。", todo="请先按校验结果补齐；全表和材料表可以先导出。")
        raise Refused(reason, status=422, title="没有导出") from error
