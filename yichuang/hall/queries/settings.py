"""What the settings page shows: parameters, skills of windows and officers, matters of the boards, the history in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.accounts.permissions import TABLE
from yichuang.accounts.queries.counters import people_at_counter
from yichuang.catalog.queries import matter_names
from yichuang.foundations import ledger
from yichuang.hall import policies
from yichuang.hall.models import Hall
from yichuang.hall.queries.needs import boards_of
from yichuang.hall.queries.queue import skills_of_officers, skills_of_windows
from yichuang.hall.rules.ledger_words import in_words as event_in_words
from yichuang.hall.rules.skills import UNRESTRICTED, Skill, in_words
from yichuang.hall.rules.tickets import COMPLAINT, ISSUE, PURPOSES
from yichuang.organizations.queries import Site, windows_of

# The roles that sit at a counter window, from the one permission table.
SERVING_ROLES = next(tuple(roles) for act, _, roles in TABLE if act == policies.SERVE)
SHOWN = 30


@dataclass(frozen=True)
class SkillLine:
    """A window or an officer with what is served, also in words."""

    key: str
    name: str
    skill: Skill
    words: str


def officers_of(site: Site, on: date) -> list[tuple[str, str]]:
    """Return id and name of those who may sit at a window of a site (one statement)."""
    return people_at_counter(site.pk, SERVING_ROLES, on)


def window_skills(site: Site) -> list[SkillLine]:
    """Return what every window of a site serves (three statements)."""
    windows, names = windows_of(site), dict(boards_of(site))
    skills = skills_of_windows(windows)
    matters = dict(matter_names())
    return [
        SkillLine(
            str(window.pk),
            f"{window.number} {window.name}",
            skills[window.pk],
            in_words(skills[window.pk], names, matters),
        )
        for window in windows
    ]


def officer_skills(site: Site, on: date) -> list[SkillLine]:
    """Return what every officer of a site serves (three statements)."""
    people, names = officers_of(site, on), dict(boards_of(site))
    skills = skills_of_officers(site, [key for key, _ in people])
    found, matters = [], dict(matter_names())
    for key, name in people:
        skill = skills.get(key, UNRESTRICTED)
        words = "全部" if skill == UNRESTRICTED else in_words(skill, names, matters)
        found.append(SkillLine(key, name, skill, words))
    return found


def history_of(hall: Hall) -> list[tuple[Any, str]]:
    """Return what was changed in a hall, the latest first, in words (one statement)."""
    events = ledger.history(hall.stream) if hall.pk else []
    return [(event, event_in_words(event.type, event.payload)) for event in reversed(events[-SHOWN:])]


@dataclass(frozen=True)
class MatterLine:
    """A matter for which a hall has a setting of its own: frequent, quick, or a grade that it asks of the officer."""

    key: str
    name: str
    frequent: bool
    quick: bool
    grade: int


def matter_lines(hall: Hall) -> list[MatterLine]:
    """Return the matters and purposes for which a hall has a setting, by name (one statement)."""
    names = {**dict(matter_names()), ISSUE: PURPOSES[ISSUE], COMPLAINT: PURPOSES[COMPLAINT]}
    keys = {*hall.frequent, *hall.quick, *hall.grades}
    rows = [
        MatterLine(key, names.get(key, key), key in hall.frequent, key in hall.quick, int(hall.grades.get(key, 1)))
        for key in keys
    ]
    return sorted(rows, key=lambda row: row.name)
