"""Every reason why a move may not be made now, all at once (行政许可法 32: 一次告知)."""

from yichuang.cases.rules.checks import CHECKS
from yichuang.cases.rules.facts import CaseFacts, MoveInput
from yichuang.cases.rules.lifecycle import BY_VERB, Move
from yichuang.cases.rules.material_checks import KEPT
from yichuang.cases.rules.states import TEXTS, State
from yichuang.foundations.problems import Reason


def refusals(verb: str, facts: CaseFacts, given: MoveInput) -> list[Reason]:
    """Return every reason why the move may not be made now; empty when it may."""
    move = BY_VERB[verb]
    if facts.state not in move.sources:
        return [_wrong_state(facts.state, move)]
    return [reason for need in move.needs for reason in CHECKS[need](facts, given, move)]


# Reasons that only say that something has not been typed yet.
TYPED = frozenset(
    {
        *(
            "reasons_missing",
            "basis_missing",
            "authority_missing",
            "list_empty",
            "correction_text",
            "procedure_missing",
        ),
        *(
            "days_missing",
            "notice_unserved",
            "extension_days",
            "opinion_missing",
            "request_missing",
            "successor_missing",
        ),
        *("result_missing", "nothing_supplied", "nothing_tolerated"),
    }
)


def standing_refusals(verb: str, facts: CaseFacts, given: MoveInput) -> list[Reason]:
    """Return what stands in the way of a move whatever is typed into its form: why it is not open to this person now."""
    return [reason for reason in refusals(verb, facts, given) if reason.code not in TYPED]


def _wrong_state(state: State, move: Move) -> Reason:
    now = TEXTS[state]
    sources = "、".join(TEXTS[source].name for source in move.sources)
    return Reason(
        "wrong_state",
        f"本件现为“{now.name}”（{now.waiting}），只有“{sources}”的办件才能办“{move.name}”。",
        rule=move.article,
        kept=KEPT,
        todo="可能另一位同事刚办过：请刷新办件页查看最新状态。",
    )
