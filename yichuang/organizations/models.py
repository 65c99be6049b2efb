"""Tables: divisions (dated), departments, sites, boards, windows, each with its history in the ledger; uploaded organisation files."""

import uuid
from typing import ClassVar

from django.db import models

from yichuang.foundations.models import Chained


class Division(Chained):
    """An administrative division; codes are dated, because towns change hands (rulebook 3.3)."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=16)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    confidence = models.CharField(max_length=4, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["parent", "name"], name="division_by_parent")]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Return the ledger stream of the division."""
        return f"division:{self.code}"


class Department(Chained):
    """A department that decides matters, with what its documents' remedies need (rulebook 2.2)."""

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    # Where a city's bureau or a branch under direct leadership receives: the centre of that district organises what it does there.
    served_in = models.ForeignKey(
        Division, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="进驻中心所在区划"
    )
    code2 = models.CharField("申报编码部门段", max_length=2)
    short_name = models.CharField("机关代字", max_length=12)
    authority_kind = models.CharField(max_length=24, default="department")
    government = models.CharField("本级人民政府", max_length=80, blank=True)
    superior = models.CharField("上一级主管部门", max_length=80, blank=True)
    court = models.CharField("管辖法院", max_length=80, blank=True)
    seal_text = models.CharField("印章中间文字", max_length=40, blank=True)
    closed_on = models.DateField("停用日期", null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Return the ledger stream of the department."""
        return f"department:{self.key}"

    @property
    def receiving_id(self) -> str:
        """Return the division whose centre receives the department's matters (S2-21, S2-26): its own, unless it says otherwise."""
        return self.served_in_id or self.division_id


class Site(Chained):
    """A place where people are served: centre, town hall, village point, bank, post, kiosk, department station."""

    key = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    short_name = models.CharField("机关代字", max_length=12)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    hours = models.CharField("办公时间", max_length=120, blank=True)
    government = models.CharField("本级人民政府", max_length=80, blank=True)
    closed_on = models.DateField("停用日期", null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Return the ledger stream of the site."""
        return f"site:{self.key}"


class Board(Chained):
    """A board (板块) of a site, whose windows receive its matters without difference (S2-28)."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="boards")
    name = models.CharField(max_length=40)
    letter = models.CharField("票号字母", max_length=1)
    closed_on = models.DateField("停用日期", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "letter"], name="board_letter_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Return the ledger stream of the board."""
        return f"board:{self.site_id}:{self.letter}"


class Window(Chained):
    """A window of a site: acceptance, issuing or complaint and agency (S2-27)."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="windows")
    number = models.CharField(max_length=8)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    board = models.ForeignKey(Board, on_delete=models.SET_NULL, null=True, related_name="windows")
    closed_on = models.DateField("停用日期", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "number"], name="window_number_once")]

    def __str__(self) -> str:
        return f"{self.number} 号窗口"

    @property
    def stream(self) -> str:
        """Return the ledger stream of the window."""
        return f"window:{self.site_id}:{self.number}"


Place = Division | Department | Site | Board | Window


class HeldWorkbook(models.Model):
    """An organisation file that was uploaded: its rows, held for its uploader between comparison and confirmation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    actor_id = models.CharField(max_length=64)
    file_name = models.CharField("文件名", max_length=200)
    rows = models.JSONField("读到的行")
    troubles = models.JSONField("不能使用的内容")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    applied_at = models.DateTimeField("导入时间", null=True)
    added = models.PositiveIntegerField("新增", default=0)
    changed = models.PositiveIntegerField("变更", default=0)

    def __str__(self) -> str:
        return self.file_name
