"""Filled in online beforehand (网上预填, S2-51): kept sealed under a code for thirty days, taken over at a counter into a new case.

It is no application: nothing is received, no clock runs before a counter receives it (行政许可法 32). What nobody brings is forgotten.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from yichuang.cases.models import Prefill
from yichuang.cases.queries.desk import prefill_for
from yichuang.cases.rules import base_form
from yichuang.cases.rules.prefill_codes import ALPHABET, LENGTH, read_code
from yichuang.catalog.queries import published
from yichuang.catalog.rules import navigator, own_form_filling
from yichuang.catalog.rules.compiled import Arrived
from yichuang.catalog.rules.own_form_asked import asked_fields
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.sealed import blind_index
from yichuang.foundations.transactions import unit_of_work

LIVES = timedelta(days=30)
WITHIN, MOST_FROM_AN_ADDRESS = timedelta(hours=1), 20
KEPT = "已填内容都在。"


@dataclass(frozen=True)
class Prefilled:
    """What somebody filled in online: the matter, kind, answers, both forms as values, and the same as his page posted it."""

    matter: str
    kind: str
    answers: Mapping[str, Any]
    form: Mapping[str, Any]
    own_form: Mapping[str, Any]
    typed: Mapping[str, Sequence[str]]


@unit_of_work()
def keep_prefill(*, given: Prefilled, address: str, now: datetime) -> tuple[str, Prefill]:
    """Keep what was filled in and return the code under which a counter finds it, with its row.

    :raises Refused: 422 with every fault of answers and forms; 429 for more than twenty an hour from one address.
    """
    matter = published(given.matter)
    judge_prefilled(given, matter.spec, now)
    mark = blind_index(address, "prefill").hex()
    if Prefill.objects.filter(address_mark=mark, created_at__gt=now - WITHIN).count() >= MOST_FROM_AN_ADDRESS:
        reason = Reason(
            "too_many",
            "这个网络地址一小时内预填得太多。",
            rule="S2-51",
            kept=KEPT,
            todo="请一小时后再试，或直接到窗口办理。",
        )
        raise Refused(reason, status=429, title="暂时不能预填")
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    row = Prefill.objects.create(
        code_mark=mark_of(code),
        key=matter.key,
        matter_name=matter.spec.name,
        data={name: list(values) for name, values in given.typed.items()},
        address_mark=mark,
        created_at=now,
        expires_at=now + LIVES,
    )
    return code, row


def judge_prefilled(given: Prefilled, spec: MatterSpec, now: datetime, title: str = "还没有预填成功") -> None:
    """Judge answers and both forms by a version of the matter. :raises Refused: 422 under `title`, with every fault."""
    on = day_of(now)
    facts = navigator.facts_with_known(spec, given.answers, applicant_kind=given.kind, on=on)
    reasons = [
        Reason("answers", text, "answers", "S2-11", KEPT, "请重新回答情形问题。")
        for text in navigator.validate_facts(spec, facts)
    ]
    if given.kind not in spec.applicant_kinds:
        reasons.append(Reason("kind", "请选择申报者类型。", "kind", "S2-53", KEPT, "请选择后继续。"))
    elif not reasons and not isinstance(navigator.advance(spec, facts), Arrived):
        reasons.append(Reason("answers", "情形问题还没有答完。", "answers", "S2-11", KEPT, "请继续回答。"))
    if not reasons:
        reasons += base_form.judge(given.kind, given.form, on=on).errors
        reasons += own_form_filling.judge(spec.form, given.own_form, on=on, asked=asked_fields(spec, facts)).errors
    if reasons:
        raise Refused(*reasons, status=422, title=title)


@unit_of_work()
def discard_prefill(*, code: str) -> bool:
    """Throw away what was filled in, by whoever has its code; tell whether there was something (个人信息保护法 47)."""
    return bool(Prefill.objects.filter(code_mark=mark_of(code), number="").delete()[0])


@unit_of_work()
def refill_prefill(*, mark: str, typed: Mapping[str, Sequence[str]]) -> None:
    """Keep what was changed in the online application also for the counter, where nothing was received from it yet."""
    row = Prefill.objects.select_for_update().filter(code_mark=mark, number="").first()
    if row is not None:
        row.data = {name: list(values) for name, values in typed.items()}
        row.save(update_fields=["data"])


def hold_prefill(*, mark: str) -> bool:
    """Lock what was filled in under a mark until the caller's transaction ends, so that it is followed once; tell whether it is there."""
    return Prefill.objects.select_for_update().filter(code_mark=mark).first() is not None


def end_prefill(*, mark: str) -> None:
    """Let an online application take the place of what was filled in: its code opens nothing at a counter any more.

    :raises Refused: 409 when a counter received it.
    """
    row = Prefill.objects.select_for_update().filter(code_mark=mark).first()
    if row is not None and row.number:
        raise received_already(row)
    if row is not None:
        row.delete()


@unit_of_work()
def open_prefill(*, actor: Actor, code: str, now: datetime) -> Prefill:
    """Return what was filled in, for a counter to take over, and note who opened it.

    :raises NotFound: for an unknown code or one that has run out. :raises Refused: 409 when it was received already.
    """
    row = prefill_for(mark_of(code), now)
    row.opened_at, row.opened_by, row.opened_by_name = now, actor.id, actor.name
    row.save(update_fields=["opened_at", "opened_by", "opened_by_name"])
    return row


def use_prefill(*, code: str, number: str) -> None:
    """Note, in the transaction of the receipt, which case it became, and let go of what was filled in.

    One that ran out while the clerk was typing stops nobody. :raises Refused: 409 when another counter received it meanwhile.
    """
    row = Prefill.objects.select_for_update().filter(code_mark=mark_of(code)).first()
    if row is None:
        return
    if row.number:
        raise received_already(row)
    row.number, row.data = number, {}
    row.save(update_fields=["number", "data"])


def received_already(row: Prefill) -> Refused:
    """Return the refusal of a code that became a case."""
    reason = Reason(
        "prefill_used", f"这份预填已经收件，编号 {row.number}。", "prefill", "S2-51", KEPT, "请查询这个编号。"
    )
    return Refused(reason, status=409, title="这份预填已经收件")


@unit_of_work()
def forget_prefills(*, now: datetime) -> int:
    """Delete what ran out and return how many."""
    return int(Prefill.objects.filter(expires_at__lte=now).delete()[0])


def mark_of(code: str) -> str:
    """Return what is kept of a code: equal for equal codes, and nobody finds the code from it."""
    return blind_index(read_code(code), "prefill-code").hex()
