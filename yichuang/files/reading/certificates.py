"""Read a certificate from a picture, however it lay on the scanner."""

from collections.abc import Callable, Sequence

from yichuang.files.reading import engine
from yichuang.files.rules.fields import Check, Reading
from yichuang.files.rules.licences import read_turned, worth
from yichuang.files.rules.lines import Line

ReadLines = Callable[..., Sequence[Line]]


def read_certificate(
    picture: bytes, check_id: Check, check_uscc: Check, read_lines: ReadLines = engine.read_lines
) -> Reading:
    """Return what a picture says; one that lies on its side or upside down is turned upright and read once more.

    The engine finds turned lines but misreads short ones (女, 汉, a date); the second look costs half a second and only then.
    """
    quarters, first = read_turned(read_lines(picture), check_id, check_uscc)
    if not quarters:
        return first
    _, second = read_turned(read_lines(picture, quarters), check_id, check_uscc)
    return max(second, first, key=worth)
