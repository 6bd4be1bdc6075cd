"""Which bulletin is meant? The option that names its mkdocs.yml, and what that says."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from briefings.problems import Problem, Severity
from briefings.projects import read_project

if TYPE_CHECKING:
    from briefings.editions import Project

CONTENT_ERROR = 1


class ConfigurationError(click.ClickException):
    """What mkdocs.yml says cannot be used."""

    exit_code = 2


def config_file_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option `-f`, which names another bulletin's mkdocs.yml."""
    return click.option(
        "-f",
        "--config-file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="The mkdocs.yml of the bulletin. Default: the nearest one, from here upwards.",
    )(command)


def jobs_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option `-j`, which says how many processes work."""
    return click.option(
        "-j",
        "--jobs",
        type=click.IntRange(min=1),
        help="How many processes work at once. Default: as many as there are cores.",
    )(command)


def format_option(help: str, *forms: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option `--format`: text, or one of the other forms in which a command can say what it found."""
    return click.option(
        "--format", "form", type=click.Choice(["text", *forms]), default="text", help=help
    )


def project_of(config_file: Path | None) -> "Project":
    """The bulletin that is meant. Raises click's errors where there is none."""
    # Imported here because few runs have to ask MkDocs, which alone says anything in a log.
    import logging  # noqa: PLC0415

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    try:
        return read_project(config_file_of(config_file))
    except click.ClickException as error:  # MkDocs's own errors are of this kind.
        raise ConfigurationError(error.format_message()) from error


def config_file_of(config_file: Path | None) -> Path:
    """The mkdocs.yml that is meant, by its real path. Raises click's errors where there is none."""
    return (config_file or _nearest()).resolve()


def say_problems(problems: Iterable[Problem]) -> None:
    """Write problems to standard error, sorted by file and line, with their number at the end."""
    found = sorted(problems)
    for problem in found:
        kind = "warning: " if problem.severity is Severity.WARNING else ""
        click.echo(
            f"{problem.path}:{problem.line}:{problem.column}: {kind}{problem.message} [{problem.code}]",
            err=True,
        )
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    if errors:
        click.echo(f"{errors} {'error' if errors == 1 else 'errors'}.", err=True)


def fail(message: str) -> NoReturn:
    """End a command that could not do its work."""
    click.echo(message, err=True)
    sys.exit(CONTENT_ERROR)


def _nearest() -> Path:
    try:
        here = Path.cwd()
    except OSError as error:
        raise click.UsageError(
            "the folder that you are in is gone. Go to another one: cd"
        ) from error
    for folder in (here, *here.parents):
        if (folder / "mkdocs.yml").is_file():
            return folder / "mkdocs.yml"
    raise click.UsageError("there is no mkdocs.yml here or above. Name one with -f.")
