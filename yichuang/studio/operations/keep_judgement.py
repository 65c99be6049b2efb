"""Keep what was found in a frozen content, by its hash."""

from datetime import datetime

from yichuang.studio.models import JudgedContent
from yichuang.studio.queries.judging import Judgement
from yichuang.studio.rules.tiers import EDITION


def keep_judgement(content_hash: str, found: Judgement, now: datetime) -> None:
    """Keep or renew the counts of one content (one statement)."""
    row = JudgedContent(
        content_hash=content_hash,
        edition=EDITION,
        errors=found.count("error"),
        advices=found.count("advice"),
        undecided=found.count("undecided"),
        judged_at=now,
    )
    columns = ["edition", "errors", "advices", "undecided", "judged_at"]
    JudgedContent.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["content_hash"], update_fields=columns
    )
