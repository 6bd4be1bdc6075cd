"""Where does a new entry stand, and what is wrong with it?"""

from datetime import date, datetime

from briefings.checking import check_file
from briefings.checks.known import Known, filed, known_from
from briefings.checks.locating import Findings
from briefings.checks.registries import check_vocabulary
from briefings.files.filing import Filing, read_file
from briefings.files.layout import Form, Place
from briefings.loading import Loaded, load, prefix_of, vocabulary_of
from briefings.model import Moment
from briefings.problems import Problem
from briefings.prose.converting import Converter
from briefings.settings import Settings
from briefings.writing.naming import free_slug, slug_of_title


def path_of_new(
    title: str, day: date, loaded: Loaded, settings: Settings, *, yaml: bool = False
) -> str:
    """The file for a new entry of that day, relative to the bulletin's folder, with a free slug."""
    slug = free_slug(slug_of_title(title), _taken(day, loaded, settings))
    return f"{prefix_of(settings)}/entries/{day:%Y/%m/%d}-{slug}.{'yml' if yaml else 'md'}"


def day_of_moment(moment: Moment, settings: Settings) -> date:
    """The day of a moment in the bulletin's time zone."""
    return moment.astimezone(settings.timezone).date() if isinstance(moment, datetime) else moment


def known_of(loaded: Loaded, settings: Settings) -> Known:
    """Every id that the content defines."""
    return known_from(loaded, prefix_of(settings), settings.timezone)


def problems_in(path: str, settings: Settings, now: datetime) -> list[Problem] | None:
    """What is wrong with one file now that it is written; None where there is no such file any more."""
    loaded = load(settings)
    if path not in loaded.paths():
        return None
    findings, known = Findings(settings.folder), known_of(loaded, settings)
    if loaded.is_registry(path):
        check_vocabulary(vocabulary_of(loaded), known, findings)
    else:
        check_file(loaded.result(path), settings, known, now.timestamp(), findings)
    found = {*loaded.problems([path]), *findings.problems}
    return sorted(problem for problem in found if problem.path == path)


def faults_of_registry(
    registry: str, text: str, loaded: Loaded, settings: Settings
) -> list[Problem]:
    """What would be wrong with the vocabulary if a registry read so, and is not wrong with it now."""
    inner = f"{registry}.yml"
    converter = Converter(settings.markdown_extensions, settings.extension_configs)
    result = read_file(
        Place(Form.REGISTRY, name=registry),
        inner=inner,
        path=f"{prefix_of(settings)}/{inner}",
        data=text.encode(),
        filing=Filing(settings.timezone, converter),
    )
    known = known_of(loaded, settings)
    now, then = Findings(settings.folder), Findings(settings.folder)
    check_vocabulary(vocabulary_of(loaded), known, now)
    check_vocabulary(vocabulary_of(loaded, [result]), known, then)
    said = {problem.message for problem in [*loaded.problems(), *now.problems]}
    return [one for one in [*result.problems, *then.problems] if one.message not in said]


def _taken(day: date, loaded: Loaded, settings: Settings) -> set[str]:
    """The slugs that something has at the addresses of that day."""
    start = f"{day:%Y/%m/%d}"
    files = f"{prefix_of(settings)}/entries/{start}"
    ids = {
        one for path in loaded.paths() if path.startswith(files) for one in loaded.result(path).ids
    }
    aliases = {
        alias.strip("/")
        for outline, _ in filed(loaded, settings.timezone)
        for alias in outline.aliases
    }
    return {one.removeprefix(f"{start}/") for one in ids | aliases if one.startswith(f"{start}/")}
