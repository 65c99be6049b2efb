"""Compare the books with one system: ask for its side, look at ours before and after, write what differs (docs/exchange.md)."""

import uuid
from collections.abc import Iterable
from urllib.parse import urlencode

from yichuang.accounts.permissions import SYSTEM
from yichuang.exchange.http import get
from yichuang.exchange.models import ClientSystem, ReconciliationRun
from yichuang.exchange.models.reconciliations import RUNNING
from yichuang.exchange.operations.log_message import log_books
from yichuang.exchange.operations.reconcile import fail_reconciliation, finish_reconciliation
from yichuang.exchange.queries.reconciliations import numbers_of_day, open_numbers, ours_of
from yichuang.exchange.queries.systems import signing_secrets
from yichuang.exchange.rules.attempts import in_words
from yichuang.exchange.rules.reconciliation import (
    MOST_ROWS,
    NotTheContract,
    Theirs,
    asked_for,
    compare,
    page_read,
)
from yichuang.exchange.rules.signing import webhook_headers
from yichuang.foundations import clock

PAGE, NUMBERS_AT_ONCE, MOST_OF_PAGE = 200, 50, 1024 * 1024
NO_SUCH_DOOR = 404


def reconcile(run_id: int) -> None:
    """Make one comparison; what the other side does wrong ends it with a reason that an operator can read."""
    run = ReconciliationRun.objects.select_related("system__department").filter(pk=run_id, state=RUNNING).first()
    if run is None:
        return
    system = run.system
    numbers = numbers_of_day(system, run.day) | open_numbers(system)
    before = ours_of(system, numbers)
    try:
        theirs = _asked(system, [("day", run.day.isoformat())])
        theirs |= _of_numbers(system, sorted(numbers - set(theirs)))
    except NotTheContract as fault:
        fail_reconciliation(run_id=run_id, reason=str(fault), now=clock.now())
        return
    strangers = set(theirs) - numbers
    before |= ours_of(system, strangers)
    found = compare(numbers | strangers, before, theirs, ours_of(system, numbers | strangers))
    finish_reconciliation(run_id=run_id, found=found, actor=SYSTEM, now=clock.now())


def _of_numbers(system: ClientSystem, numbers: Iterable[str]) -> dict[str, Theirs]:
    found: dict[str, Theirs] = {}
    for portion in asked_for(sorted(numbers), NUMBERS_AT_ONCE):
        found |= _asked(system, [("number", number) for number in portion])
    return found


def _asked(system: ClientSystem, asked: list[tuple[str, str]]) -> dict[str, Theirs]:
    """Ask until the last page, and return all rows. :raises NotTheContract: for silence, a refusal or what cannot be read."""
    found: dict[str, Theirs] = {}
    after, seen = "", set[str]()
    while True:
        query = urlencode([*asked, ("after", after), ("limit", str(PAGE))])
        rows, after = page_read(_answer(system, query))
        found |= rows
        if not after:
            return found
        if after in seen or len(found) > MOST_ROWS:
            raise NotTheContract("对方的分页没有尽头")
        seen.add(after)


def _answer(system: ClientSystem, query: str) -> bytes:
    secrets = signing_secrets(system.pk, clock.now())
    if not secrets:
        raise NotTheContract("系统还没有签名密钥")
    headers = webhook_headers(str(uuid.uuid4()), clock.wall(), query, secrets)
    outcome, content = get(f"{system.receiver}/reconciliation?{query}", headers, MOST_OF_PAGE)
    if outcome.reached:
        log_books(system, query, int(headers["webhook-timestamp"]), outcome, content, clock.now())
    if outcome.status == NO_SUCH_DOOR:
        raise NotTheContract("对方没有提供对账接口（404）")
    if not outcome.done:
        raise NotTheContract(in_words(outcome))
    return content
