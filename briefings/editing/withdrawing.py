"""How is an entry withdrawn? It stays as a notice that says why."""

from datetime import date

from briefings.editing.documents import Document
from briefings.editing.errors import EditError
from briefings.editing.finding import Standing
from briefings.files.values import TRUTHS


def withdrawn(entry: Standing, reason: str, day: date) -> str:
    """The text of the entry's file with the entry withdrawn on `day`. Raises EditError, ContentError."""
    file, keys = entry.file, entry.keys
    document = Document(file.text(), file.kind, path=file.path)
    history = document.get((*keys, "history"))
    status = document.get((*keys, "status"))
    if history:
        status = history[-1].get("status")
    if status == "withdrawn":
        raise EditError(f"{entry.id} is withdrawn already.")
    published = date.fromisoformat(entry.id[:10].replace("/", "-"))
    if day < published:
        raise EditError(
            f"{entry.id} is of {published}. It cannot be withdrawn on {day}, before that."
        )
    if TRUTHS.get(str(document.get((*keys, "draft"))).lower()):
        raise EditError(f"{entry.id} is a draft, which nobody has read. Delete it instead.")
    if history:
        step = {"date": day, "status": "withdrawn", "text": reason}
        document.append((*keys, "history"), step)
    if not history or document.get((*keys, "status")) is not None:
        document.set((*keys, "status"), "withdrawn")
    correction = {"date": day, "kind": "withdrawal", "text": reason}
    document.append((*keys, "corrections"), correction)
    return document.text
