"""Tables of the studio, one file per noun."""

from yichuang.studio.models.drafts import Draft, DraftRevision
from yichuang.studio.models.imports import FindingCount, ImportBatch
from yichuang.studio.models.remarks import Remark
from yichuang.studio.models.reviews import ReviewAssignment, ReviewMark, ReviewRound

__all__ = [
    "Draft",
    "DraftRevision",
    "FindingCount",
    "ImportBatch",
    "Remark",
    "ReviewAssignment",
    "ReviewMark",
    "ReviewRound",
]
