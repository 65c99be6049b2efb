"""What is shown and argued beside a material: annotated sample pictures (S2-18) and the evidence for keeping it (S2-16)."""

from typing import Literal

from pydantic import Field

from yichuang.catalog.rules.handling import Part


class Area(Part):
    """A rectangle on a picture, in thousandths of its width and height."""

    x: int = Field(ge=0, le=1000)
    y: int = Field(ge=0, le=1000)
    width: int = Field(ge=1, le=1000)
    height: int = Field(ge=1, le=1000)


class Mark(Part):
    """Where on a sample a review point is looked at, and how (S2-18: method, measure of discretion)."""

    point: str
    area: Area
    note: str = ""


class Sample(Part):
    """A sample picture of a material with its review points drawn on it; private parts are blurred in the file itself (S2-18)."""

    id: str
    file: str
    name: str
    marks: tuple[Mark, ...] = ()


CutName = Literal["no_basis", "held_licence", "commitment", "covered", "online_check", "issuer_cannot_check"]


class Justification(Part):
    """Why a material stays although one of the six cuts asks for it to go (S2-16): which cut, and the evidence."""

    cut: CutName
    evidence: str
