"""Read an organisation workbook that somebody uploads or names: its rows, and what of it cannot be read."""

from collections.abc import Iterable, Mapping

from yichuang.foundations.excel import write_excel
from yichuang.foundations.office import Unreadable, open_office
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.grids import NOTE, Trouble
from yichuang.organizations.rules.workbook import Row, read, written

KEPT = "没有导入，组织机构没有改动。"
WIDTHS = {
    "名称": 30,
    "说明": 40,
    "地址": 30,
    "办公时间": 20,
    "统一社会信用代码": 22,
    "列": 18,
    "部门编号": 16,
    "服务点编号": 16,
}


def open_workbook(name: str, data: bytes) -> tuple[list[Row], list[Trouble]]:
    """Return the rows of an uploaded workbook, and what could not be read of it.

    :raises Refused: 422 for a file that cannot be opened or has no row of ours.
    """
    try:
        grids = open_office(name, data)
    except Unreadable as unreadable:
        raise unreadable.refused(kept=KEPT, rule="S0-25") from unreadable
    rows, troubles = read(grids)
    if not rows and not any(trouble.weight != NOTE for trouble in troubles):
        said = "文件里没有一行可以使用的内容。"
        reason = Reason("nothing", said, field="file", rule="S0-25", kept=KEPT, todo="请下载空表，照“填写说明”填写。")
        raise Refused(reason, status=422, title="没有读取")
    return rows, troubles


def workbook_of(places: Iterable[tuple[str, Mapping[str, str]]], guide: bool = False) -> bytes:
    """Return places as a workbook; `guide` puts a sheet in front that explains every column."""
    widths = {grid.name: WIDTHS for grid in written([])} | {"填写说明": {**WIDTHS, "说明": 70}}
    return write_excel(written(places, guide), widths)
