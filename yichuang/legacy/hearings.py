"""What the exchange is told of: the dialect, the page of a system's app key, and the department's own number on the page of a case."""

from django.template.loader import render_to_string

from yichuang.cases.ports import Panel, add_panel
from yichuang.cases.queries import Case
from yichuang.exchange.ports import SystemPage, add_dialect, add_page
from yichuang.exchange.queries.routes import system_of_matter
from yichuang.foundations.actors import Actor
from yichuang.legacy.dialect import NAME, LegacyXml
from yichuang.legacy.queries import own_number_of


def number_panel(actor: Actor, case: Case) -> Panel | None:
    """Return the department's own number of a case, None where none was fed back."""
    system = system_of_matter(case.matter_id, practice=case.practice, at=case.received_at)
    own = own_number_of(case.number) if system is not None and system.dialect == NAME else ""
    return Panel("业务系统编号", render_to_string("legacy/case_panel.html", {"own": own})) if own else None


add_dialect(NAME, LegacyXml())
add_page(SystemPage("app-key", "旧接口", "app-key/"))
add_panel("legacy", number_panel)
