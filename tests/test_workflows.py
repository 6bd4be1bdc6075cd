"""What runs when an editor pushes? The workflows and hooks that a bulletin can have, looked at whole."""

import json
import os
import re
import shlex
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.test_commands import CHECK, bulletin
from tests.tools import ROOT, required

STARTER = ROOT / "briefings/starter"
GITHUB = STARTER / "github/bulletin.yml"
GITLAB = STARTER / "gitlab-ci.yml"
PINNED = re.compile(r"actions/[a-z/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
OF_GITLAB = {"image", "stages", "workflow", "variables", "default"}


def read(file: Path) -> dict[str, Any]:
    """A workflow as YAML 1.2 has it, in which `on` is a word."""
    text = file.read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(re.sub(r"^on:", '"on":', text, flags=re.MULTILINE))
    return found


def beside_python(program: str) -> str:
    """A program of the environment in which the tests run."""
    return required(Path(sys.executable).with_name(program), program)


def scripts() -> Iterator[str]:
    """Every piece of shell that runs, on either host."""
    for job in read(GITHUB)["jobs"].values():
        yield from (step["run"] for step in job["steps"] if "run" in step)
    for name, job in read(GITLAB).items():
        if name not in OF_GITLAB and not name.startswith("."):
            yield "\n".join(job["script"])


def test_actionlint_finds_nothing() -> None:
    """GitHub would take the workflow: its keys, expressions, contexts, runners and inputs are right."""
    done = subprocess.run(
        [beside_python("actionlint"), "-no-color", str(GITHUB)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_actions_are_github_s_own_and_pinned() -> None:
    """A tag that somebody moves changes nothing: each action is named by its commit, and is GitHub's."""
    used = re.findall(r"uses: (.*)", GITHUB.read_text(encoding="utf-8"))
    assert len(used) > 10
    assert [one for one in used if not PINNED.fullmatch(one)] == []


def test_each_job_may_do_what_it_needs() -> None:
    """Nothing is allowed by default; who may write runs nothing that a change brings along."""
    workflow = read(GITHUB)
    assert workflow["permissions"] == {}
    assert "pull_request_target" not in workflow["on"]
    for name, job in workflow["jobs"].items():
        writes = {what for what, may in job.get("permissions", {}).items() if may == "write"}
        assert writes == {
            "publish": {"pages", "id-token"},
            "comment": {"pull-requests"},
        }.get(name, set())
        if writes:
            assert "checkout" not in str(job)
            assert "pip install" not in str(job)
        for step in job["steps"]:
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False


def test_nothing_of_a_change_is_pasted_into_a_script() -> None:
    """A title of a pull request cannot become a command: scripts take values from their environment."""
    assert [one for one in scripts() if "${{" in one] == []


@pytest.mark.parametrize("script", [*scripts()])
def test_scripts_can_be_read(script: str) -> None:
    """Every script is sound shell, and the Python in it sound Python."""
    done = subprocess.run(["bash", "-n"], input=script, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    for program in re.findall(r"<<'END'\n(.*?)\nEND\n", script, flags=re.DOTALL):
        compile(textwrap.dedent(program), "script", "exec")


@pytest.mark.skipif(sys.platform != "linux", reason="the script runs on Ubuntu, whose date this is")
@pytest.mark.parametrize(
    ("foreseen", "due"),
    [
        (None, "true"),
        ("", "false"),
        ("2024-06-17T00:00:00+03:00\n", "true"),
        ("2999-06-17T00:00:00+03:00\n", "false"),
    ],
)
def test_when_a_scheduled_run_builds(tmp_path: Path, foreseen: str | None, due: str) -> None:
    """It builds where the last build's forecast has come true, or is not there any more."""
    if foreseen is not None:
        (tmp_path / "next-change").write_text(foreseen)
    (look,) = (step["run"] for step in read(GITHUB)["jobs"]["due"]["steps"] if "run" in step)
    answer = tmp_path / "output"
    environment = {**os.environ, "GITHUB_OUTPUT": str(answer)}
    subprocess.run(["bash", "-e", "-c", look], check=True, cwd=tmp_path, env=environment)
    assert answer.read_text() == f"build={due}\n"


def test_gitlab_s_jobs() -> None:
    """Every job has a stage that there is, a script and a rule; the pages are published from public/."""
    workflow = read(GITLAB)
    jobs = {name: job for name, job in workflow.items() if name not in OF_GITLAB}
    assert set(jobs) == {".bulletin-cache", "check", "compare", "build", "pages"}
    for name, job in jobs.items():
        if not name.startswith("."):
            assert job["stage"] in workflow["stages"]
            assert job["script"]
            assert job["rules"]
    assert jobs["pages"]["artifacts"]["paths"] == ["public"]
    assert jobs["build"]["cache"]["policy"] == "pull"
    for name in ("build", "pages"):
        assert {".cache/", "site/"} <= set(jobs[name]["cache"]["paths"])


@pytest.mark.parametrize(
    ("changed", "status", "codes"),
    [
        ({}, 0, []),
        ({"content/topics.yml": "other: {name: Other}\n"}, 1, ["unknown-topic"]),
        ({"mkdocs.yml": "site_name: [\n"}, 1, None),
    ],
)
def test_what_gitlab_is_told_of_a_change(
    tmp_path: Path, changed: dict[str, str], status: int, codes: list[str] | None
) -> None:
    """Each problem with its line; settings that cannot be read end the job with what is wrong with them."""
    folder = bulletin(tmp_path, changed)
    program = folder / "bin/briefings"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.join(CHECK[:-1])} "$@"\n')
    program.chmod(0o755)
    (folder / "bin/python").symlink_to(sys.executable)
    done = subprocess.run(
        ["bash", "-e", "-c", "\n".join(read(GITLAB)["check"]["script"])],
        check=False,
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}"},
    )
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    report = folder / "code-quality.json"
    told = (
        [one["check_name"] for one in json.loads(report.read_text())] if report.exists() else None
    )
    assert told == codes


def test_commands_that_the_workflows_run() -> None:
    """Both hosts check, compare, build and look when to build next."""
    said = [re.findall(r"briefings ([a-z-]+)", file.read_text()) for file in (GITHUB, GITLAB)]
    wanted = {"check", "diff", "build", "next-change"}
    assert wanted <= set(said[0])
    assert wanted <= set(said[1])


def test_hooks() -> None:
    """pre-commit takes the hooks, whose commands are this program's."""
    manifest = ROOT / ".pre-commit-hooks.yaml"
    command = [beside_python("pre-commit"), "validate-manifest", str(manifest)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    hooks = {one["id"]: one for one in yaml.safe_load(manifest.read_text())}
    assert {id_: one["entry"] for id_, one in hooks.items()} == {
        "briefings-check": "briefings check",
        "briefings-fmt": "briefings fmt",
    }
    assert all(one["language"] == "python" for one in hooks.values())
    formatted = re.compile(hooks["briefings-fmt"]["files"])
    assert formatted.search("content/entries/2024/06/14-a.md")
    assert formatted.search("content/topics.yml")
    assert not formatted.search("content/pages/about.md")
    assert not formatted.search("README.md")
