"""Pictures made safe to keep and to show: decoded and encoded anew, upright, without metadata, no larger than a page
needs.

Encoding anew removes whatever else a file carried (position of the phone, thumbnails, appended scripts). Serves
quality.md, security.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from yichuang.files.rules import media
from yichuang.files.rules.media import Medium
from yichuang.foundations.problems import Reason, Refused

LONG_EDGE = 2480  # the short edge of A3 or a little under the long edge of A4 at 300 dpi
THUMBNAIL_EDGE = 360
QUALITY = 85
THUMBNAIL_QUALITY = 80
CELLS = 6
MAX_JPEG_PIXELS = 120_000_000  # JPEG is decoded at a reduced scale, so a large one costs little memory
MAX_PIXELS = 50_000_000
Image.MAX_IMAGE_PIXELS = MAX_JPEG_PIXELS

_FORMATS = {media.JPEG: "JPEG", media.PNG: "PNG", media.WEBP: "WEBP", media.BMP: "BMP", media.TIFF: "TIFF"}
_KEPT = "已受理和已上传的其他材料都保留，这张图片没有保存。"


@dataclass(frozen=True)
class Picture:
    """A picture encoded by us: bytes, media type, extension, and size in pixels."""

    data: bytes
    media_type: str
    extension: str
    width: int
    height: int


def reencode(data: bytes, medium: Medium) -> Picture:
    """Return the picture encoded anew as JPEG, or as PNG when it is transparent (a signature), long edge at most
    `LONG_EDGE`.

    :raises Refused: 422 when it cannot be decoded, has several pages, or is a decompression bomb.
    """
    image = _upright(data, medium)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image, medium, quality = image.convert("RGBA"), media.PNG, None
    else:
        image, medium, quality = _opaque(image), media.JPEG, QUALITY
    image.thumbnail((LONG_EDGE, LONG_EDGE), Image.Resampling.LANCZOS)
    return Picture(_encoded(image, medium, quality), medium.media_type, medium.extension, image.width, image.height)


def thumbnail(data: bytes, edge: int = THUMBNAIL_EDGE) -> bytes:
    """Return a JPEG no larger than `edge` each way, on white; `data` is a picture that `reencode` made."""
    with Image.open(io.BytesIO(data)) as opened:
        opened.draft("RGB", (edge * 2, edge * 2))
        image: Image.Image = opened.convert("RGBA") if opened.mode in ("RGBA", "LA", "P") else opened.convert("RGB")
    image.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    return _encoded(_opaque(image), media.JPEG, THUMBNAIL_QUALITY)


def blurred(data: bytes, medium: Medium, areas: Sequence[tuple[int, int, int, int]]) -> Picture:
    """Return a picture that `reencode` made with areas (x, y, width, height in thousandths) made unreadable for good (S2-18).

    At most `CELLS` × `CELLS` averages of an area are left in the file: nothing smaller can be got back from it.
    """
    with Image.open(io.BytesIO(data)) as opened:
        opened.load()
        image: Image.Image = opened.copy()
    for x, y, width, height in areas:
        left, top = image.width * x // 1000, image.height * y // 1000
        right = min(image.width, -(-image.width * (x + width) // 1000))
        bottom = min(image.height, -(-image.height * (y + height) // 1000))
        if right > left and bottom > top:
            part = image.crop((left, top, right, bottom))
            few = (min(CELLS, max(1, part.width // 8)), min(CELLS, max(1, part.height // 8)))
            image.paste(part.resize(few, Image.Resampling.BOX).resize(part.size, Image.Resampling.BICUBIC), (left, top))
    quality = QUALITY if medium is media.JPEG else None
    return Picture(_encoded(image, medium, quality), medium.media_type, medium.extension, image.width, image.height)


def _upright(data: bytes, medium: Medium) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[medium]]) as opened:
            _refuse_bomb(opened, medium)
            if getattr(opened, "n_frames", 1) > 1:
                raise _refusal(
                    "image_pages", f"这份{medium.name}有多页。", "请改扫为 PDF，或把每一页存成一张图片后上传。"
                )
            opened.draft("RGB", (LONG_EDGE, LONG_EDGE))
            opened.load()
            return ImageOps.exif_transpose(opened)
    except Image.DecompressionBombError as error:
        raise _bomb() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise _refusal("image_broken", "图片打不开，可能没有传完整或已损坏。", "请重新扫描或拍照后再上传。") from error


def _refuse_bomb(image: Image.Image, medium: Medium) -> None:
    if image.width * image.height > (MAX_JPEG_PIXELS if medium is media.JPEG else MAX_PIXELS):
        raise _bomb()


def _bomb() -> Refused:
    return _refusal(
        "image_too_many_pixels",
        "图片的像素过多，超出材料图片的合理大小。",
        "请把扫描分辨率调到 300 DPI 以内，或在手机上选“标准画质”后再上传。",
    )


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode == "RGBA":
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        return paper
    if image.mode.startswith(("I", "F")):  # 16-bit scans: Pillow clips instead of scaling
        return image.convert("F").point(lambda value: value * (1 / 257) + 0).convert("L")
    return image if image.mode == "L" else image.convert("RGB")


def _encoded(image: Image.Image, medium: Medium, quality: int | None) -> bytes:
    # a fresh image has no EXIF, no profile, no comment to carry over
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    out = io.BytesIO()
    bare.save(out, _FORMATS[medium], **({} if quality is None else {"quality": quality}))
    return out.getvalue()


def _refusal(code: str, message: str, todo: str) -> Refused:
    reason = Reason(code, message, field="file", rule="统一文件存储中心：上传查验", kept=_KEPT, todo=todo)
    return Refused(reason, status=422, title="图片不能接收")
