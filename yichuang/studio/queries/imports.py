"""Reads of imports: the held file of its uploader, and what each of its matters would become (S2-23)."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.db.models import Q

from yichuang.catalog.queries import latest_version, matters
from yichuang.foundations.actors import Actor
from yichuang.foundations.excel import Tell
from yichuang.foundations.problems import NotFound
from yichuang.foundations.rules.grids import Trouble
from yichuang.studio.models import Draft, ImportBatch
from yichuang.studio.rules.blank import blank_document
from yichuang.studio.rules.documents import unfit
from yichuang.studio.rules.sheets.comparing import Change, compare
from yichuang.studio.rules.sheets.merging import merge, normal
from yichuang.studio.rules.states import DRAFT, OPEN_STATES, STATE_NAMES

LARGE = ("upload", "matters", "troubles", "planned", "choices", "result")
RECENT = 10
Target = Literal["new", "draft", "version", "blocked"]
TARGET_NAMES: dict[str, str] = {
    "new": "新建草稿",
    "draft": "更新已有草稿",
    "version": "新建下一版草稿",
    "blocked": "不能导入",
}


@dataclass(frozen=True)
class Planned:
    """What would become of one matter of a file: of which kind, onto which draft or matter, with which document and changes."""

    index: int
    name: str
    target: Target
    document: Mapping[str, Any] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    draft: Draft | None = None
    matter_key: str = ""
    why: str = ""

    @property
    def unchanged(self) -> bool:
        """Tell whether the file says nothing that the draft or the matter does not say already."""
        return self.target in ("draft", "version") and not self.changes

    def is_written(self, wanted: bool) -> bool:
        """Tell whether something is written for it when it is wanted."""
        return wanted and self.target != "blocked" and not self.unchanged

    @property
    def target_name(self) -> str:
        """Return what would be done, in Chinese."""
        return "没有变化" if self.unchanged else TARGET_NAMES[self.target]


def batch_for(actor: Actor, batch_id: uuid.UUID | str, now: datetime, *, lock: bool = False) -> ImportBatch:
    """Return a held file of the actor's.

    :raises NotFound: when there is none of that id, it is somebody else's, or its time is over.
    """
    try:
        wanted = uuid.UUID(str(batch_id))
    except ValueError:
        wanted = None
    rows = ImportBatch.objects.select_for_update(of=("self",)) if lock else ImportBatch.objects
    held = Q(pk=wanted, actor_id=actor.id) & (Q(expires_at__gt=now) | Q(applied_at__isnull=False))
    batch = rows.filter(held).select_related("department").first() if wanted else None
    if batch is None:
        raise NotFound("这次导入", "上传的文件只保留一天，且只有上传人能看到；请重新上传。")
    return batch


def recent_imports(actor: Actor, now: datetime) -> list[ImportBatch]:
    """Return the actor's last imports without what was read, the newest first, so that he finds his way back to them."""
    rows = ImportBatch.objects.filter(actor_id=actor.id).filter(Q(expires_at__gt=now) | Q(applied_at__isnull=False))
    return list(rows.defer(*LARGE).select_related("department").order_by("-created_at")[:RECENT])


def plan(batch: ImportBatch, *, lock: bool = False) -> list[Planned]:
    """Return what each matter of a held file would become now; what was compared before holds while nothing there changed."""
    known = _Known(batch, lock=lock)
    kept = known.kept()
    return kept if kept is not None else [known.plan(index, matter) for index, matter in enumerate(batch.matters)]


def plan_as_kept(batch: ImportBatch) -> list[Planned] | None:
    """Return what was compared before while it still holds; None when it must be compared anew, which takes its time."""
    return _Known(batch, lock=False).kept()


def compared(batch: ImportBatch, tell: Tell | None = None) -> dict[str, Any]:
    """Return the comparison of a file with what is there, to be kept; `tell` hears how many matters of how many are compared."""
    known, rows = _Known(batch, lock=False), []
    for index, matter in enumerate(batch.matters):
        if tell is not None:
            tell(index, len(batch.matters))
        rows.append(_frozen(known.plan(index, matter)))
    return {"against": known.stamp(), "rows": rows}


def _frozen(one: Planned) -> dict[str, Any]:
    return {**{name: getattr(one, name) for name in ("index", "name", "target", "document", "matter_key", "why")},
            "changes": [asdict(change) for change in one.changes], "troubles": [asdict(trouble) for trouble in one.troubles],
            "draft": str(one.draft.pk) if one.draft else ""}  # fmt: skip


def outline(batch: ImportBatch) -> list[Trouble]:
    """Return what could not be used of a file, in its order."""
    return [Trouble(**trouble) for trouble in batch.troubles]


class _Known:
    """The drafts and matters that a file's matters may mean."""

    def __init__(self, batch: ImportBatch, *, lock: bool) -> None:
        self._batch, self._seen = batch, set[str]()
        names = {matter["name"] for matter in batch.matters}
        keys = {matter["key"] for matter in batch.matters if matter["key"]}
        rows = Draft.objects.select_for_update(of=("self",)) if lock else Draft.objects
        drafts = rows.filter(Q(name__in=names) | Q(key__in=keys), state__in=OPEN_STATES).order_by("pk")
        self._drafts = list(drafts)
        self._matters = list(matters().filter(Q(name__in=names) | Q(key__in=keys)).order_by("pk"))

    def stamp(self) -> list[list[Any]]:
        """Return what the comparison is made against: the state of every draft and matter that may be meant."""
        drafts = [[str(draft.pk), draft.revision, draft.state] for draft in self._drafts]
        return drafts + [[matter.key, matter.chain_seq, ""] for matter in self._matters]

    def kept(self) -> list[Planned] | None:
        """Return the comparison that was made before, unless something it was made against has changed."""
        kept = self._batch.planned or {}
        return [self.thawed(row) for row in kept["rows"]] if kept.get("against") == self.stamp() else None

    def thawed(self, row: Mapping[str, Any]) -> Planned:
        """Return what was planned for one matter before."""
        draft = next((one for one in self._drafts if str(one.pk) == row["draft"]), None)
        changes = tuple(Change(**change) for change in row["changes"])
        troubles = tuple(Trouble(**trouble) for trouble in row["troubles"])
        return Planned(**{**row, "draft": draft, "changes": changes, "troubles": troubles})

    def plan(self, index: int, matter: Mapping[str, Any]) -> Planned:
        """Return what becomes of one matter."""
        name, key = matter["name"], matter["key"]
        draft, published = self._meant(self._drafts, key, name), self._meant(self._matters, key, name)
        mark = (draft or published).key if draft or published else name
        if mark in self._seen:
            return Planned(index, name, "blocked", why="同一份文件里前面已有这个事项")
        self._seen.add(mark)
        if why := self._blocked(key, draft):
            return Planned(index, name, "blocked", draft=draft, why=why)
        if draft is not None:
            return _planned(index, name, "draft", draft.document, matter, draft=draft)
        if published is not None:
            base = latest_version(published.key).spec.model_dump(mode="json", by_alias=True)
            return _planned(index, name, "version", base, matter, matter_key=published.key)
        blank = blank_document(key="", name=name, department=self._batch.department.key)
        return _planned(index, name, "new", blank, matter)

    def _meant(self, rows: Iterable[Any], key: str, name: str) -> Any:
        mine = [row for row in rows if row.department_id == self._batch.department_id]
        by_key = next((row for row in mine if key and row.key == key), None)
        return by_key or next((row for row in mine if row.name == name), None)

    def _blocked(self, key: str, draft: Draft | None) -> str:
        if draft is not None and draft.state != DRAFT:
            return f"已有一份“{STATE_NAMES[draft.state]}”的文稿，请先撤回或等待其完成"
        others: list[Any] = [*self._drafts, *self._matters]
        if key and any(one.key == key and one.department_id != self._batch.department_id for one in others):
            return "事项标识属于其他部门的事项"
        return ""


def _planned(index: int, name: str, target: Target, base: Any, matter: Mapping[str, Any], **more: Any) -> Planned:
    document, troubles = merge(base, matter)
    identity = {part: base[part] for part in ("schema", "key", "department") if part in base}
    document |= {**identity, "name": document["name"] or name}
    if faults := unfit(document):
        return Planned(
            index,
            name,
            "blocked",
            troubles=tuple(troubles),
            why=f"{''.join(faults)}一个事项容不下这么多内容，请拆成几个事项，分别上传",
        )
    changes = tuple(compare(normal(base), document))
    return Planned(index, name, target, document, changes, tuple(troubles), **more)
