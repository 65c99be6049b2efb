"""Tell the applicant by message what happened to the application: accepted, to be corrected, ready, served electronically."""

from datetime import date, datetime

from django.conf import settings

from yichuang.cases.models import Case, Issuing
from yichuang.cases.policies import place_of
from yichuang.cases.queries.issuing import service_address
from yichuang.foundations.rules.calendar import in_chinese
from yichuang.foundations.transactions import unit_of_work
from yichuang.notifications.operations.send import send
from yichuang.notifications.rules.numbers import reachable
from yichuang.organizations.queries import issuing_site

# Which event is told in which words; the others are for the officers' screens.
TEMPLATES = {
    "case.accepted": "case_accepted",
    "case.correction_requested": "correction_requested",
    "case.sent_to_issuing": "result_ready",
    "case.offered_electronically": "result_offered",
}


@unit_of_work()
def tell_applicant(*, stream: str, event: str, uid: str, now: datetime) -> bool:
    """Write the message that belongs to an event of a case, once; tell whether there was anybody to write to.

    Practice cases and applications without a mobile number tell nobody.
    """
    case = Case.objects.filter(number=stream.removeprefix("case:"), practice=False).first()
    mobile = case.form.get("contact_mobile", "") if case else ""
    if case is None or reachable(mobile) != "mobile":
        return False
    template = TEMPLATES[event]
    data = {
        "name": case.form.get("contact_name") or case.applicant_name,
        "matter": case.matter_name,
        "number": case.number,
        **_more(template, case),
    }
    send(to=mobile, template=template, data=data, now=now, stream=stream, once_key=f"told:{uid}", place=place_of(case))
    return True


def _more(template: str, case: Case) -> dict[str, str]:
    progress = f"{settings.PUBLIC_URL}/progress/?number={case.number}"
    if template == "case_accepted":
        return {"due": _day(case.promised_due or case.statutory_due), "link": progress}
    if template == "correction_requested":
        return {"site": case.site_name, "link": progress}
    if template == "result_offered":
        return {"link": settings.PUBLIC_URL + service_address(Issuing.objects.get(case=case))}
    # A result is told of once it is at the window that hands it out; all else is brought to where it was received.
    there = issuing_site(case.site_id).name if template == "result_ready" else case.site_name
    return {"site": there}


def _day(day: date | None) -> str:
    return in_chinese(day) if day else "法定期限"
