"""Typesetting with typst: one reused compiler a template, the fonts loaded once, the same bytes for the same data.

Data goes in as JSON under `sys.inputs.data`; a template reads it with `json(bytes(sys.inputs.data))`. The date in the PDF's metadata is
the template's business (`set document(date: …)`); no clock is read here.
"""

import json
import threading
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

from yichuang.foundations.paper.glyphs import FONTS

# PDF/A-2a: what an archive asks for (DA/T 47, ISO 19005-2); it also refuses a character without a glyph instead of dropping it.
STANDARD: Literal["a-2a"] = "a-2a"


class CannotRender(Exception):
    """Raised when a template does not compile with the data; the message is typst's own."""


@dataclass(frozen=True)
class _Press:
    """A compiler and the lock that lets one thread use it at a time."""

    compiler: typst.Compiler
    lock: threading.Lock = field(default_factory=threading.Lock)


def render(template_dir: Path, template: str, data: dict[str, Any]) -> bytes:
    """Return the PDF that `template` (a file in `template_dir`, which is also its root) makes of `data`.

    :raises CannotRender: when the template fails or a character has no glyph.
    """
    press = _press(template_dir.resolve(), template)
    try:
        with press.lock:
            made = press.compiler.compile(sys_inputs=_inputs(data), pdf_standards=STANDARD, timestamp=0)
    except typst.TypstError as error:
        raise CannotRender(f"{template}: {error.diagnostic or error.message}") from error
    if not isinstance(made, bytes):
        raise CannotRender(f"{template}: no document came out")
    return made


def read_back(template_dir: Path, template: str, data: dict[str, Any], selector: str) -> Any:
    """Return what typst finds under `selector` when it lays out `template` with `data`: the paper's words, for tests and previews."""
    found = typst.query(
        template_dir / template,
        selector,
        field="value",
        root=template_dir,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=_inputs(data),
    )
    return json.loads(found)


@lru_cache(maxsize=64)
def _press(template_dir: Path, template: str) -> _Press:
    path = template_dir / template
    return _Press(typst.Compiler(path, root=template_dir, font_paths=_fonts(), ignore_system_fonts=True))


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _inputs(data: dict[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
