"""The joint case on the page of each of its cases, and the life events on the counter desk."""

from collections.abc import Sequence

from django.template.loader import render_to_string

from yichuang.cases.ports import DeskEntry, Panel, Together
from yichuang.cases.queries import Case
from yichuang.catalog.indexing import Searchable, build_index
from yichuang.catalog.rules.search import SearchIndex
from yichuang.foundations.actors import Actor
from yichuang.life_events.queries import life_events_in_force
from yichuang.life_events.queries.joint import children_of, joint_of_case, waiting_with
from yichuang.life_events.rules.joint_states import CHILD_NAMES
from yichuang.life_events.rules.spec import LifeEventSpec

DRAFT = "joint:"
# Below this a hit is a slip of the keyboard for something else.
GOOD = 0.5


def joint_panel(actor: Actor, case: Case) -> Panel | None:
    """Return the joint case that a case belongs to with the other members, None for a case of its own (two statements)."""
    child = joint_of_case(case.pk)
    if child is None or not actor.may("joint.view"):
        return None
    others = [(one, CHILD_NAMES[one.state]) for one in children_of(child.joint) if one.pk != child.pk]
    context = {"joint": child.joint, "others": others, "why": child.why}
    return Panel("一件事", render_to_string("life_events/case_panel.html", context))


def joint_company(actor: Actor, cases: Sequence[int]) -> dict[int, Together]:
    """Return by case the joint case whose other results wait at the counter too (one statement), for who may hand it out."""
    if not actor.may("joint.hand_out"):
        return {}
    return {
        child.case_id: Together(child.joint.name, child.joint.number, f"/joint/{child.joint.number}/hand-out/", others)
        for child, others in waiting_with(cases)
        if child.case_id is not None
    }


class LifeEventShelf:
    """Finds life events by what clerks type (characters, pinyin, initials), and knows where their drafts go on."""

    def find(self, text: str) -> list[DeskEntry]:
        """Return the life events in force that answer a query well, the best first (one statement)."""
        events = {event.key: event for event in life_events_in_force()}
        index = _index(tuple((event.version_id, key, event.spec) for key, event in events.items()))
        found = [(events[hit.key], hit) for hit in index.find(text, 5) if hit.score >= GOOD]
        return [
            DeskEntry(f"/joint/receive/{event.key}/", event.name, event.spec.summary, "一件事", hit.score)
            for event, hit in found
        ]

    def draft_address(self, key: str) -> str:
        """Return where a draft of this shelf goes on, nothing for another's."""
        return f"/joint/receive/{key.removeprefix(DRAFT)}/?draft=1" if key.startswith(DRAFT) else ""


_kept: dict[tuple[int, ...], SearchIndex] = {}


def _index(events: Sequence[tuple[int, str, LifeEventSpec]]) -> SearchIndex:
    """Return the index of the life events in force, built anew when one was published."""
    key = tuple(version for version, _, _ in events)
    if key not in _kept:
        _kept.clear()
        _kept[key] = build_index(
            [
                Searchable(name, spec.name, (name,), tuple(filter(None, (spec.trigger, spec.theme, spec.summary))))
                for _, name, spec in events
            ],
            (),
        )
    return _kept[key]
