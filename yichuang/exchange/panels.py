"""The exchange's part of the case page."""

from django.template.loader import render_to_string

from yichuang.cases.ports import Panel
from yichuang.cases.queries import Case
from yichuang.exchange import policies
from yichuang.exchange.queries.case_exchange import exchange_of
from yichuang.exchange.rules.pipeline import STUCK, standing
from yichuang.foundations.actors import Actor


def case_panel(actor: Actor, case: Case) -> Panel | None:
    """Return what the department's system has to do with a case, None for one that is handled natively."""
    found = exchange_of(case)
    if found is None:
        return None
    may_open = found.form_open and actor.may("case.receive")
    sees_log = actor.may(policies.VIEW, policies.place_of(found.system))
    context = {
        "log_url": f"/exchange/systems/{found.system.key}/messages/?number={case.number}" if sees_log else "",
        "exchange": found,
        "case": case,
        "may_open": may_open,
        "form_url": f"/exchange/cases/{case.number}/form/",
        "standing": standing(found.pipeline),
        "stuck": any(step.state == STUCK for step in found.pipeline),
    }
    head = render_to_string("exchange/case_line.html", context)
    return Panel("业务系统", render_to_string("exchange/case_panel.html", context), head)
