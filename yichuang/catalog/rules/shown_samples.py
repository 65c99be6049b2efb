"""Sample pictures with their marks as a page draws them: numbered rectangles in percent, the review point beside each (S2-18)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from yichuang.catalog.rules.samples import Sample
from yichuang.catalog.rules.spec import Material


@dataclass(frozen=True)
class ShownMark:
    """One numbered rectangle: place and size in percent of the picture, the review point's text, and how it is looked at."""

    number: int
    x: float
    y: float
    width: float
    height: float
    text: str
    note: str


@dataclass(frozen=True)
class ShownSample:
    """One sample: its title, the address of its picture, its marks."""

    title: str
    url: str
    marks: tuple[ShownMark, ...]


def shown_samples(materials: Iterable[Material], url_of: Callable[[str], str]) -> list[ShownSample]:
    """Return the samples of the materials; `url_of` tells the address of a file."""
    return [_shown(material, sample, url_of(sample.file)) for material in materials for sample in material.samples]


def _shown(material: Material, sample: Sample, url: str) -> ShownSample:
    points = {point.id: point.text for point in material.review_points}
    marks = tuple(
        ShownMark(
            number,
            mark.area.x / 10,
            mark.area.y / 10,
            mark.area.width / 10,
            mark.area.height / 10,
            points.get(mark.point, ""),
            mark.note,
        )
        for number, mark in enumerate(sample.marks, start=1)
    )
    title = material.name if sample.name in ("", material.name) else f"{material.name}（{sample.name}）"
    return ShownSample(title, url, marks)
