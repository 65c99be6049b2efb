"""May-see: the one constructor of every list and look-up of cases, and the lock that fetches and authorises in one step."""

from collections.abc import Iterable
from functools import lru_cache

from django.db.models import Q, QuerySet

from yichuang.cases import policies
from yichuang.cases.models import Case, Document
from yichuang.cases.rules.lifecycle import BY_VERB
from yichuang.foundations.actors import Actor, Grant
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.ready import Ready
from yichuang.foundations.rules.identifiers import check_case_number, is_practice_number
from yichuang.foundations.transactions import held, hold


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """Return the cases the actor may see; nothing for somebody without the right. Practice cases are never among them."""
    return _seen(actor.scopes("case.view"), Case.objects.all())


def one_case(actor: Actor, number: str) -> QuerySet[Case]:
    """Return the case of a number if the actor may see it, also a practice case: it is opened by its number and in no other way (S0-26)."""
    return _seen(actor.scopes("case.view"), _of_kind(is_practice_number(number))).filter(number=number)


@lru_cache(maxsize=1024)
def _locking(grants: frozenset[Grant], practice: bool) -> Ready[Case]:
    """Return the query that locks the case of a number within these grants; made ready once for all who hold the same."""
    return Ready(
        lambda number: _seen(grants, _of_kind(practice)).filter(number=number).select_for_update(of=("self",))[:1],
        number=str,
    )


def _of_kind(practice: bool) -> QuerySet[Case]:
    return Case.with_practice.filter(practice=True) if practice else Case.objects.all()


def _seen(grants: Iterable[Grant], rows: QuerySet[Case]) -> QuerySet[Case]:
    scope = Q(pk__in=[])
    for grant in grants:
        if grant.scope == "everywhere":
            return rows
        scope |= _reach(grant)
    return rows.filter(scope)


def _reach(grant: Grant) -> Q:
    if grant.scope == "division":
        return Q(division__startswith=grant.value) if grant.value else Q(pk__in=[])
    column = {"department": "department_id", "site": "site_id", "self": "received_by"}[grant.scope]
    return Q(**{column: grant.value}) if grant.value else Q(pk__in=[])


def clean_number(text: str) -> str:
    """Return the 21 digits of a case number as typed, with or without its check digit.

    :raises Refused: 422 explaining what is wrong with it.
    """
    report = check_case_number(text)
    if not report.ok:
        reasons = [
            Reason("case_number", error, field="number", rule="统一申报编码规则", todo="请对照回执上的编号重新输入。")
            for error in report.errors
        ]
        raise Refused(*reasons, status=422, title="编号有误")
    return report.value


def case_for(actor: Actor, number: str) -> Case:
    """Return a case the actor may see.

    :raises NotFound: when there is none or it is not the actor's to see.
    """
    case = one_case(actor, number).select_related("extension").first()
    if case is None:
        raise NotFound("这个办件", "请核对编号；其他单位的办件不能在这里查看。")
    return case


def document_for(actor: Actor, code: str) -> Document:
    """Return a document of a case that the actor may see.

    :raises NotFound: when there is none or its case is not the actor's to see.
    """
    document = Document.objects.select_related("case", "file__blob").filter(code=code).first()
    if document is None or document.case is None:
        raise NotFound("这份文书")
    case_for(actor, document.case.number)
    return document


def lock_case(actor: Actor, number: str, verb: str, revision: int | None = None) -> Case:
    """Fetch, lock and authorise a case for one move; what this unit of work already holds is not fetched again.

    :raises NotFound: when it is not the actor's to see; NotAllowed when the act is not his;
        Refused 409 when the case was changed since the page with `revision` was shown.
    """
    case = held((actor.key, number), Case)
    if case is None:
        case = _locking(frozenset(actor.scopes("case.view")), is_practice_number(number)).first(number=number)
    if case is None:
        raise NotFound("这个办件", "请核对编号；其他单位的办件不能在这里办理。")
    hold((actor.key, number), case)
    move = BY_VERB[verb]
    policies.demand(actor, move.act, case, move.name)
    if revision is not None and revision != case.chain_seq:
        raise Refused(
            Reason(
                "changed_meanwhile",
                "您打开页面之后，同事已办理过本件，页面上的内容不是最新的。",
                kept="您填写的内容还在页面上，没有提交。",
                todo="请刷新办件页，核对最新情况后再办。",
            ),
            title="办件已有变化",
        )
    return case
