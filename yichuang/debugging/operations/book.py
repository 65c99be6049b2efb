"""The bench's book of exercises for the desk: the practice case of a run is received like any other (S0-18; `cases.ports.Book`)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yichuang.cases.ports import Exercise
from yichuang.catalog.queries import spec_of
from yichuang.debugging.events import DebuggingReceived
from yichuang.debugging.models import DebuggingRun
from yichuang.debugging.queries import version_of
from yichuang.debugging.rules.steps import RUNNING
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotAllowed, NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work

NAME = "debugging"


def key_of(run: DebuggingRun) -> str:
    """Return the key by which the desk knows a run."""
    return f"{NAME}-{run.pk}"


class DebuggingBook:
    """Lets any counter receive the practice case of a run that is going on."""

    def exercise(self, actor: Actor, key: str) -> Exercise:
        """Return the exercise of a run. :raises NotFound: when it is over. :raises NotAllowed: for who receives nothing."""
        if not actor.may("case.receive"):
            raise NotAllowed("case.receive", "您的岗位不收件：联调的练习件由综合窗口收。")
        return _exercise(_run(key))

    def about(self, number: str) -> Exercise | None:
        """Return the exercise of a practice case."""
        run = DebuggingRun.objects.filter(case_number=number).select_related("system", "matter").first()
        return _exercise(run) if run is not None else None

    @unit_of_work()
    def received(self, actor: Actor, key: str, number: str, now: datetime) -> None:
        """Note the practice case of a run. :raises Refused: when it has one."""
        run = DebuggingRun.objects.select_for_update(of=("self",)).get(pk=_run(key).pk)
        if run.case_number:
            had = Reason(
                "received",
                "这次联调已经收过练习件。",
                rule="S0-18",
                kept="没有再收。",
                todo=f"请打开 {run.case_number}。",
            )
            raise Refused(had, title="没有收件")
        run.case_number = number
        ledger.write(run, DebuggingReceived(number=number), actor=actor, at=now, update_fields=["case_number"])

    def ended(self, actor: Actor, key: str, answers: Mapping[str, Any], now: datetime) -> None:
        """Leave the run as it is: an end without a case brings joint debugging nowhere, another answer does."""


def _run(key: str) -> DebuggingRun:
    digits = key.removeprefix(f"{NAME}-")
    pk = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 18 else 0
    run = DebuggingRun.objects.filter(pk=pk, state=RUNNING).select_related("system", "matter").first()
    if run is None:
        raise NotFound("这次联调", "联调已经结束，或地址有误。请从业务系统的联调页面重新打开。")
    return run


def _exercise(run: DebuggingRun) -> Exercise:
    version = version_of(run)
    return Exercise(
        key=key_of(run),
        version_id=version,
        window="",
        title=f"接口联调：{run.system.name}",
        # Who received it at the counter does not see the bench.
        back="/cases/",
        kind=spec_of(version).applicant_kinds[0],
        says=(("申报人", "联调测试"), ("联系人姓名", "联调测试")),
        answers=(),
        brings=("材料可用任意清晰的图片代替，至少扫描一份",),
    )
