"""A small PDF written by hand: one page of Chinese lines in a font that every reader has or replaces."""

from collections.abc import Sequence

TOP, LEFT, STEP, TITLE_SIZE, SIZE = 760, 72, 26, 22, 13


def write(title: str, lines: Sequence[str]) -> bytes:
    """Return a document with a centred title and some lines."""
    width = sum(TITLE_SIZE if ord(letter) > 255 else TITLE_SIZE / 2 for letter in title)
    texts = [f"BT /F1 {TITLE_SIZE} Tf {max(LEFT, (595 - width) / 2):.0f} {TOP} Td {_hex(title)} Tj ET"]
    texts += [
        f"BT /F1 {SIZE} Tf {LEFT} {TOP - 60 - STEP * position} Td {_hex(line)} Tj ET"
        for position, line in enumerate(lines)
    ]
    stream = "\n".join(texts).encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R /DW 1000"
        b" /W [1 95 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    )
    return _assemble(objects)


def _hex(text: str) -> str:
    """Return text in the font's two-byte encoding; what lies beyond it becomes a box."""
    plain = "".join(letter if ord(letter) < 0x10000 else "□" for letter in text)
    return "<" + plain.encode("utf-16-be", "replace").hex().upper() + ">"


def _assemble(objects: Sequence[bytes]) -> bytes:
    """Number the objects and write the table of where each begins."""
    content, places = b"%PDF-1.4\n%\xe4\xb8\x80\xe7\xaa\x97\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        content
        + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            len(objects) + 1,
            table,
            len(objects) + 1,
            len(content),
        )
    )
