"""Tables of the studio, one file per noun."""

from yichuang.studio.models.adjustments import AdjustmentRequest, AdjustmentVoice
from yichuang.studio.models.drafts import Draft, DraftRevision
from yichuang.studio.models.imports import FindingCount, ImportBatch
from yichuang.studio.models.judgements import JudgedContent
from yichuang.studio.models.publications import PlannedPublication
from yichuang.studio.models.remarks import Remark
from yichuang.studio.models.reviews import ReviewAssignment, ReviewMark, ReviewRound
from yichuang.studio.models.simulations import SimulationObjection, SimulationRun, SimulationScript
from yichuang.studio.models.volumes import MatterVolume

__all__ = [
    "AdjustmentRequest",
    "AdjustmentVoice",
    "Draft",
    "DraftRevision",
    "FindingCount",
    "ImportBatch",
    "JudgedContent",
    "MatterVolume",
    "PlannedPublication",
    "Remark",
    "ReviewAssignment",
    "ReviewMark",
    "ReviewRound",
    "SimulationObjection",
    "SimulationRun",
    "SimulationScript",
]
