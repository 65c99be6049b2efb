"""What the counter desk begins with: drafts, the matters this clerk receives most, earlier applicants, readings of a certificate."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count

from yichuang.accounts.queries import applicants_by_number, recalled
from yichuang.cases.models import Case, IntakeDraft, Prefill
from yichuang.cases.queries.access import visible_cases
from yichuang.cases.rules.base_form import PERSON
from yichuang.cases.rules.states import State
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound

FREQUENT = 6
# What the reader calls a field of a certificate, and what the base form calls it.
FROM_CARD = {"name": "name", "id_number": "id_number", "address": "address"}
FROM_LICENCE = {"name": "organisation", "uscc": "uscc", "legal_person": "legal_representative", "address": "address"}


def drafts_of(actor: Actor) -> list[IntakeDraft]:
    """Return the actor's unfinished intakes, the latest first."""
    return list(IntakeDraft.objects.filter(staff_id=actor.id).order_by("-updated_at")[:10])


def draft_for(actor: Actor, key: str) -> IntakeDraft | None:
    """Return the actor's unfinished intake of one matter."""
    return IntakeDraft.objects.filter(staff_id=actor.id, key=key).first()


def prefill_for(mark: str, now: datetime) -> Prefill:
    """Return what was filled in online under a code's mark. :raises NotFound: for an unknown code or one that has run out."""
    row = prefilled_under(mark, now)
    if row is None:
        raise NotFound("这个预填码", "请核对预填码；超过 30 天的已经清除，请照常收件。")
    return row


def prefilled_under(mark: str, now: datetime) -> Prefill | None:
    """Return what was filled in online under a code's mark, None where there is none: a search may look like a code."""
    return Prefill.objects.filter(code_mark=mark, expires_at__gt=now).first()


def frequent_matters(actor: Actor) -> list[tuple[str, str]]:
    """Return key and name of the matters that the actor received most among the last two hundred cases."""
    last = Case.objects.filter(received_by=actor.id).order_by("-received_at").values("pk")[:200]
    rows = Case.objects.filter(pk__in=last).values_list("matter__key", "matter_name")
    return [
        (key, name)
        for key, name, _ in rows.annotate(n=Count("pk"))
        .order_by("-n", "matter_name")
        .values_list("matter__key", "matter_name", "n")[:FREQUENT]
    ]


def earlier_applicant(kinds: Collection[str], number: str) -> tuple[str, dict[str, str]]:
    """Return kind and base-form values of an earlier applicant found by the full number or mobile; both empty when nobody is."""
    found = recalled(kinds, number)
    if not found:
        return "", {}
    kind = found["kind"]
    values = {"contact_mobile": found["mobile"], "address": found["address"]}
    if kind == PERSON:
        named = {"name": found["name"], "id_number": found["id_number"], "contact_name": found["name"]}
        return kind, {**values, **named}
    field = "uscc" if kind == "enterprise" else "organisation_number"
    return kind, {
        **values,
        "organisation": found["name"],
        field: found["id_number"],
        "legal_representative": found["legal_representative"],
    }


def fields_read(kind: str, document_kind: str, fields: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what a certificate offers for the base form: field, value, confidence in percent, and whether its own check held."""
    licence = document_kind == "business_licence"
    if licence is (kind == PERSON):
        return []
    names = FROM_LICENCE if licence else FROM_CARD
    return [
        {
            "field": names[name],
            "value": found["value"],
            "percent": round(100 * float(found.get("confidence", 0))),
            "failed": found.get("check") == "failed",
        }
        for name in names
        if (found := fields.get(name, {})).get("value")
    ]


def awaiting_person(actor: Actor, mobile: str) -> list[tuple[str, str, str]]:
    """Return number, state and matter of the cases that wait for the person with this mobile: to correct or to pick up (two statements)."""
    people = applicants_by_number(mobile)
    if not people:
        return []
    rows = visible_cases(actor).filter(applicant__in=people, state__in=(State.CORRECTING, State.AT_ISSUING))
    return list(rows.order_by("received_at").values_list("number", "state", "matter__key")[:20])
