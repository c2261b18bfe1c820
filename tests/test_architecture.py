"""What the house promises about itself, checked by the tools that know: imports, style, types, and documents that agree
with the code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.features import FEATURES
from locales import load
from sales.people import Role

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "handlers", "locales", "sales", "sandbox", "storage")
CYRILLIC = re.compile("[\u0400-\u04ff]")
SCREEN = 40
#: About 300 lines and one subject.
FILE = 330

#: The tools share a worker, so that the other one goes on with the tests.
one_worker = pytest.mark.xdist_group("tools")


def modules(*packages: str) -> list[Path]:
    return sorted(path for package in packages or PACKAGES for path in (ROOT / package).rglob("*.py"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def run(*command: str) -> None:
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"[-6000:]


@one_worker
def test_imports_go_one_way() -> None:
    run("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache")


@one_worker
def test_the_style_is_the_houses() -> None:
    run("-m", "ruff", "check", ".")


@one_worker
def test_the_format_is_the_houses() -> None:
    run("-m", "ruff", "format", "--check", ".")


@one_worker
def test_the_types_hold() -> None:
    run("-m", "mypy")


def test_no_cyrillic_stands_in_python() -> None:
    """Words for people, and those that the program reads, lie beside each other in `locales/ru`."""
    lines = [
        f"{named(path)}:{number}: {line.strip()}"
        for path in modules()
        for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1)
        if CYRILLIC.search(line)
    ]
    assert not lines, "\n".join(lines)


def test_a_function_fits_a_screen() -> None:
    paths = [path for path in modules() if "migrations" not in path.parts]
    long = {name: lines for path in paths for name, lines in functions(path) if lines > SCREEN}
    assert not long


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{named(path)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def test_a_file_has_one_subject() -> None:
    paths = [path for path in modules() if "migrations" not in path.parts]
    lengths = {named(path): path.read_text(encoding="utf8").count("\n") for path in paths}
    assert not {name: lines for name, lines in lengths.items() if lines > FILE}


def test_nothing_is_left_open() -> None:
    open_ends = re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X])\b|raise NotImplemented")
    assert not [named(path) for path in modules() if open_ends.search(path.read_text(encoding="utf8"))]


def test_nothing_is_known_of_the_machine_it_was_made_on() -> None:
    """No path of it, no package index, in no file that is handed over."""
    foreign = re.compile(r"(?<![\w.])/wo[r]k/|\.\./sha[r]ed|--index[-]url|\bpypi[.]org")
    assert not [name for name in tracked() if foreign.search((ROOT / name).read_text(encoding="utf8", errors="ignore"))]


def test_a_lock_names_no_host() -> None:
    for lock in ROOT.glob("*.lock"):
        text = lock.read_text(encoding="utf8")
        assert "://" not in text and "--hash=sha256:" in text, lock.name


def tracked() -> list[str]:
    """What is handed over; without git, every text of the house."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    names = listed.stdout.split("\n") if listed.returncode == 0 else [named(path) for path in modules()]
    return [name for name in names if (ROOT / name).is_file() and not name.endswith((".png", ".lock"))]


def test_tests_are_packages_so_that_their_names_hide_nobodys() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert not [named(folder) for folder in folders if not (folder / "__init__.py").exists()]


@pytest.mark.parametrize("feature", [one for one in FEATURES if one.command], ids=lambda one: one.name)
def test_every_command_has_a_description_and_a_menu_text(feature) -> None:  # type: ignore[no-untyped-def]
    words = load(strict=True)
    description = words(f"command-{feature.command}")

    assert re.fullmatch("[a-z][a-z0-9_]{0,31}", feature.command)
    assert 3 <= len(description) <= 60, "Telegram shows it in one line beside the command"
    if feature.in_menu and feature.open:
        assert len(words(f"menu-{feature.command}")) <= 24


def test_commands_and_features_are_named_once() -> None:
    commands = [one.command for one in FEATURES if one.command]
    names = [one.name for one in FEATURES]

    assert len(set(commands)) == len(commands)
    assert len(set(names)) == len(names)


def test_no_two_conversations_give_words_to_one_kind_of_notice() -> None:
    kinds = [kind for one in FEATURES for kind in one.notices]
    assert len(set(kinds)) == len(kinds)


class TestDocuments:
    def test_files_that_are_named_exist(self) -> None:
        folders = "|".join((*PACKAGES, "tests", "docs", "bench"))
        path = re.compile(rf"`((?:{folders})/[\w./-]+\.(?:py|md|ftl|toml))`")
        for name in self.pages():
            for mentioned in path.findall((ROOT / name).read_text(encoding="utf8")):
                assert (ROOT / mentioned).exists(), f"{name} names {mentioned}"

    def test_links_between_them_lead_somewhere(self) -> None:
        link = re.compile(r"\]\((?!https?:|#)([^)#]+)")
        for name in self.pages():
            page = ROOT / name
            for target in link.findall(page.read_text(encoding="utf8")):
                assert (page.parent / target).exists(), f"{name} leads to {target}"

    def test_every_make_target_that_is_named_exists(self) -> None:
        targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf8"), re.MULTILINE))
        for name in self.pages():
            named_targets = re.findall(r"`make ([a-z]+)", (ROOT / name).read_text(encoding="utf8"))
            assert set(named_targets) <= targets, name

    def test_every_command_that_is_named_exists(self) -> None:
        known = {one.command for one in FEATURES if one.command} | {"help", "cancel", "start", "bind", "unbind"}
        for name in ("README.md", "docs/glossary.md", "docs/operating.md"):
            page = ROOT / name
            if page.exists():
                mentioned = set(re.findall(r"`/([a-z]+)`", page.read_text(encoding="utf8")))
                assert mentioned <= known, f"{name}: {mentioned - known}"

    def test_decisions_are_numbered_and_say_what_was_rejected(self) -> None:
        pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
        numbers = [int(page.name[:4]) for page in pages]

        assert numbers == list(range(1, len(pages) + 1))
        for page in pages:
            text = page.read_text(encoding="utf8")
            assert text.startswith(f"# {int(page.name[:4])}. ") and "\nRejected\n" in text, page.name

    def test_the_glossary_knows_every_role_and_names_only_what_the_code_has(self) -> None:
        glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf8")
        code = set(re.findall(r"\w+", "\n".join(path.read_text(encoding="utf8") for path in modules())))
        named_there = re.findall(r"`([A-Za-z_][\w.]*)`", glossary)

        assert not [role.name for role in Role if f"`Role.{role.name}`" not in glossary]
        assert not [name for name in named_there if not set(name.split(".")) <= code]

    @staticmethod
    def pages() -> list[str]:
        return [named(path) for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))]
