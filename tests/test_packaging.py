"""What is shipped around the code: pins, documents that keep up with it, and nothing that should not be."""

from __future__ import annotations

import re
import runpy
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import Any

import click
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from searchsvc import __version__
from searchsvc.cli import main
from searchsvc.settings import SETTINGS

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
COMMANDS: dict[str, click.Command] = {"searchsvc": main, **main.commands}


def pins() -> dict[str, Version]:
    """The versions of constraints.txt by canonical name."""
    lines = (line.partition("#")[0].strip() for line in (ROOT / "constraints.txt").read_text().splitlines())
    found = (Requirement(line) for line in lines if line)
    return {canonicalize_name(each.name): Version(str(each.specifier).removeprefix("==")) for each in found}


def asked_for() -> list[Requirement]:
    """What pyproject.toml names: to build, to run, to test, to lint."""
    project = PROJECT["project"]
    extras = project["optional-dependencies"].values()
    named = [*PROJECT["build-system"]["requires"], *project["dependencies"], *(r for e in extras for r in e)]
    return [Requirement(each) for each in named]


def needed(requirement: Requirement) -> Iterator[Requirement]:
    """A requirement, and all that it needs in turn, as far as it is installed here."""
    seen: set[str] = set()
    waiting = [requirement]
    while waiting:
        each = waiting.pop()
        key = f"{canonicalize_name(each.name)}[{','.join(sorted(each.extras))}]"
        if key in seen:
            continue
        seen.add(key)
        yield each
        try:
            below = requires(each.name) or []
        except PackageNotFoundError:
            continue
        for child in map(Requirement, below):
            extras = each.extras or {""}
            if child.marker is None or any(child.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(child)


@pytest.mark.parametrize("requirement", asked_for(), ids=str)
def test_everything_needed_is_pinned_at_a_version_that_is_allowed(requirement: Requirement) -> None:
    pinned = pins()
    for each in needed(requirement):
        version = pinned.get(canonicalize_name(each.name))
        assert version is not None, f"{each} is not in constraints.txt; run make upgrade"
        assert each.specifier.contains(version, prereleases=True), f"{each}, but {version} is pinned"


def test_the_editable_install_of_the_build_backend_is_pinned() -> None:
    assert {"hatchling", "editables"} <= set(pins())


def test_whoosh_is_pinned_exactly() -> None:
    assert "whoosh-reloaded==2.7.5" in PROJECT["project"]["dependencies"]


def test_no_registry_is_named() -> None:
    # Which index packages come from is the machine's business. The names are in parts here, so that
    # this file does not name them either.
    hosts = ["pypi" + ".org", "python" + "hosted.org", "--index" + "-url", "--extra-index" + "-url"]
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        text = (ROOT / name).read_bytes().decode(errors="replace") if (ROOT / name).is_file() else ""
        assert [host for host in hosts if host in text] == [], name


def test_the_generated_pages_are_up_to_date() -> None:
    pages = runpy.run_path(str(ROOT / "docs" / "generate.py"))
    assert (ROOT / "docs" / "commands.md").read_text() == pages["commands_page"](), "run make docs"
    assert (ROOT / "docs" / "settings.md").read_text() == pages["settings_page"](), "run make docs"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_and_has_help(name: str) -> None:
    command = COMMANDS[name]
    assert command.help and command.help.strip().split("\n\n")[0].endswith((".", "all of them."))
    called = name if name == "searchsvc" else f"searchsvc {name}"
    for page in ("README.md", "docs/commands.md"):
        assert called in (ROOT / page).read_text(), page


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_help(name: str) -> None:
    options = [each for each in COMMANDS[name].params if isinstance(each, click.Option)]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_an_option_of_serve_and_documented(setting: Any) -> None:
    assert setting.name in {each.name for each in main.commands["serve"].params}
    assert f"`{setting.variable}`" in (ROOT / "docs" / "settings.md").read_text()


def test_every_module_is_in_the_architecture() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text()
    units = {path.stem for path in (ROOT / "searchsvc").glob("*.py")} - {"__init__", "__main__"}
    units |= {path.parent.name for path in (ROOT / "searchsvc").glob("*/__init__.py")}
    missing = [unit for unit in sorted(units) if not re.search(rf"`{unit}(\.py|/)`", text)]
    assert missing == []


def test_links_in_the_documents_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} links to {target}, which is not there"


def test_the_changelog_knows_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text()
    assert f"## [{__version__}]" in text or "## [Unreleased]" in text


def test_the_command_is_the_package_run_as_a_module() -> None:
    assert PROJECT["project"]["scripts"] == {"searchsvc": "searchsvc.cli:main"}
