"""What life events save, from the months' roll-up (S2-25): for everybody, and month by month for the officers concerned."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Min, Sum

from yichuang.life_events.models import OrdinaryMonth, SavingMonth
from yichuang.life_events.queries import PublishedLifeEvent
from yichuang.life_events.queries.public import Shown, offered
from yichuang.life_events.rules.savings import LEAST, Compared, Duration, compare_days, members_of_key, told

MOST_MONTHS = 36
NOTHING = Duration()
SUMMED = (
    "received", "ended", "extra_visits", "visits_separately", "visits_once", "materials_separately", "materials_once",
    "fields_separately", "fields_once",
)  # fmt: skip


@dataclass(frozen=True)
class Sums:
    """The figures of one month, or of several together, with the comparison of days where it can be told."""

    month: date | None
    received: int = 0
    ended: int = 0
    visits: int = 0
    materials: int = 0
    fields: int = 0
    extra_visits: int = 0
    timed: Duration = NOTHING
    compared: Compared | None = None

    def mean(self, saved: int) -> str:
        """Return what is saved in a case on average, one decimal cut off; a dash of none."""
        return told(Fraction(saved, self.received)) if self.received else "—"

    @property
    def mean_visits(self) -> str:
        """Return how many visits a case saves."""
        return self.mean(self.visits)

    @property
    def mean_materials(self) -> str:
        """Return how many papers a case saves."""
        return self.mean(self.materials)

    @property
    def mean_fields(self) -> str:
        """Return how many fields a case saves."""
        return self.mean(self.fields)

    @property
    def joint_days(self) -> str:
        """Return how many days a joint case takes; withheld under ten."""
        return told(self.timed.mean)

    @property
    def separate_days(self) -> str:
        """Return how many days the same matters take one by one; withheld under ten cases of either."""
        return told(self.compared.separately if self.compared else None)

    @property
    def saved_days(self) -> str:
        """Return how many days are saved; withheld as the comparison is."""
        return told(self.compared.saved if self.compared else None)


@dataclass(frozen=True)
class Results:
    """What a life event brought: all of it, month by month (the latest first), and how long its matters take by themselves."""

    since: date | None
    whole: Sums
    months: tuple[Sums, ...]
    ordinary: tuple[tuple[str, str, Duration], ...]

    @property
    def told(self) -> bool:
        """Tell whether there are enough cases to publish an average."""
        return self.whole.received >= LEAST


def results_of(shown: Shown) -> Results:
    """Return what a life event brought (two statements)."""
    rows = list(SavingMonth.objects.filter(life_event=shown.event.life_event_id).order_by("-month")[:MOST_MONTHS])
    ids = {matter.matter_id: member for member, matter in shown.matters.items()}
    known: dict[date, dict[str, Duration]] = {}
    for row in OrdinaryMonth.objects.filter(matter__in=ids, month__in=[one.month for one in rows]):
        known.setdefault(row.month, {})[ids[row.matter_id]] = Duration(row.cases, row.days)
    together = _together(known[row.month] for row in rows if row.month in known)
    return Results(
        since=rows[-1].month if rows else None,
        whole=_sums(shown, None, rows, together),
        months=tuple(_sums(shown, row.month, [row], known.get(row.month, {})) for row in rows),
        ordinary=tuple((part.name, part.department, together.get(part.member.id, NOTHING)) for part in shown.parts),
    )


def overview() -> list[tuple[PublishedLifeEvent, date | None, Sums]]:
    """Return every life event that is offered with its first month and what it saved in all, without days: those with most cases first.

    Two statements, and one for each version that this process has not read yet.
    """
    rows = SavingMonth.objects.values("life_event_id").annotate(since=Min("month"), **{n: Sum(n) for n in SUMMED})
    known = {row["life_event_id"]: row for row in rows}
    found = [_line(event, known.get(event.life_event_id)) for event in offered()]
    return sorted(found, key=lambda line: -line[2].received)


def _line(event: PublishedLifeEvent, row: Mapping[str, Any] | None) -> tuple[PublishedLifeEvent, date | None, Sums]:
    if row is None:
        return event, None, Sums(None)
    sums = Sums(
        month=None,
        received=row["received"],
        ended=row["ended"],
        visits=row["visits_separately"] - row["visits_once"] - row["extra_visits"],
        materials=row["materials_separately"] - row["materials_once"],
        fields=row["fields_separately"] - row["fields_once"],
        extra_visits=row["extra_visits"],
    )
    return event, row["since"], sums


def _together(months: Iterable[Mapping[str, Duration]]) -> dict[str, Duration]:
    found: dict[str, Duration] = {}
    for one in months:
        for member, duration in one.items():
            found[member] = found.get(member, NOTHING) + duration
    return found


def _sums(shown: Shown, month: date | None, rows: list[SavingMonth], ordinary: Mapping[str, Duration]) -> Sums:
    combinations: Counter[frozenset[str]] = Counter()
    for row in rows:
        combinations.update({members_of_key(key): many for key, many in row.combinations.items()})
    timed = Duration(sum(row.timed for row in rows), sum(row.days for row in rows))
    extra = sum(row.extra_visits for row in rows)
    return Sums(
        month=month,
        received=sum(row.received for row in rows),
        ended=sum(row.ended for row in rows),
        visits=sum(row.visits_separately - row.visits_once for row in rows) - extra,
        materials=sum(row.materials_separately - row.materials_once for row in rows),
        fields=sum(row.fields_separately - row.fields_once for row in rows),
        extra_visits=extra,
        timed=timed,
        compared=compare_days(shown.spec, timed, combinations, ordinary),
    )
