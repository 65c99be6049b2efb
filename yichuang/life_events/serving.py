"""The public journey through a life event: one question at a time, the answers in the address, nothing kept (S2-25).

For the doors that found the life event; the same answers open the counter's page of the joint case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

from yichuang.catalog.serving import answers_in, query_of
from yichuang.life_events.queries.public import Shown
from yichuang.life_events.rules import asking, public_guide, savings
from yichuang.life_events.rules.together import Reached, fields_asked, reach


@dataclass(frozen=True)
class OwnWay:
    """A matter of a life event to be done by itself: its name, and its own questions with the answers that are known already.

    `why`, `instead`: the words of its notice where it is not received now.
    """

    name: str
    url: str
    why: str = ""
    instead: str = ""


@dataclass(frozen=True)
class Led:
    """Where the answers of an address lead, with the questions answered so far."""

    shown: Shown
    reached: Reached
    answered: tuple[asking.AnsweredQuestion, ...]
    given: dict[str, Any]

    @property
    def answers(self) -> dict[str, Any]:
        """Return the answers that count."""
        return asking.answers_of(self.answered)

    @property
    def query(self) -> str:
        """Return the answers as the query of an address."""
        return query_of(self.answers)

    @property
    def needed(self) -> frozenset[str]:
        """Return the members that are done."""
        return frozenset(self.reached.situations)

    @property
    def together(self) -> bool:
        """Tell whether all that the answers need can be received at once."""
        return self.reached.arrived and not self.closed

    @property
    def closed(self) -> dict[str, str]:
        """Return the needed members whose matter is not received now: name and why."""
        closed = self.shown.closed
        return {self.shown.names[one.id]: closed[one.id] for one in self.reached.members if one.id in closed}


def led_by(shown: Shown, query: QueryDict, on: date) -> Led:
    """Return where the answers of an address lead on a day."""
    return led(shown, answers_in(query), on)


def led(shown: Shown, answers: Mapping[str, Any], on: date) -> Led:
    """Return where answers lead on a day; the applicant's kind is known where there is only one."""
    given, spec = dict(answers), shown.spec
    kind = spec.applicant_kinds[0] if len(spec.applicant_kinds) == 1 else ""
    specs = {name: matter.spec for name, matter in shown.matters.items()}
    return Led(shown, reach(spec, specs, given, applicant_kind=kind, on=on), asking.path(spec, given), given)


def checklist(where: Led) -> dict[str, Any]:
    """Return what the one-time notice (一次性告知单) says: papers once, what is not brought, fields once, and what it saves."""
    shown, reached, names = where.shown, where.reached, where.shown.names
    specs = {name: matter.spec for name, matter in shown.matters.items()}
    wanted = fields_asked(shown.spec, where.needed)
    needed = [part for part in shown.parts if part.member.id in where.needed]
    return {
        "needed_parts": needed,
        "members": [(part, reached.situations[part.member.id]) for part in needed],
        "bring": public_guide.to_bring(reached.lines, names, where.needed),
        "shared": public_guide.not_to_bring(reached.lines, names, where.needed),
        "fill": public_guide.to_fill(shown.spec, wanted, names, where.needed),
        "saved": savings.counted(shown.spec, specs, reached),
    }


def own_ways(where: Led) -> list[OwnWay]:
    """Return the needed matters one by one, for who cannot do them together: those received now lead on with the answers known."""
    ways = []
    for part in where.shown.parts:
        if part.member.id not in {one.id for one in where.reached.members}:
            continue
        url = reverse("catalog:guide" if part.closed else "catalog:ask", args=[part.member.matter])
        known = where.reached.answers.get(part.member.id, {})
        address = url if part.closed or not known else f"{url}?{query_of(known)}"
        ways.append(OwnWay(part.name, address, part.closed, part.instead))
    return ways


def counter_address(key: str, answers: dict[str, Any]) -> str:
    """Return the address that reopens the answers at the counter."""
    return f"{settings.PUBLIC_URL}/joint/receive/{key}/?{query_of(answers)}"


def own_address(key: str, answers: dict[str, Any]) -> str:
    """Return the address that reopens the answers on one's own telephone."""
    address = f"{settings.PUBLIC_URL}{reverse('life-event-ask', args=[key])}"
    return f"{address}?{query_of(answers)}" if answers else address


def code_of(address: str) -> str:
    """Return an address as a QR code, as the source of an image."""
    return str(segno.make(address, error="m").svg_data_uri(scale=3, border=2))


def changed_link(key: str, answers: dict[str, Any], question: str) -> str:
    """Return the address at which an answer is given anew."""
    return f"{reverse('life-event-ask', args=[key])}?{query_of(answers)}&{urlencode({'change': question})}"
