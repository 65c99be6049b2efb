"""Where text stands on a certificate: lines turned upright, cut at printed labels, and values gathered beside and
below each label."""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from yichuang.files.rules.lines import Line

# Copies carry “仅供办理……使用” across them; specimens of ours say 演示样本. Neither belongs to any field.
_WATERMARK = re.compile(r"演示样本|仅供.*(使用|办理)|再次复印|复印无效|^复印件$|^扫描全能王")
# Distances in units of the label's height.
_FIRST_GAP, _NEXT_GAP, _BELOW_GAP, _ALIGN = 10.0, 2.0, 1.1, 2.5

Frame = tuple[int, int, int, int]


@dataclass(frozen=True)
class Cell:
    """A piece of text in upright coordinates; `label` is the field whose printed label stands in front of it, empty
    for none."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    line: Line
    label: str = ""
    label_length: int = 0

    @property
    def value_left(self) -> float:
        """Return where the text after the label starts, judged by the number of characters."""
        return self.left + (self.right - self.left) * self.label_length / max(self.label_length + len(self.text), 1)

    @property
    def height(self) -> float:
        """Return the height, never zero."""
        return max(self.bottom - self.top, 1.0)

    def beside(self, other: "Cell") -> bool:
        """Tell whether both stand in one row: they share half of the lower one's height."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared >= 0.5 * min(self.height, other.height)


@dataclass(frozen=True)
class Value:
    """What stands at a label: the pieces in reading order."""

    pieces: tuple[Cell, ...]

    @property
    def text(self) -> str:
        """Return the text without spaces."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def confidence(self) -> float:
        """Return the least of the pieces' confidences."""
        return min(piece.line.confidence for piece in self.pieces)

    @property
    def box(self) -> Frame:
        """Return the frame around the pieces, in pixels of the picture as it was given."""
        boxes = [piece.line.box for piece in self.pieces]
        return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def plain(text: str) -> str:
    """Return text in half width without any space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("︰", ":")


def orientations(lines: Sequence[Line]) -> list[tuple[int, list[Cell]]]:
    """Return the lines as upright cells, once for each quarter turn (clockwise) that would make the text run from left to right."""
    found = []
    for quarter in range(4):
        turned = [_turned(line, quarter * math.pi / 2) for line in lines]
        slants = [_slant(corners) for corners in turned if _is_long(corners)] or [0.0]
        slant = median(slants)
        if abs(slant) <= math.pi / 4:
            cells = [_cell(line, -slant + quarter * math.pi / 2) for line in lines]
            found.append((quarter, [cell for cell in cells if cell.text and not _WATERMARK.search(cell.text)]))
    return found


def cut(cells: Sequence[Cell], labels: Mapping[str, str], inside: bool) -> list[Cell]:
    """Cut cells at printed labels: `labels` maps a field to a pattern; `inside` also finds labels in the middle of a
    cell (性别男民族汉)."""
    pattern = re.compile("|".join(f"(?P<{name}>{expression})" for name, expression in labels.items()))
    pieces: list[Cell] = []
    for cell in _joined(cells, pattern):
        hits = list(pattern.finditer(cell.text)) if inside else [hit for hit in [pattern.match(cell.text)] if hit]
        starts = [hit.start() for hit in hits] + [len(cell.text)]
        if starts[0] > 0:
            pieces.append(_part(cell, 0, starts[0], 0, ""))
        for hit, end in zip(hits, starts[1:], strict=True):
            pieces.append(_part(cell, hit.start(), end, hit.end() - hit.start(), str(hit.lastgroup)))
    return pieces


def gather(pieces: Sequence[Cell], long_fields: Sequence[str]) -> dict[str, Value]:
    """Return what stands at each label: the rest of its own cell, cells beside it, and for `long_fields` the lines
    below it."""
    claimed: dict[int, list[Cell]] = {}
    labels = [index for index, piece in enumerate(pieces) if piece.label]
    free = sorted(
        (index for index, piece in enumerate(pieces) if not piece.label), key=lambda index: pieces[index].left
    )
    taken: set[int] = set()
    for index in free:
        owner = _owner(pieces, labels, claimed, index)
        if owner is not None:
            claimed.setdefault(owner, []).append(pieces[index])
            taken.add(index)
    values: dict[str, Value] = {}
    for owner in labels:
        label = pieces[owner]
        row = [*([label] if label.text else []), *claimed.get(owner, [])]
        if label.label in long_fields and row:
            row += _below(pieces, row, label, [index for index in free if index not in taken])
        if row and label.label not in values:
            values[label.label] = Value(tuple(row))
    return values


def _owner(pieces: Sequence[Cell], labels: Sequence[int], claimed: Mapping[int, list[Cell]], index: int) -> int | None:
    cell, best, nearest = pieces[index], None, math.inf
    for owner in labels:
        label = pieces[owner]
        row = claimed.get(owner, [])
        last = row[-1] if row else label
        gap = cell.left - last.right
        allowed = (_NEXT_GAP if row or label.text else _FIRST_GAP) * label.height
        if cell.beside(label) and -0.6 * label.height <= gap <= allowed and gap < nearest:
            best, nearest = owner, gap
    return best


def _below(pieces: Sequence[Cell], row: Sequence[Cell], label: Cell, free: Sequence[int]) -> list[Cell]:
    """Follow the lines that start where the value starts, one under the other, until a gap or a label comes."""
    first = next((piece for piece in row if not piece.label), row[0])
    bottom, found = max(piece.bottom for piece in row), []
    for cell in sorted((pieces[index] for index in free), key=lambda cell: cell.top):
        gap = cell.top - bottom
        if cell.top <= first.top or abs(cell.left - first.value_left) > _ALIGN * label.height:
            continue
        if gap > _BELOW_GAP * label.height:
            break
        found.append(cell)
        bottom = cell.bottom
    return found


def _joined(cells: Sequence[Cell], pattern: re.Pattern[str]) -> list[Cell]:
    """Join labels that were printed wide apart and read as single characters (姓 名)."""
    rest = sorted(cells, key=lambda cell: cell.left)
    done: list[Cell] = []
    while rest:
        cell = rest.pop(0)
        partner = next(
            (
                other
                for other in rest
                if len(cell.text) == 1 and other.beside(cell) and pattern.match(cell.text + other.text)
            ),
            None,
        )
        if partner is not None and partner.left - cell.right < 4 * cell.height:
            rest.remove(partner)
            rest.insert(0, _merged(cell, partner))
        else:
            done.append(cell)
    return done


def _merged(one: Cell, two: Cell) -> Cell:
    top, bottom = min(one.top, two.top), max(one.bottom, two.bottom)
    return replace(two, text=one.text + two.text, left=one.left, top=top, bottom=bottom)


def _part(cell: Cell, start: int, end: int, label_length: int, label: str) -> Cell:
    wide = (cell.right - cell.left) / max(len(cell.text), 1)
    text = cell.text[start + label_length : end].lstrip(":;,.、-") if label else cell.text[start:end]
    return replace(
        cell,
        text=text,
        left=cell.left + start * wide,
        right=cell.left + end * wide,
        label=label,
        label_length=label_length,
    )


def _turned(line: Line, angle: float) -> list[tuple[float, float]]:
    cosine, sine = math.cos(angle), math.sin(angle)
    return [(x * cosine - y * sine, x * sine + y * cosine) for x, y in line.corners]


def _edge(corners: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the longer edge of a quadrilateral as a vector pointing to the right."""
    edges = [
        (corners[1][0] - corners[0][0], corners[1][1] - corners[0][1]),
        (corners[2][0] - corners[1][0], corners[2][1] - corners[1][1]),
    ]
    x, y = max(edges, key=lambda edge: math.hypot(*edge))
    return (x, y) if x >= 0 else (-x, -y)


def _slant(corners: Sequence[tuple[float, float]]) -> float:
    x, y = _edge(corners)
    return math.atan2(y, x)


def _is_long(corners: Sequence[tuple[float, float]]) -> bool:
    short = min(math.dist(corners[0], corners[1]), math.dist(corners[1], corners[2]))
    return math.hypot(*_edge(corners)) >= 2.5 * max(short, 1.0)


def _cell(line: Line, angle: float) -> Cell:
    corners = _turned(line, angle)
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Cell(plain(line.text), min(xs), min(ys), max(xs), max(ys), line)
