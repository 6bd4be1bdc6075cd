"""Does `briefings init` make a bulletin that works at once?"""

import subprocess
from pathlib import Path

import pytest

from briefings import starting
from tests.sites import NOW, run
from tests.terminals import BRIEFINGS, typed

_ELSEWHERE = (
    "--language ro --timezone Pacific/Auckland --url https://host.example/bulletin/".split()
)


def init(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the command where nobody can be asked, at the moment of all tests."""
    return subprocess.run(
        [*BRIEFINGS, "init", str(folder), *options],
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={"PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": NOW},
    )


@pytest.mark.parametrize(
    "options",
    [
        ("--name", "The Harbour"),
        ("--name", 'Grădina: "ziar" & #co', *_ELSEWHERE),
    ],
)
def test_it_builds_at_once(tmp_path: Path, options: tuple[str, ...]) -> None:
    """It is in order and in style, and the bulletin is built, whatever its name and language."""
    folder = tmp_path / "new/bulletin"
    done = init(folder, *options)
    assert done.returncode == 0, done.stderr
    checked = run((*BRIEFINGS, "check"), folder)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert run((*BRIEFINGS, "fmt", "--check"), folder).returncode == 0
    built = run((*BRIEFINGS, "build", "--quiet"), folder)
    assert (built.returncode, built.stderr) == (0, "")
    page = (folder / "site/2025/01/01/this-bulletin-begins/index.html").read_text("utf-8")
    assert "This bulletin begins" in page
    added = run(
        (*BRIEFINGS, "new", "--title", "A", "--topic", "news", "--source", "https://a.example"),
        folder,
    )
    assert added.returncode == 0, added.stderr
    assert [one.name for one in folder.parent.iterdir()] == ["bulletin"]
    for file in (
        ".gitignore",
        ".github/workflows/bulletin.yml",
        ".gitlab-ci.yml",
        ".vscode/settings.json",
        "schemas/entry.json",
        "README.md",
    ):
        assert "[[" not in (folder / file).read_text("utf-8").replace("[[ ", "")


def test_what_stands_there_stays(tmp_path: Path) -> None:
    """A folder that is not empty is refused; an empty repository is as good as empty."""
    (tmp_path / "notes.txt").write_text("mine")
    done = init(tmp_path, "--name", "A")
    assert done.returncode == 1
    assert "is not empty" in done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["notes.txt"]
    (tmp_path / "notes.txt").rename(tmp_path / ".git")
    assert init(tmp_path, "--name", "A").returncode == 0
    assert (tmp_path / ".git").read_text() == "mine"
    file = tmp_path / "mkdocs.yml"
    assert init(file, "--name", "A").returncode == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--name must be given"),
        (("--name", " "), "the name is a line of text"),
        (("--name", "A", "--language", "Klingon!"), "is no language tag"),
        (("--name", "A", "--timezone", "../../etc/passwd"), "is no time zone"),
        (("--name", "A", "--url", "example.org"), "is no whole address"),
    ],
)
def test_what_is_wrong_is_refused(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    """A usage error, and no folder."""
    done = init(tmp_path / "bulletin", *options)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "bulletin").exists()


def test_on_a_terminal_it_asks(tmp_path: Path) -> None:
    """What the options leave open; an empty address is none."""
    talk = [
        ("name: ", "The Harbour\n"),
        ("language", "ro\n"),
        ("time zone", "Europe/Nowhere\n"),
        ("time zone", "Europe/Kyiv\n"),
        ("published", "\n"),
    ]
    status, screen = typed((*BRIEFINGS, "init", "harbour"), tmp_path, talk)
    assert status == 0, screen
    settings = (tmp_path / "harbour/mkdocs.yml").read_text("utf-8")
    assert 'site_name: "The Harbour"' in settings
    assert "timezone: Europe/Kyiv" in settings
    assert "\n# site_url: " in settings


def test_what_fails_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk or Ctrl-C while the files are put in place takes back those that are."""
    renames: list[str] = []
    rename = Path.rename

    def interrupted(self: Path, target: Path) -> Path:
        renames.append(self.name)
        if len(renames) == 2:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        starting.begin(
            tmp_path / "a/b", {"mkdocs.yml": "x", "content/topics.yml": "y"}, lambda: None
        )
    assert list(tmp_path.iterdir()) == []


def test_what_is_made_of_the_files_belongs_to_them(tmp_path: Path) -> None:
    """Ctrl-C while schemas are written leaves nothing either, but for a repository that was there."""
    folder = tmp_path / "a"
    (folder / ".git").mkdir(parents=True)

    def interrupted() -> None:
        (folder / ".cache").mkdir()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        starting.begin(folder, {"mkdocs.yml": "x"}, interrupted)
    assert [one.name for one in folder.iterdir()] == [".git"]
