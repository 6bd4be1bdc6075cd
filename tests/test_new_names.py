"""Does `briefings new topic` and its like add to the vocabulary?"""

from pathlib import Path

import pytest

from tests.conftest import SMALL_BULLETIN
from tests.sites import copied, run
from tests.terminals import BRIEFINGS, typed

_ALIASES = "--alias Lee --alias Ann"
CHECK = (*BRIEFINGS, "check")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small bulletin."""
    return copied(SMALL_BULLETIN, tmp_path / "bulletin")


@pytest.mark.parametrize(
    ("command", "registry", "record"),
    [
        (
            ("topic", "fish", "--name", "Fish", "--parent", "port"),
            "topics",
            "fish: {name: Fish, parent: port}\n",
        ),
        (
            tuple(f"person ann-lee --name Ann {_ALIASES} --role Master --from 2024-01-01".split()),
            "people",
            "ann-lee:\n  name: Ann\n  aliases: [Lee, Ann]\n"
            "  roles:\n    - {role: Master, from: 2024-01-01}\n",
        ),
        (
            (
                "organization",
                "norway",
                "--name",
                "No",
                "--kind",
                "state",
                "--url",
                "https://no.example",
            ),
            "organizations",
            'norway: {name: "No", kind: state, url: https://no.example}\n',
        ),
        (
            (
                "place",
                "kyiv",
                "--name",
                "Kyiv",
                "--country",
                "UA",
                "--lat",
                "50.45",
                "--lon",
                "30.523",
            ),
            "places",
            "kyiv: {name: Kyiv, country: UA, lat: 50.45, lon: 30.523}\n",
        ),
        (
            (
                "publisher",
                "wire",
                "--name",
                "Wire",
                "--host",
                "www.Newer.example",
                "--kind",
                "wire",
            ),
            "publishers",
            "wire: {name: Wire, hosts: [newer.example], kind: wire}\n",
        ),
        (
            ("story", "grain", "--name", "Grain: the talks", "--status", "open"),
            "stories",
            'grain: {name: "Grain: the talks", status: open}\n',
        ),
    ],
)
def test_a_record_stands_at_the_end(
    folder: Path, command: tuple[str, ...], registry: str, record: str
) -> None:
    """The rest of the file stays as it was, and the bulletin is in order."""
    file = folder / f"content/{registry}.yml"
    before = file.read_text("utf-8")
    done = run((*BRIEFINGS, "new", *command), folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"content/{registry}.yml is written.")
    assert file.read_text("utf-8") == before + record
    assert run(CHECK, folder).returncode == 0


def test_topics_have_an_order(folder: Path) -> None:
    """`--after` puts one behind another, and `-f` may stand before the noun, too."""
    command = [*BRIEFINGS, "new", "-f", str(folder / "mkdocs.yml"), "topic", "fish"]
    done = run((*command, "--name", "Fish", "--after", "port"), folder)
    assert done.returncode == 0, done.stderr
    lines = (folder / "content/topics.yml").read_text("utf-8").splitlines()
    heads = [line.partition(":")[0] for line in lines if line[0] not in " #"]
    assert heads == ["port", "fish", "talks", "weather", "empty-topic"]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("topic", "talks", "--name", "A"), "is one of the topics already"),
        (("topic", "fish"), "--name must be given"),
        (("topic", "Fish", "--name", "A"), "Write fish."),
        (("topic", "fish", "--name", "A", "--parent", "por"), 'Did you mean "port"?'),
        (("topic", "fish", "--name", "A", "--after", "por"), 'there is no "por"'),
        (("place", "a", "--name", "A", "--lat", "50,4"), "with a point for decimals"),
        (("place", "a", "--name", "A", "--country", "ua"), "two capital letters: UA"),
        (("organization", "a", "--name", "A", "--url", "javascript:x"), "is not safe"),
        (("person", "a", "--name", "A", "--from", "2024-01-01"), "go with a --role"),
        (("person", "a", "--name", " "), "there is nothing in it"),
        (
            tuple("person a --name A --role B --from 2024-02-01 --until 2024-01-01".split()),
            "the role ends on 2024-01-01, but begins on 2024-02-01",
        ),
        (("place", "a", "--name", "A", "--lat", "50"), "lat needs lon beside it"),
        (("place", "a", "--name", "A", "--lat", "90.5", "--lon", "1"), "is not on earth"),
        (("publisher", "a", "--name", "A", "--host", "wire.example"), "is a host of"),
        (("topic",), "--name must be given"),
        (("topic", "--name", "Talks"), '"talks" is one of the topics already'),
    ],
)
def test_what_is_wrong_is_refused(folder: Path, command: tuple[str, ...], said: str) -> None:
    """Usage errors end with 2 and write nothing."""
    before = {file: file.read_bytes() for file in (folder / "content").glob("*.yml")}
    done = run((*BRIEFINGS, "new", *command), folder)
    assert done.returncode == 2
    assert said in done.stderr
    assert {file: file.read_bytes() for file in before} == before


def test_an_id_is_made_of_the_name(folder: Path) -> None:
    """Where none is given; on a terminal it is proposed, and another one can be said."""
    people = folder / "content/people.yml"
    before = people.read_text("utf-8")
    done = run((*BRIEFINGS, "new", "person", "--name", "Ștefan O'Hara"), folder)
    assert done.returncode == 0, done.stderr
    assert people.read_text("utf-8") == before + "stefan-ohara:\n  name: Ștefan O'Hara\n"
    talk = [("Name: ", "Ann Lee\n"), ("Id [ann-lee]: ", "Ann\n"), ("Id [ann-lee]: ", "\n")]
    status, screen = typed((*BRIEFINGS, "new", "person"), folder, talk)
    assert status == 0, screen
    assert 'the id "Ann" has capital letters' in screen
    assert people.read_text("utf-8").endswith("ann-lee:\n  name: Ann Lee\n")


def test_people_and_organizations_share_their_ids(folder: Path) -> None:
    """What is an organization cannot be a person."""
    heads = (folder / "content/organizations.yml").read_text("utf-8").splitlines()
    one = next(line.partition(":")[0] for line in heads if line[0] not in " #")
    done = run((*BRIEFINGS, "new", "person", one, "--name", "A"), folder)
    assert done.returncode == 2
    assert f'"{one}" is one of the organizations already.' in done.stderr


def test_a_registry_that_cannot_be_read_stays(folder: Path) -> None:
    """Its problem is told with its line, and nothing is added."""
    file = folder / "content/topics.yml"
    file.write_text('port: {name: "Port}\n')
    done = run((*BRIEFINGS, "new", "topic", "fish", "--name", "Fish"), folder)
    assert done.returncode == 1
    assert done.stderr.startswith("content/topics.yml:1:14: ")
    assert file.read_text() == 'port: {name: "Port}\n'


def test_a_first_record_makes_the_file(folder: Path) -> None:
    """A registry that is missing or has comments alone takes one, its name asked for on a terminal."""
    file = folder / "content/stories.yml"
    file.write_text("# Running stories.\n")
    status, screen = typed((*BRIEFINGS, "new", "story", "a"), folder, [("Name: ", "A story\n")])
    assert "is written" in screen
    assert status == 0
    assert file.read_text() == "# Running stories.\na: {name: A story}\n"
    (folder / "content/places.yml").unlink()
    assert run((*BRIEFINGS, "new", "place", "a", "--name", "A"), folder).returncode in (0, 1)
    assert (folder / "content/places.yml").read_text() == "a: {name: A}\n"
