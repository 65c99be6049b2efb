"""Judge what is in force once for an edition of the rules, and keep the counts by content hash."""

from datetime import datetime

from yichuang.catalog.queries import contents_in_force
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.models import JudgedContent
from yichuang.studio.operations.keep_judgement import keep_judgement
from yichuang.studio.queries.judging import judge
from yichuang.studio.rules.tiers import EDITION


@unit_of_work()
def judge_in_force(*, now: datetime, key: str = "") -> int:
    """Judge the contents in force (of one matter, or all) that this edition has not judged yet; return how many."""
    done = set(JudgedContent.objects.filter(edition=EDITION).values_list("content_hash", flat=True))
    fresh = [(content, spec) for content, spec in contents_in_force(key) if content not in done]
    for content, spec in fresh:
        keep_judgement(content, judge(spec), now)
    return len(fresh)
