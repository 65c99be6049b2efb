"""The offline text reader: rapidocr with the models that lie inside its wheel; nothing is ever downloaded.

Some 400 MB in memory once created, so it is made on first use and only in the worker that serves the queue "ocr".
"""

import io
import os
from functools import lru_cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import numpy
from PIL import Image

from yichuang.files.rules.lines import Line, Point

# Half the processors, two at most: a second thread takes a third more of a processor (it waits by turning), and the counter comes first.
THREADS = min(2, max(1, (os.cpu_count() or 2) // 2))
_FILES = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
}
_one_at_a_time = Lock()


class ModelsMissing(RuntimeError):
    """Raised when the installed rapidocr does not carry the models; downloading them is not an option for us."""


def read_lines(picture: bytes, quarters: int = 0) -> list[Line]:
    """Return the lines of text on a picture, in the engine's order, with corners in the picture's own pixels.

    `quarters`: by how many quarters the picture is turned clockwise before it is read.

    :raises ModelsMissing: when the package was installed without its models.
    """
    with Image.open(io.BytesIO(picture)) as opened:
        width, height = opened.size
        pixels = numpy.rot90(numpy.asarray(opened.convert("RGB"))[:, :, ::-1], -quarters)
    with _one_at_a_time:
        found = _engine()(numpy.ascontiguousarray(pixels))
    if found.boxes is None or found.txts is None or found.scores is None:
        return []
    rows = zip(found.boxes, found.txts, found.scores, strict=True)
    return [
        Line(text, _corners(box, quarters, width, height), round(float(score), 4))
        for box, text, score in rows
        if text.strip()
    ]


def engine_version() -> str:
    """Return name and version of the reader, as kept with each reading."""
    try:
        return f"rapidocr {version('rapidocr')}"
    except PackageNotFoundError:
        return "—"


def _corners(box: Any, quarters: int, width: int, height: int) -> tuple[Point, Point, Point, Point]:
    one, two, three, four = (_turned_back(float(x), float(y), quarters % 4, width, height) for x, y in box)
    return one, two, three, four


def _turned_back(x: float, y: float, quarters: int, width: int, height: int) -> Point:
    """Return where a point of the turned picture lies on the picture as it was given."""
    left, top = ((x, y), (y, height - x), (width - x, height - y), (width - y, x))[quarters]
    return round(left, 1), round(top, 1)


@lru_cache(maxsize=1)
def _engine() -> Any:
    spec = find_spec("rapidocr")
    models = Path(spec.origin or "").parent / "models" if spec else Path()
    missing = [name for name in _FILES.values() if not (models / name).is_file()]
    if missing:
        raise ModelsMissing(f"rapidocr lacks {', '.join(missing)} in {models}")
    params: dict[str, Any] = {f"{part}.model_path": str(models / name) for part, name in _FILES.items()}
    params |= {
        "Global.log_level": "error",
        "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    # Loaded by name on first use: web processes know the task by name and must not carry the engine's 100 MB.
    return import_module("rapidocr").RapidOCR(params=params)
