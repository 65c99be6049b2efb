"""What the public, the counter and a program are told of a matter that is not received now: why, since when, and what to do instead."""

from dataclasses import dataclass
from datetime import date

from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.calendar import in_chinese

SUSPENSION, WITHDRAWAL = "suspended", "withdrawn"
TITLES = {SUSPENSION: "暂停办理", WITHDRAWAL: "已取消"}
ELSEWHERE = "请拨打 12345，或到政务服务中心咨询台询问。"
KEPT = "没有收件；已经受理的件按受理时的版本继续办理。"
# 409: it may come back; 410: it will not, unless a new version is published.
STATUSES = {SUSPENSION: 409, WITHDRAWAL: 410}


@dataclass(frozen=True)
class PublicNotice:
    """One notice: of which matter and department, what it says, from and until when, the legal basis, what to do instead."""

    kind: str
    name: str
    department: str = ""
    text: str = ""
    instead: str = ""
    legal_basis: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def title(self) -> str:
        """Return what the notice says in two or three words."""
        return TITLES[self.kind]

    @property
    def period(self) -> str:
        """Return from when, and until when where that is known."""
        if self.since is None:
            return ""
        ends = f"至{in_chinese(self.until)}" if self.until else "起"
        return f"{in_chinese(self.since)}{ends}"

    @property
    def sentence(self) -> str:
        """Return the notice in one sentence."""
        what = "暂停办理" if self.kind == SUSPENSION else "取消"
        basis = f"（{self.legal_basis}）" if self.legal_basis else ""
        why = self.text.rstrip("。；; ")
        return f"“{self.name}”{self.period}{what}{'：' + why if why else ''}{basis}。"

    @property
    def ahead(self) -> str:
        """Return what is announced for a later day: the notice, and that everything is received until then."""
        return f"{self.sentence}在此之前照常受理，已经受理的继续办理。"

    @property
    def todo(self) -> str:
        """Return what to do instead, and where to ask."""
        said = self.instead.rstrip("。；; ")
        return f"{said}。仍有疑问的，{ELSEWHERE}" if said else ELSEWHERE


class NotInForce(Refused):
    """Raised where a matter is asked for that is suspended (409) or withdrawn (410), with the words of its notice."""

    def __init__(self, notice: PublicNotice) -> None:
        self.notice = notice
        reason = Reason(
            f"matter_{notice.kind}", notice.sentence, field="matter", rule="S2-22", kept=KEPT, todo=notice.todo
        )
        super().__init__(reason, status=STATUSES[notice.kind], title=f"事项{notice.title}")
