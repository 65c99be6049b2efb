"""JSON shapes of what officers say of the guide."""

from uuid import UUID

from ninja import Schema
from pydantic import Field


class QuestionBody(Schema):
    """Which material, which of its points (empty: the material itself), and what is wrong."""

    material: str = Field(max_length=40)
    point: str = Field("", max_length=40)
    text: str = Field(min_length=2, max_length=300)


class PointQuestionOut(Schema):
    """What was recorded."""

    id: UUID
    material: str
    point: str
    text: str
