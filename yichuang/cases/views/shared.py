"""Shared data at the counter: 提取 and 同步项目 while an application is typed, a licence in place of a material (S2-14; 716号令 7).

What was fetched is shown with its source; the clerk compares and takes it over. When the source is away he is told so in one sentence,
nothing typed is lost, and the paper way stays open.
"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yichuang.accounts.auth import signed_in
from yichuang.cases import policies
from yichuang.cases.operations.take_shared import take_shared
from yichuang.cases.queries.access import case_for, clean_number
from yichuang.cases.serving.fetching import answer_fetched
from yichuang.cases.views.materials import answer_material
from yichuang.catalog.queries import published
from yichuang.catalog.rules.own_form import fields_of
from yichuang.foundations import clock
from yichuang.foundations.problems import Refused

NOT_FETCHED = "没有取到共享数据"


@signed_in
@require_POST
@never_cache
def fetch_part(request: HttpRequest, key: str, what: str) -> HttpResponse:
    """Ask the household register for the person, or the project register for the project, and offer what it says."""
    policies.counter_of(request.actor)  # type: ignore[attr-defined]
    spec = published(key).spec
    return answer_fetched(request, what, f"办理“{spec.name}”", fields_of(spec.form))


@signed_in
@require_POST
def take_licence(request: HttpRequest, number: str, material: str) -> HttpResponse:
    """Get the applicant's licence in place of a material; what else stands on the page stays as it is."""
    actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, clean_number(number))
    consent, refused = request.POST.get("consent") == "1", None
    try:
        take_shared(
            actor=actor, number=case.number, material=material, consent=consent, now=clock.now(), wall=clock.wall()
        )
    except Refused as error:
        # A source that does not know the person is no missing page.
        if error.status in (403, 404) and error.title != NOT_FETCHED:
            raise
        refused = error
    return answer_material(request, case, material, refused)
