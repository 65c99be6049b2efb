"""The kinds of files that are taken, with their names, extensions, media types and size limits."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Medium:
    """One accepted type of file; `aliases` are other media types that browsers and scanners declare for it."""

    name: str
    kind: str
    media_type: str
    extensions: tuple[str, ...]
    limit: int
    aliases: tuple[str, ...] = ()

    @property
    def extension(self) -> str:
        """Return the usual extension, without the dot."""
        return self.extensions[0]


_OFFICE = "application/vnd.openxmlformats-officedocument."

JPEG = Medium(
    "JPEG 图片", "image", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), 20 * MEGABYTE, ("image/jpg", "image/pjpeg")
)
PNG = Medium("PNG 图片", "image", "image/png", ("png",), 20 * MEGABYTE, ("image/x-png",))
WEBP = Medium("WebP 图片", "image", "image/webp", ("webp",), 20 * MEGABYTE)
BMP = Medium("BMP 图片", "image", "image/bmp", ("bmp", "dib"), 20 * MEGABYTE, ("image/x-ms-bmp", "image/x-bmp"))
TIFF = Medium("TIFF 图片", "image", "image/tiff", ("tif", "tiff"), 20 * MEGABYTE)
PDF = Medium("PDF 文件", "pdf", "application/pdf", ("pdf",), 30 * MEGABYTE, ("application/x-pdf",))
DOCX = Medium("Word 文档（docx）", "word", f"{_OFFICE}wordprocessingml.document", ("docx",), 20 * MEGABYTE)
XLSX = Medium("Excel 表格（xlsx）", "sheet", f"{_OFFICE}spreadsheetml.sheet", ("xlsx",), 20 * MEGABYTE)
OFD = Medium("OFD 版式文件", "ofd", "application/ofd", ("ofd",), 30 * MEGABYTE, ("application/x-ofd",))

ACCEPTED = (JPEG, PNG, WEBP, BMP, TIFF, PDF, DOCX, XLSX, OFD)
BY_MEDIA_TYPE = {media_type: medium for medium in ACCEPTED for media_type in (medium.media_type, *medium.aliases)}
BY_EXTENSION = {extension: medium for medium in ACCEPTED for extension in medium.extensions}
LARGEST = max(medium.limit for medium in ACCEPTED)
ACCEPTED_TEXT = "JPG、PNG、WebP、BMP、TIFF 图片，PDF、OFD 版式文件，docx、xlsx 文档"


@dataclass(frozen=True)
class Unwelcome:
    """A type that is recognised and not taken, with what the person should do instead."""

    name: str
    todo: str
    media_types: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()


HEIC = Unwelcome(
    "HEIC 图片（苹果手机的高效格式）", "请在手机“设置—相机—格式”中选“兼容性最佳”后重拍，或把照片另存为 JPG 再上传。",
    ("image/heic", "image/heif"), ("heic", "heif", "hif"),
)  # fmt: skip
GIF = Unwelcome("GIF 图片", "请另存为 JPG 或 PNG 后再上传。", ("image/gif",), ("gif",))
SVG = Unwelcome("SVG 图形（可含脚本）", "请导出为 PNG 或 PDF 后再上传。", ("image/svg+xml",), ("svg", "svgz"))
HTML = Unwelcome(
    "网页（可含脚本）",
    "请用浏览器“打印—另存为 PDF”后再上传。",
    ("text/html", "application/xhtml+xml"),
    ("html", "htm", "xhtml", "mht", "mhtml"),
)
SCRIPT = Unwelcome(
    "脚本程序", "程序和脚本一律不收，请核对是否选错了文件。",
    ("text/javascript", "application/javascript", "text/x-python", "application/x-sh", "text/x-shellscript"),
    ("js", "mjs", "vbs", "bat", "cmd", "sh", "ps1", "py", "php", "jsp", "asp", "aspx", "hta", "wsf"),
)  # fmt: skip
PROGRAM = Unwelcome(
    "可执行程序", "程序和脚本一律不收，请核对是否选错了文件。",
    ("application/x-msdownload", "application/x-executable", "application/x-dosexec",
     "application/vnd.microsoft.portable-executable"),
    ("exe", "dll", "com", "scr", "msi", "elf", "so", "apk", "jar", "lnk"),
)  # fmt: skip
OLD_OFFICE = Unwelcome(
    "旧版或加密的 Office 文档", "请取消密码并另存为 docx、xlsx 或 PDF 后再上传。",
    ("application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"), ("doc", "xls", "ppt", "wps",
     "et"),
)  # fmt: skip
MACROS = Unwelcome(
    "带宏的 Office 文档", "请另存为不带宏的 docx、xlsx 或 PDF 后再上传。",
    ("application/vnd.ms-word.document.macroenabled.12", "application/vnd.ms-excel.sheet.macroenabled.12"), ("docm",
     "xlsm", "dotm", "xltm"),
)  # fmt: skip
ARCHIVE = Unwelcome(
    "压缩包", "请解压后把里面的材料逐份上传。",
    ("application/zip", "application/x-zip-compressed", "application/x-rar-compressed", "application/vnd.rar",
     "application/x-7z-compressed",
     "application/gzip"),
    ("zip", "rar", "7z", "gz", "tar"),
)  # fmt: skip
VIDEO = Unwelcome(
    "视频或音频",
    "请截取画面为图片，或把材料扫描为 PDF 后上传。",
    ("video/mp4", "video/quicktime"),
    ("mp4", "mov", "avi", "mp3"),
)

UNWELCOME = (HEIC, GIF, SVG, HTML, SCRIPT, PROGRAM, OLD_OFFICE, MACROS, ARCHIVE, VIDEO)
UNWELCOME_BY_EXTENSION = {extension: kind for kind in UNWELCOME for extension in kind.extensions}
UNWELCOME_BY_MEDIA_TYPE = {media_type: kind for kind in UNWELCOME for media_type in kind.media_types}
