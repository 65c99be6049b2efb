"""Make realistic cases by the hundred thousand with COPY, to measure how the house grows (issue 2, 11).

Every row is one the house could have written: valid numbers, sealed columns, the materials of a real situation, hash chains that
`verify_ledger` accepts. The same seed makes the same people, states and days.
"""

import random
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models

from yichuang.accounts.models import Staff
from yichuang.accounts.operations.remember_applicant import remember_applicant
from yichuang.cases import numbers
from yichuang.cases.models import Case, CaseMaterial
from yichuang.cases.queries.facts import new_material
from yichuang.cases.queries.timing import NEVER
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import PublishedMatter, published
from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.navigator import Checklist
from yichuang.foundations.clock import day_of
from yichuang.foundations.models import Event
from yichuang.foundations.rules.chains import GENESIS, event_hash
from yichuang.foundations.rules.identifiers.id_card import make_id_number
from yichuang.foundations.transactions import unit_of_work
from yichuang.organizations.models import Department, Site

MATTER = "freight_general"
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙朱马胡郭何林高罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"
ANSWERS = {"q2": "a", "q3": "a", "q4": "b", "q5": []}
PEOPLE, PORTION, YEARS_BACK = 2_000, 2_000, 2
# How the cases of two years lie: most are closed, the rest is spread over the counters and desks.
STATES = (
    *((State.CLOSED,) * 86),
    *((State.RECEIVED,) * 2),
    State.CORRECTING,
    *((State.ACCEPTED,) * 3),
    *((State.REVIEWING,) * 4),
    State.AT_ISSUING,
    State.WITHDRAWN,
    State.REFUSED,
    State.TERMINATED,
)
STEPS = ("case.received", "case.materials_recorded", "case.accepted", "case.decided")

# A made person: the key of the register, the name, the base form.
Person = tuple[int, str, dict[str, str]]


def made_person(chance: random.Random, position: int) -> tuple[str, str, str]:
    """Return name, identity number and mobile of a made person."""
    name = chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2))))
    born = f"{chance.randrange(1950, 2005)}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}"
    return name, make_id_number(f"330109{born}{position % 1000:03d}"), f"139{position:08d}"


def base_form(name: str, number: str, mobile: str) -> dict[str, str]:
    """Return the base form that such a person fills."""
    return {"name": name, "id_number": number, "contact_name": name, "contact_mobile": mobile, "courier": "no"}


class Maker:
    """What all made cases of a matter share: matter, places, people, and one generator of chance."""

    def __init__(
        self,
        now: datetime,
        seed: int | str,
        key: str = MATTER,
        answers: dict[str, Any] = ANSWERS,
        people: int | None = None,
    ) -> None:
        self.now, self.chance = now, random.Random(seed)
        self.matter: PublishedMatter = published(key)
        facts = navigator.facts_with_known(self.matter.spec, answers, applicant_kind="person", on=day_of(now))
        self.checklist: Checklist = navigator.checklist(self.matter.spec, facts)
        self.sites = list(Site.objects.exclude(kind="village").order_by("pk"))
        self.department = Department.objects.get(pk=self.matter.department_id)
        self.clerks = list(Staff.objects.order_by("name")[:8])
        self.shared: dict[str, Any] = {
            "matter_id": self.matter.matter_id,
            "version_id": self.matter.version_id,
            "matter_name": self.matter.spec.name,
            "case_type": self.matter.spec.case_type,
            "acceptance_role": self.matter.spec.acceptance_role,
            "answers": answers,
            "situation_id": self.checklist.situation.id,
            "situation_name": self.checklist.situation_path,
            "department_id": self.department.pk,
            "department_name": self.department.name,
        }
        self.people = [self._person(position) for position in range(PEOPLE if people is None else people)]

    def _person(self, position: int) -> Person:
        name, number, mobile = made_person(self.chance, position)
        form = base_form(name, number, mobile)
        pk = remember_applicant(
            kind="person",
            name=name,
            id_type="id_card",
            id_number=number,
            mobile=mobile,
            address="",
            legal_representative="",
            now=self.now,
        )
        return pk, name, form

    def chosen(self) -> tuple[State, datetime, Person]:
        """Return by chance a state, the instant of receipt that goes with it, and a person."""
        chance = self.chance
        state = chance.choice(STATES)
        age = timedelta(days=chance.randrange(1, 365 * YEARS_BACK) if state in CLOSED else chance.randrange(0, 12))
        return state, self.now - age - timedelta(minutes=chance.randrange(0, 480)), chance.choice(self.people)

    def case(self, pk: int, serial: int, given: tuple[State, datetime, Person] | None = None) -> Case:
        """Return one unsaved case with its key; `given` a state, an instant of receipt and a person, else by chance."""
        state, received, (applicant, name, form) = given or self.chosen()
        site, clerk = self.chance.choice(self.sites), self.chance.choice(self.clerks)
        due = day_of(received) + timedelta(days=9)
        accepted = state not in (State.RECEIVED, State.CORRECTING, State.WITHDRAWN, State.REFUSED)
        return Case(
            pk=pk,
            number=f"{site.division_id[:6]}{self.department.code2}{day_of(received):%y%m%d}7{serial % 1_000_000:06d}",
            query_password=f"{serial % 1_000_000:06d}",
            state=state,
            source=numbers.COUNTER,
            **self.shared,
            site_id=site.pk,
            site_name=site.name,
            division=site.division_id,
            applicant_id=applicant,
            applicant_kind="person",
            applicant_name=name,
            form=form,
            own_form={},
            received_at=received,
            received_by=str(clerk.pk),
            received_by_name=clerk.name,
            first_handler=str(clerk.pk),
            first_handler_name=clerk.name,
            accepted_on=day_of(received) if accepted else None,
            accepted_at=received if accepted else None,
            closed_at=received + timedelta(days=6) if state in CLOSED else None,
            notice_due=due,
            promised_due=due if accepted else None,
            statutory_due=due + timedelta(days=18) if accepted else None,
            next_due=NEVER if state in CLOSED or state == State.CORRECTING else due,
        )

    def chain(self, case: Case) -> list[Event]:
        """Return the events of a case and leave the head of their chain on it."""
        steps = (
            STEPS[:1]
            if case.state in (State.RECEIVED, State.WITHDRAWN, State.REFUSED)
            else STEPS[: 4 if case.closed_at else 3]
        )
        previous, events = GENESIS, []
        for seq, type_ in enumerate(steps, start=1):
            at = case.received_at + timedelta(minutes=4 * seq)
            uid, who = (
                uuid.UUID(int=self.chance.getrandbits(128), version=4),
                ["staff", case.received_by, case.received_by_name],
            )
            payload = {"number": case.number, "made": True}
            digest = event_hash(
                previous, uid=str(uid), stream=case.stream, seq=seq, type_=type_, at=at, actor=who, payload=payload
            )
            events.append(
                Event(
                    uid=uid,
                    stream=case.stream,
                    seq=seq,
                    type=type_,
                    payload=payload,
                    actor_kind=who[0],
                    actor_id=who[1],
                    actor_name=who[2],
                    at=at,
                    previous_hash=previous,
                    hash=digest,
                )
            )
            previous = digest
        case.chain_seq, case.chain_head = len(events), previous
        return events

    def materials(self, case: Case) -> list[CaseMaterial]:
        """Return the materials of a case, received on paper."""
        rows = [new_material(case, position, item.material) for position, item in enumerate(self.checklist.materials)]
        for row in rows:
            row.received_as, row.received_at, row.received_by_name = "paper", case.received_at, case.received_by_name
            row.copies = 1
        return rows


CLOSED = (State.CLOSED, State.WITHDRAWN, State.REFUSED, State.TERMINATED)


def generate(count: int, *, now: datetime, seed: int = 20261120) -> int:
    """Make so many cases and return how many there are now; a portion a transaction."""
    first = (Case.with_practice.aggregate(last=models.Max("pk"))["last"] or 0) + 1
    maker = Maker(now, seed + first)
    for start in range(0, count, PORTION):
        _portion(maker, range(first + start, first + min(start + PORTION, count)))
    settle_tables()
    return Case.objects.count()


def settle_tables() -> None:
    """Let the sequences go on after the copied keys, and the planner know how much there is."""
    with connection.cursor() as cursor:
        for table in (Case, CaseMaterial, Event):
            name = table._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")  # noqa: S608 - names of our own tables
            cursor.execute(f"ANALYZE {name}")


def _portion(maker: Maker, keys: Iterable[int]) -> None:
    copy_cases([(maker, maker.case(pk, pk)) for pk in keys])


@unit_of_work()
def copy_cases(pairs: Sequence[tuple[Maker, Case]]) -> None:
    """Put cases with their chains and materials into the tables."""
    events = [event for maker, case in pairs for event in maker.chain(case)]
    copy_rows(Case, [case for _, case in pairs])
    copy_rows(Event, events, without=("id",))
    copy_rows(CaseMaterial, [row for maker, case in pairs for row in maker.materials(case)], without=("id",))


def copy_rows(model: type[models.Model], rows: Sequence[models.Model], without: Sequence[str] = ()) -> None:
    """Put rows into their table with COPY, as they stand; columns in `without` are left to the database."""
    fields: list[Any] = [field for field in model._meta.concrete_fields if field.name not in without]
    names = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields])
