"""`briefings serve`: show the bulletin while it is written."""

import errno
import logging
import multiprocessing
import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from briefings.commands.project import (
    ConfigurationError,
    config_file_of,
    config_file_option,
    fail,
    jobs_option,
    project_of,
    say_problems,
)
from briefings.commands.watching import watch_of
from briefings.editions import Project
from briefings.problems import Problem

if TYPE_CHECKING:  # What serves is imported when it runs: the other commands need none of it.
    from briefings.serving.answering import Server
    from briefings.serving.board import Board
    from briefings.serving.rebuilding import Outcome

_HOST, _PORT = "127.0.0.1", 8000
_TRIED = 20
"""How many ports are tried, from the usual one upwards."""


class _HostAndPort(click.ParamType[tuple[str, int]]):
    name = "HOST:PORT"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, int]:
        host, _, port = str(value).rpartition(":")
        if not host or not (port.isascii() and port.isdigit()) or int(port) > 65535:
            self.fail(f'"{value}" is no address. Write a host and a port, as 127.0.0.1:8000.')
        return host.removeprefix("[").removesuffix("]"), int(port)


@click.command()
@config_file_option
@jobs_option
@click.option(
    "-a",
    "--dev-addr",
    "address",
    type=_HostAndPort(),
    help="Where to serve. Default: 127.0.0.1:8000, or the next port that is free.",
)
@click.option("-o", "--open", "opens", is_flag=True, help="Open the preview in the browser.")
def serve(
    config_file: Path | None, jobs: int | None, address: tuple[str, int] | None, *, opens: bool
) -> None:
    """Show the bulletin while it is written: each save appears in the open page.

    Drafts and entries under embargo are shown too, and marked.

    For example: briefings serve --open
    """
    import webbrowser  # noqa: PLC0415 (see above)

    from briefings.serving.rebuilding import Bulletin, Rebuilder  # noqa: PLC0415 (see above)

    file = config_file_of(config_file)
    project = project_of(file)
    if project.other_plugins:
        click.echo(
            f"Not run, as only mkdocs serve does: {', '.join(project.other_plugins)}.", err=True
        )
    bulletin = Bulletin(
        config_file=file,
        read=lambda: _read_again(file),
        jobs=jobs,
        say_waiting=_say_waiting,
        watch=watch_of(quiet=False, verbose=False),
    )
    rebuilder = Rebuilder(bulletin, project, _Teller().tell)
    server = _listening(address, rebuilder.board)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)
    try:
        rebuilder.start().wait()
        url = f"{server.url}{rebuilder.board.standing.base}"
        click.echo(f"The preview is at {url} (Ctrl-C ends it).")
        if opens:
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
        server.serve_forever()
    except KeyboardInterrupt:
        _end()


def _listening(address: tuple[str, int] | None, board: "Board") -> "Server":
    """A server at the address that is asked for, or at the first free port from the usual one."""
    from briefings.serving.answering import Server  # noqa: PLC0415 (see above)

    host, port = address or (_HOST, _PORT)
    for tried in [port] if address else range(port, port + _TRIED):
        try:
            server = Server(host, tried, board)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                fail(f"Nothing can be served at {host}:{port}: {error.strerror or error}.")
            continue
        if tried != port and not address:
            click.echo(f"Port {port} is taken by another program.", err=True)
        return server
    return fail(
        f"Port {port} of {host} is taken by another program. End that, or name another port: "
        f"briefings serve -a {host}:{port + 1}"
    )


def _read_again(config_file: Path) -> Project:
    """What mkdocs.yml says now. Raises `Unreadable` with all that MkDocs says of it."""
    from briefings.serving.rebuilding import Unreadable  # noqa: PLC0415 (see above)

    said = _Heard(logging.WARNING)
    mkdocs = logging.getLogger("mkdocs")
    mkdocs.addHandler(said)
    mkdocs.propagate = False  # What leads to an error is said once, with it.
    try:
        project = project_of(config_file)
    except ConfigurationError as error:
        raise Unreadable("\n".join([*said.messages, error.format_message()])) from error
    finally:
        mkdocs.removeHandler(said)
        mkdocs.propagate = True
    for message in said.messages:
        click.echo(f"WARNING: {message}", err=True)
    return project


class _Heard(logging.Handler):
    """Keeps what is logged."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


class _Teller:
    """Says on the terminal what each build came to."""

    def __init__(self) -> None:
        self._problems: tuple[Problem, ...] = ()
        self._note = ""

    def tell(self, outcome: "Outcome") -> None:
        """Say it in a line; problems are said when they are not those of the build before."""
        if outcome.problems != self._problems:
            say_problems(outcome.problems)
        if outcome.note != self._note:
            click.echo(outcome.note, err=True)
        if outcome.failure:
            click.echo(outcome.failure, err=True)
        self._problems, self._note = outcome.problems, outcome.note
        click.echo(_line(outcome))


def _line(outcome: "Outcome") -> str:
    seconds = f"{outcome.seconds:.2f} s"
    what = _named(outcome.changed) if outcome.changed else f"{outcome.entries} entries"
    if (report := outcome.report) is None:
        if not outcome.changed:
            return "The preview appears once this is mended."
        return f"{what}: the preview stays as it was until this is mended ({seconds})."
    if not report.written and not report.removed:
        return f"{what}: nothing to do ({seconds})."
    return (
        f"{what}: {len(report.written)} files written, {len(report.removed)} removed ({seconds})."
    )


def _named(files: tuple[str, ...]) -> str:
    return files[0] if len(files) == 1 else f"{files[0]} and {len(files) - 1} more"


def _say_waiting() -> None:
    click.echo("Another build of this bulletin is running. Waiting for it to end.", err=True)


def _end() -> NoReturn:
    """End at once, in whatever state a build is: the next one completes it."""
    sys.stdout.flush()
    sys.stderr.flush()
    for process in multiprocessing.active_children():
        process.kill()  # A gentler signal would be taken for Ctrl-C, as here.
    os._exit(0)
