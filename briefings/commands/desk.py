"""`briefings desk`: write entries in the browser."""

import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefings.commands.project import config_file_option, fail, project_of

if TYPE_CHECKING:  # What serves is imported when it runs: the help is not to wait for it.
    from briefings.settings import Settings

_PORT = 8090


@click.command()
@config_file_option
@click.option(
    "-p",
    "--port",
    type=click.IntRange(0, 65535),
    default=_PORT,
    show_default=True,
    help="The port of this machine that the desk is served at; 0 takes one that is free.",
)
@click.option("-o", "--open", "opens", is_flag=True, help="Open the desk in the browser.")
def desk(config_file: Path | None, port: int, *, opens: bool) -> None:
    """Write and change entries in the browser, on this machine alone.

    It needs Node.js and two npm packages, and says which if they are not there.

    For example: briefings desk --open
    """
    import webbrowser  # noqa: PLC0415 (see above)

    from briefings.desk.packages import (  # noqa: PLC0415 (see above)
        DeskUnavailableError,
        files_served,
        found,
    )
    from briefings.desk.serving import HOME, Server  # noqa: PLC0415 (see above)
    from briefings.loading import prefix_of  # noqa: PLC0415 (see above)

    settings = project_of(config_file).settings
    content = prefix_of(settings)
    if content.startswith("../"):
        fail(f"The desk works on content in the folder of mkdocs.yml, and not on {content}.")
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)
    try:
        packages = found(settings.folder)
        with (
            Server(
                port,
                folder=settings.folder,
                content=content,
                cms=packages.cms,
                made=lambda: _made(settings, content),
            ) as server,
            files_served(packages, settings.folder, server.origin) as file_port,
        ):
            server.file_port = file_port
            url = f"{server.origin}{HOME}"
            click.echo(f"The desk is at {url} (Ctrl-C ends it).")
            if opens:
                threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
            server.serve_forever()
    except DeskUnavailableError as error:
        fail(f"There is no desk: {error}")
    except OSError as error:
        fail(
            f"Nothing can be served at port {port}: {error.strerror or error}. "
            "Name another one: briefings desk --port 0"
        )
    except KeyboardInterrupt:
        click.echo("The desk is closed.")


def _made(settings: "Settings", content: str) -> dict[str, bytes]:
    """The files of the page that know the bulletin."""
    from briefings.desk.configuration import LOCAL, configuration  # noqa: PLC0415 (see above)
    from briefings.desk.page import known  # noqa: PLC0415 (see above)
    from briefings.loading import load, vocabulary_of  # noqa: PLC0415 (see above)

    text = configuration(
        vocabulary_of(load(settings)),
        LOCAL,
        content=content,
        language=settings.language,
        sources_required=settings.sources_required,
    )
    return {"config.yml": text.encode(), "desk.json": known(settings.timezone)}
