"""Where one can go from a page of a draft: its pages that have something to show to the person, and the one that its state waits at."""

from dataclasses import dataclass

from django.urls import reverse

from yichuang.foundations.actors import Actor
from yichuang.studio.models import Draft
from yichuang.studio.policies import place_of
from yichuang.studio.rules.states import APPROVED, DRAFT, PUBLISHED, REVIEWING, SCHEDULED, SIMULATING

EXAMINED = (SIMULATING, APPROVED, SCHEDULED, PUBLISHED)
# The page that a draft in a state waits at.
NEXT = {DRAFT: "draft", REVIEWING: "review", SIMULATING: "simulation", APPROVED: "publish", SCHEDULED: "publish"}


@dataclass(frozen=True)
class DraftPlace:
    """One page of a draft: its short name, title, icon, address, and whether the draft waits there."""

    name: str
    title: str
    icon: str
    url: str
    waits: bool


def draft_places(actor: Actor, draft: Draft) -> list[DraftPlace]:
    """Return the pages of a draft, in the order of its way to publication."""
    place = place_of(draft.department)
    writable = draft.state == DRAFT and actor.may("draft.write", place)
    publishable = draft.state in (APPROVED, SCHEDULED) and actor.may("matter.publish", place)
    rows = (
        ("draft", "编辑" if writable else "内容", "edit" if writable else "sitemap", True),
        ("own_form", "申请表", "clipboard-check", True),
        ("preview", "预览", "eye", True),
        ("situations", "情形清单", "hierarchy", True),
        ("compare", "对照现行版本", "versions", draft.base_version_id is not None),
        ("review", "业务评审", "checklist", True),
        ("simulation", "模拟验收", "list-check", draft.state in EXAMINED),
        ("publish", "发布", "send", publishable),
        ("history", "修改记录", "history", True),
        ("exports", "导出", "download", True),
    )
    waits = NEXT.get(draft.state)
    return [
        DraftPlace(name, title, icon, reverse(f"studio:studio-{name}", args=[draft.pk]), name == waits)
        for name, title, icon, shown in rows
        if shown
    ]
