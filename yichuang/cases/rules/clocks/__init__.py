"""The statutory clocks of a case as pure functions over facts, rules and calendar (rulebook 2.1, 2.1.1, 2.1.2).

Day zero is the day of receipt, acceptance or decision; day one is the next working day (natural days: the next day). A
day that has begun is used: on the due day `left` is 0 and the limit is kept until midnight. Days inside a special
procedure do not count: from the day its written notice was served, up to and not including the day on which it ended,
so a procedure that ends on the day it began stops nothing and the day of resumption counts again.
"""

from yichuang.cases.rules.clocks.counting import first_yellow_day
from yichuang.cases.rules.clocks.decision import decision_clock
from yichuang.cases.rules.clocks.facts import (
    ClockFacts,
    ClockReading,
    ClockRules,
    DeemedAcceptance,
    Extension,
    Suspension,
)
from yichuang.cases.rules.clocks.notice import deemed_acceptance, deemed_moment, notice_clock
from yichuang.cases.rules.clocks.service import service_clock

__all__ = [
    "ClockFacts",
    "ClockReading",
    "ClockRules",
    "DeemedAcceptance",
    "Extension",
    "Suspension",
    "decision_clock",
    "deemed_acceptance",
    "deemed_moment",
    "first_yellow_day",
    "notice_clock",
    "service_clock",
]
