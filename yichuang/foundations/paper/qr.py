"""QR codes as SVG, for a page and for a document (GB/T 18284; error correction M: a stamp across a corner does not hurt)."""

import io

import segno


def qr_svg(text: str) -> str:
    """Return a QR code of `text` as a self-contained SVG without a size of its own; the quiet zone is inside."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=2, omitsize=True, xmldecl=False, svgclass=None, lineclass=None, nl=False
    )
    return out.getvalue().decode()
