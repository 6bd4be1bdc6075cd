"""Is a file the image that its name says, and how large is it?"""

import re
from collections.abc import Iterator

_SIGNATURES = {
    ".png": (b"\x89PNG\r\n\x1a\n", 0),
    ".jpg": (b"\xff\xd8\xff", 0),
    ".jpeg": (b"\xff\xd8\xff", 0),
    ".gif": (b"GIF8", 0),
    ".webp": (b"WEBP", 8),
    ".avif": (b"ftypavi", 4),
}


def image_fault(name: str, data: bytes) -> str | None:
    """Why browsers would not show the image file `name`, or None if they do."""
    extension = "." + name.rpartition(".")[2].lower()
    signature = _SIGNATURES.get(extension)
    if signature is None:
        return (
            f'"{name}" is no image that browsers show. '
            "Images are PNG, JPEG, WebP, AVIF or GIF files."
        )
    if not data.startswith(*signature):
        return (
            f'the bytes of "{name}" are not those of a {extension} image. Save it in that format.'
        )
    return None


def size_of(data: bytes) -> tuple[int, int] | None:
    """The width and the height of an image in pixels, or None where its bytes do not tell."""
    found = (width_and_height for width_and_height in _sizes(data) if all(width_and_height))
    return max(found, default=None)


def _sizes(data: bytes) -> Iterator[tuple[int, int]]:
    if data.startswith(b"\x89PNG"):
        yield _big(data[16:20]), _big(data[20:24])
    elif data.startswith(b"GIF8"):
        yield _little(data[6:8]), _little(data[8:10])
    elif data.startswith(b"\xff\xd8"):
        yield from _jpeg_sizes(data)
    elif data[8:12] == b"WEBP":
        yield _webp_size(data)
    elif data[4:8] == b"ftyp":
        # The image spatial extents of each image within. ISO/IEC 23008-12, 6.5.3.
        for box in re.finditer(rb"ispe.{4}(.{4})(.{4})", data, re.S):
            yield _big(box[1]), _big(box[2])


def _jpeg_sizes(data: bytes) -> Iterator[tuple[int, int]]:
    """The size in the frame header. ITU-T T.81, B.2.2."""
    at = 2
    while data[at : at + 1] == b"\xff":
        marker = _big(data[at + 1 : at + 2])
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            yield _big(data[at + 7 : at + 9]), _big(data[at + 5 : at + 7])
            return
        at += 2 + _big(data[at + 2 : at + 4])


def _webp_size(data: bytes) -> tuple[int, int]:
    """RFC 9649, sections 2.5 to 2.7."""
    form = data[12:16]
    if form == b"VP8X":
        return _little(data[24:27]) + 1, _little(data[27:30]) + 1
    if form == b"VP8L":
        bits = _little(data[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return _little(data[26:28]) & 0x3FFF, _little(data[28:30]) & 0x3FFF


def _big(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")


def look_of(data: bytes, digest: str) -> str:
    """What tells an image from others: the digest of its bytes and, where they tell, its size."""
    size = size_of(data)
    return f"{digest} {size[0]}x{size[1]}" if size else digest


def size_in(look: str) -> tuple[int, int] | None:
    """The size that a look tells."""
    width, _, height = look.partition(" ")[2].partition("x")
    return (int(width), int(height)) if height else None
