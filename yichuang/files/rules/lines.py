"""Lines of text as an engine found them on a picture."""

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """One line: its text, its four corners in pixels of the picture (clockwise from the top left), confidence 0…1."""

    text: str
    corners: tuple[Point, Point, Point, Point]
    confidence: float

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Return left, top, right, bottom of the upright frame around the corners."""
        xs, ys = [x for x, _ in self.corners], [y for _, y in self.corners]
        return int(min(xs)), int(min(ys)), int(max(xs)), int(max(ys))
