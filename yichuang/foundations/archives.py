"""Office files are zip containers: look into one before anything unpacks it, and write one so that the same content is the same bytes."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

PIECE = 64 * 1024
# No part of an Office file declares a document type; what does is meant to make a parser expand it.
FORBIDDEN = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")
)
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Limits:
    """How much a container may hold once unpacked: bytes in all, parts, and bytes a marker (such as `<c `) may occur."""

    unpacked: int
    parts: int = 2000
    markers: tuple[bytes, ...] = ()
    most_marked: int = 0


class TooLarge(Exception):
    """Raised for a container that holds more than its limits, whatever it says of itself."""


class Unsound(Exception):
    """Raised for what is no readable zip container, or has a part that declares a document type."""


def inspect(data: bytes, limits: Limits) -> tuple[str, ...]:
    """Unpack a container piece by piece without keeping it, and return the names of its parts.

    :raises Unsound: :raises TooLarge:
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = tuple(archive.namelist())
            if len(names) > limits.parts:
                raise TooLarge("parts")
            _measure(archive, limits)
            return names
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        ValueError,
        OSError,
        NotImplementedError,
        EOFError,
        RuntimeError,
    ) as error:
        raise Unsound(str(error)) from error


def _measure(archive: zipfile.ZipFile, limits: Limits) -> None:
    size = marked = 0
    for info in archive.infolist():
        tail = b""
        for piece in _pieces(archive, info):
            size += len(piece)
            seen = tail + piece
            marked += sum(seen.count(marker) - tail.count(marker) for marker in limits.markers)
            if size > limits.unpacked or marked > limits.most_marked > 0:
                raise TooLarge("content")
            if info.filename.endswith((".xml", ".rels")) and any(word in seen.upper() for word in FORBIDDEN):
                raise Unsound("declares a document type")
            tail = seen[-20:]


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(info) as part:
            while piece := part.read(PIECE):
                yield piece
    except Exception as error:
        raise Unsound(str(error)) from error


def steady(data: bytes, instead: Mapping[str, bytes]) -> bytes:
    """Return a container with the same parts in the same order and no trace of when it was written; `instead` replaces parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as fresh:
        for info in archive.infolist():
            entry = zipfile.ZipInfo(info.filename, EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            fresh.writestr(entry, instead.get(info.filename) or archive.read(info), compresslevel=6)
    return out.getvalue()
