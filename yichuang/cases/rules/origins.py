"""Where each value of a case's forms came from (各栏来源): typed, fetched, read off a certificate, brought over (S2-51, S2-53).

Kept by field name, a field of the matter's own form as `own_form.<name>`. What was typed at receipt is not written down one by one: a case
that keeps origins at all (`None`: received before they were kept) says so of every field that it does not name. What was typed elsewhere
(`said`: at the intake of a life event, before the case was) is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

TYPED, SHARED, READ, RECALLED, PREFILLED, SYSTEM = "typed", "shared", "read", "recalled", "prefilled", "system"
HOWS: dict[str, str] = {
    TYPED: "窗口录入", SHARED: "提取", READ: "证照识别", RECALLED: "带出上次办件", PREFILLED: "申请人网上预填", SYSTEM: "业务系统报送",
}  # fmt: skip
Rows = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Origin:
    """How a value came, from whom or what in words, at what time (ISO 8601), and for shared data by which API."""

    how: str
    said: str = ""
    at: str = ""
    api: str = ""

    @property
    def text(self) -> str:
        """Return the origin as a page says it: `提取（户籍信息）11-28 09:30`."""
        when = self.at[5:16].replace("T", " ")
        said = f"（{self.said}）" if self.said else " "
        return f"{HOWS.get(self.how, self.how)}{said}{when}".strip()

    def row(self) -> dict[str, str]:
        """Return the origin as it is kept."""
        parts = {"how": self.how, "said": self.said, "at": self.at, "api": self.api}
        return {name: value for name, value in parts.items() if value}


def origin_of(rows: Mapping[str, Mapping[str, str]] | None, name: str, received_at: str) -> Origin | None:
    """Return where a filled field came from; None for a case that was received before origins were kept."""
    if rows is None:
        return None
    return Origin(**rows[name]) if name in rows else Origin(TYPED, at=received_at)


def kept(origins: Mapping[str, Origin], filled: Iterable[str]) -> Rows:
    """Return what is written down of the origins of the fields that were filled."""
    there = set(filled)
    return {
        name: origin.row() for name, origin in origins.items() if name in there and (origin.how != TYPED or origin.said)
    }


def changed(rows: Rows | None, names: Iterable[str], origin: Origin) -> Rows | None:
    """Return the origins after fields got another value; a case that keeps none goes on keeping none."""
    return None if rows is None else {**rows, **{name: origin.row() for name in names}}
