"""Tables: divisions (dated), departments, sites, boards, windows."""

from django.db import models


class Division(models.Model):
    """An administrative division; codes are dated, because towns change hands (rulebook 3.3)."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=16)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    confidence = models.CharField(max_length=4, blank=True)
    note = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
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

    def __str__(self) -> str:
        return self.name

    @property
    def receiving_id(self) -> str:
        """Return the division whose centre receives the department's matters (S2-21, S2-26): its own, unless it says otherwise."""
        return self.served_in_id or self.division_id


class Site(models.Model):
    """A place where people are served: centre, town hall, village point, bank, post, kiosk, department station."""

    key = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    short_name = models.CharField("机关代字", max_length=12)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    hours = models.CharField("办公时间", max_length=120, blank=True)
    government = models.CharField("本级人民政府", max_length=80, blank=True)

    def __str__(self) -> str:
        return self.name


class Board(models.Model):
    """A board (板块) of a site, whose windows receive its matters without difference (S2-28)."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="boards")
    name = models.CharField(max_length=40)
    letter = models.CharField("票号字母", max_length=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "letter"], name="board_letter_once")]

    def __str__(self) -> str:
        return self.name


class Window(models.Model):
    """A window of a site: acceptance, issuing or complaint and agency (S2-27)."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="windows")
    number = models.CharField(max_length=8)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    board = models.ForeignKey(Board, on_delete=models.SET_NULL, null=True, related_name="windows")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "number"], name="window_number_once")]

    def __str__(self) -> str:
        return f"{self.number} 号窗口"
