"""Is a file the image that its name says?"""

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
