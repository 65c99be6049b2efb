"""Tables of feedback."""

from yichuang.feedback.models.complaints import Complaint, ComplaintStep, ComplaintTry
from yichuang.feedback.models.orders import RatingOrder
from yichuang.feedback.models.ratings import Rating, RatingMonth, RatingRequest
from yichuang.feedback.models.settings import FeedbackSerial, FeedbackSettings

__all__ = [
    "Complaint",
    "ComplaintStep",
    "ComplaintTry",
    "FeedbackSerial",
    "FeedbackSettings",
    "Rating",
    "RatingMonth",
    "RatingOrder",
    "RatingRequest",
]
