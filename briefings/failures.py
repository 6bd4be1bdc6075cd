"""Why could a site not be made, though its content is in order?"""

import errno

_FULL = {errno.ENOSPC, errno.EDQUOT}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}


class RenderingError(Exception):
    """A template failed; says which one, on which output."""


class SearchUnavailable(Exception):  # noqa: N818 - named for what an editor reads
    """The search cannot be built here. Its text says why and what to do."""


def told(error: Exception) -> str:
    """What went wrong and, of what the system refuses, what to do about it."""
    if not isinstance(error, OSError) or error.filename is None:
        return str(error)
    if error.errno in _FULL:
        return (
            f"{error.filename}: the disk is full ({error.strerror}). Make room on it and build again; "
            "every page that stood there is whole."
        )
    if error.errno in _CLOSED:
        return (
            f"{error.filename}: this cannot be written ({error.strerror}). Mend the folder's permissions, "
            "or name another site_dir in mkdocs.yml, and build again."
        )
    return str(error)
