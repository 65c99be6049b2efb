"""Made-up organisation workbooks."""

from io import BytesIO

from openpyxl import Workbook

from yichuang.organizations.rules.places import COLUMNS, KINDS

DIVISIONS = (
    ("420000", "湖北省", "省", "", "", ""),
    ("420100", "武汉市", "市", "420000", "", ""),
    # A town before its district: the order of the rows must not matter.
    ("420102001", "大智街道", "街道", "420102", "", ""),
    ("420102", "江岸区", "区县", "420100", "", ""),
)
DEPARTMENTS = (("ja-market", "江岸区市场监督管理局", "420102", "16", "岸市监", "", "政府工作部门", "", "", "", ""),)
SITES = (("ja-centre", "江岸区政务服务中心", "区办事服务中心", "420102", "岸中", "", "", ""),)
BOARDS = (("ja-centre", "A", "综合受理"),)
WINDOWS = (("ja-centre", "01", "综合窗口", "综合受理", "A"), ("ja-centre", "90", "出件窗口", "综合出件", ""))
WHOLE = {"division": DIVISIONS, "department": DEPARTMENTS, "site": SITES, "board": BOARDS, "window": WINDOWS}


def workbook(**sheets: tuple[tuple[str, ...], ...]) -> bytes:
    """Return a workbook with the sheets given, headings as the columns' names."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for kind, rows in sheets.items():
        sheet = book.create_sheet(KINDS[kind])
        sheet.append([column.name for column in COLUMNS[kind]])
        for row in rows:
            sheet.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()
