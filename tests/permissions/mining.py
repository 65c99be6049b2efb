"""Who may have the ledger mined and decide about proposals: on an analysis of 萧山 and a proposal that came of it (S2-25)."""

from datetime import datetime, timedelta
from typing import Any

from tests.cases.people import who
from tests.permissions.cast import SIGNED_IN
from tests.permissions.lines import ANY_UNIT, DISTRICT_ADMINS, UNIT, guarded, only
from yichuang.mining.models import MiningRun, Proposal
from yichuang.mining.queries.source import lead_of

MINERS = DISTRICT_ADMINS | {"director"}
# One analysis and proposal of 萧山: to who looks after another district they are not there, the rest are told that it is not for them.
OF_THE_DISTRICT = guarded({"district_admin", "director"}, SIGNED_IN - MINERS)
# Departments read what they were asked to compose, and to them the rest is not there.
READERS = MINERS | ANY_UNIT
SHOWN = guarded({"district_admin", "director"}, SIGNED_IN - READERS)
# An accepted proposal opens a draft: the director decides about proposals but composes none, he asks the lead department.
COMPOSES = guarded({"district_admin"}, SIGNED_IN - READERS | {"director"})
OF_THE_ASKED = guarded({"district_admin"} | UNIT, SIGNED_IN - READERS | {"director"})
SHOWN_TO_THE_ASKED = guarded({"district_admin", "director"} | UNIT, SIGNED_IN - READERS)
STARTS = {
    "division": "330109", "window_days": "90", "months": "24", "least_persons": "20", "least_confidence": "10", "least_lift": "1.5",
    "longest": "4", "grain": "matter",
}  # fmt: skip
RUN, PROPOSAL, HANDED_ON = {"pk": "mining_run"}, {"pk": "mining_proposal"}, {"pk": "mining_asked"}

MINING_PAGES: list[Any] = [
    ("GET mining-proposals", only(READERS)),
    ("GET mining-proposals-export", only(READERS)),
    ("GET mining-proposal", SHOWN, PROPOSAL),
    ("GET mining-proposal", SHOWN_TO_THE_ASKED, HANDED_ON),
    ("POST mining-accept", COMPOSES, PROPOSAL),
    ("POST mining-accept", OF_THE_ASKED, HANDED_ON),
    ("POST mining-ask", SHOWN, PROPOSAL),
    ("POST mining-return", OF_THE_ASKED, HANDED_ON, {"return_reason": "由民政部门牵头更合适"}),
    ("POST mining-dismiss", SHOWN, PROPOSAL, {"reason": "各办各的更快"}),
    (
        "POST mining-dismiss",
        guarded({"district_admin", "director"}, SIGNED_IN - READERS | UNIT),
        HANDED_ON,
        {"reason": "各办各的更快"},
    ),
    ("GET mining-runs", only(MINERS)),
    ("GET mining-runs-export", only(MINERS)),
    ("GET mining-start", only(MINERS)),
    ("POST mining-start", only(MINERS), {}, STARTS),
    ("GET mining-run", OF_THE_DISTRICT, RUN),
    ("GET mining-progress", OF_THE_DISTRICT, RUN),
    ("POST mining-cancel", OF_THE_DISTRICT, RUN),
    ("GET mining-run-export", OF_THE_DISTRICT, RUN),
]
MINING_OPERATIONS: list[Any] = [
    ("list_mining_runs", only(MINERS)),
    ("run_mining", only({"district_admin", "director"}), {}, {"division": "330109"}),
    ("get_mining_run", OF_THE_DISTRICT, {"run": "mining_run"}),
    ("cancel_mining_run", OF_THE_DISTRICT, {"run": "mining_run"}),
    ("list_associations", OF_THE_DISTRICT, {"run": "mining_run"}),
    ("list_life_event_proposals", only(READERS)),
    ("get_life_event_proposal", SHOWN, {"proposal": "mining_proposal"}),
    ("get_life_event_proposal", SHOWN_TO_THE_ASKED, {"proposal": "mining_asked"}),
    ("accept_life_event_proposal", COMPOSES, {"proposal": "mining_proposal"}),
    ("accept_life_event_proposal", OF_THE_ASKED, {"proposal": "mining_asked"}),
    ("ask_department_to_compose", SHOWN, {"proposal": "mining_proposal"}),
    ("return_life_event_proposal", OF_THE_ASKED, {"proposal": "mining_asked"}, {"reason": "由民政部门牵头更合适"}),
    ("dismiss_life_event_proposal", SHOWN, {"proposal": "mining_proposal"}, {"reason": "各办各的更快"}),
]


def mining_samples(found: Any, now: datetime) -> None:
    """Keep an analysis that waits, and a proposal."""
    author = who("邹主任")
    row = MiningRun.objects.create(
        division="330109", window_days=90, months=24, since=now - timedelta(days=720), until=now, least_persons=20, longest=4,
        least_confidence=10, least_lift=150, asked_by=author.id, asked_by_name=author.name, asked_at=now,
    )  # fmt: skip
    proposal = Proposal.objects.create(
        run=row, division="330109", mark="0123456789abcdef", matters=["freight_general", "vehicle_licence_replace"],
        names=["普通货物运输经营许可", "机动车行驶证补领、换领"], departments=["萧山区交通运输局"], title="货运和行驶证", count=40,
        persons=40, lift=240, saved_visits=1, saved_materials=0, saved_fields=0, minutes=2400,
    )  # fmt: skip
    asked = Proposal.objects.create(
        run=row, division="330109", mark="fedcba9876543210", matters=["freight_general", "social_card_apply"],
        names=["普通货物运输经营许可", "社会保障卡申领"], departments=["萧山区交通运输局"], title="货运和市民卡", count=40, persons=40,
        lift=240, saved_visits=1, saved_materials=0, saved_fields=0, minutes=2400, state="asked", asked_by_id=author.id,
        asked_by_name=author.name, asked_at=now, asked_department=lead_of(["freight_general"]),
    )  # fmt: skip
    found.parts |= {
        "mining_run": str(row.pk), "mining_proposal": str(proposal.pk), "mining_asked": str(asked.pk),
    }  # fmt: skip
