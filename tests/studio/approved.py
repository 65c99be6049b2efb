"""A small clean matter in force, and its next version approved, as review and simulation leave it behind."""

from typing import Any

from tests.cases.people import who
from tests.studio.reviewing import DOCUMENT, NAME
from yichuang.accounts.permissions import SYSTEM
from yichuang.catalog.models import MatterVersion
from yichuang.catalog.operations.candidates import freeze_candidate, settle_candidate
from yichuang.catalog.operations.publish import load_version
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import clock
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.models import Draft
from yichuang.studio.operations.open_draft import open_next_version
from yichuang.studio.rules.states import APPROVED

FREIGHT = "freight_general"
CARD, CARD_NAME = "driver_card", NAME
LOST = {"q1": "a"}


def card_in_force(**changes: Any) -> MatterVersion:
    """Put the clean matter in force, as if it had been there before the platform."""
    spec = MatterSpec.model_validate({**DOCUMENT, "key": CARD, **changes})
    return load_version(actor=SYSTEM, spec=spec, now=clock.now())


@unit_of_work()
def approved_draft(key: str = CARD, author: str = "赵审查", **changes: Any) -> Draft:
    """Return the next version of a matter, changed, frozen and approved."""
    if key == CARD and not MatterVersion.objects.filter(matter__key=CARD).exists():
        card_in_force()
    now = clock.now()
    draft = open_next_version(actor=who(author), matter_key=key, now=now)
    draft.document = {**draft.document, "note": "新版", **changes}
    spec = MatterSpec.model_validate(draft.document)
    version = freeze_candidate(actor=who(author), spec=spec, now=now)
    settle_candidate(actor=who("谢区管"), version_id=version.pk, approved=True, now=now)
    draft.candidate_id, draft.state = version.pk, APPROVED
    draft.save(update_fields=["document", "candidate", "state"])
    return Draft.objects.get(pk=draft.pk)
