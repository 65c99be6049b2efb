"""An approved draft for tests, as review and simulation leave it behind."""

from datetime import datetime
from typing import Any

from tests.cases.people import who
from yichuang.catalog.operations.candidates import freeze_candidate, settle_candidate
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import clock
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.models import Draft
from yichuang.studio.operations.open_draft import open_next_version
from yichuang.studio.rules.states import APPROVED

FREIGHT = "freight_general"


@unit_of_work()
def approved_draft(key: str = FREIGHT, author: str = "赵审查", now: datetime | None = None, **changes: Any) -> Draft:
    """Return the next version of a matter, changed, frozen and approved."""
    now = now or clock.now()
    draft = open_next_version(actor=who(author), matter_key=key, now=now)
    draft.document = {**draft.document, "note": "新版", **changes}
    spec = MatterSpec.model_validate(draft.document)
    version = freeze_candidate(actor=who(author), spec=spec, now=now)
    settle_candidate(actor=who("谢区管"), version_id=version.pk, approved=True, now=now)
    draft.candidate_id, draft.state = version.pk, APPROVED
    draft.save(update_fields=["document", "candidate", "state"])
    return Draft.objects.get(pk=draft.pk)
