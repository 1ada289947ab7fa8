"""Imports go one way: core ← pages/parts ← pages/lessons ← app.py."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# What a page may do with arrays: hold them, lay them side by side, index them, and ask whether a
# number is one. Computing is core's.
HOLDING = {
    "array", "asarray", "ascontiguousarray", "concatenate", "errstate", "float32", "frombuffer",
    "full", "generic", "isfinite", "nan", "ndarray", "prod", "random", "stack", "zeros_like",
}  # fmt: skip


def modules_of(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Dotted names of all modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide their direction"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", modules_of("core"), ids=name_of)
def test_core_imports_numpy_and_the_standard_library_only(path: Path) -> None:
    allowed = {"core", "numpy", *sys.stdlib_module_names}
    assert {name.split(".")[0] for name in imported(path)} <= allowed


@pytest.mark.parametrize("path", modules_of("core"), ids=name_of)
def test_core_does_not_validate_by_assert(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert not any(isinstance(node, ast.Assert) for node in ast.walk(tree))


@pytest.mark.parametrize("path", modules_of("pages/parts"), ids=name_of)
def test_parts_know_no_lesson(path: Path) -> None:
    assert not any(name.startswith(("pages.lessons", "app")) for name in imported(path))


@pytest.mark.parametrize("path", modules_of("pages/lessons"), ids=name_of)
def test_lessons_do_not_know_each_other(path: Path) -> None:
    assert not any(name.startswith(("pages.lessons", "app")) for name in imported(path))


def test_the_door_knows_parts_only() -> None:
    ours = {name for name in imported(ROOT / "app.py") if not name.startswith("streamlit")}
    assert all(name.startswith("pages.parts.") for name in ours)


@pytest.mark.parametrize("path", modules_of("pages"), ids=name_of)
def test_pages_hold_and_index_arrays_but_do_not_compute(path: Path) -> None:
    used = {
        node.attr
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "np"
    }
    assert used <= HOLDING


def test_no_file_is_an_unread_attic() -> None:
    """Every module of core and pages/parts is imported by something other than its tests."""
    files = (*modules_of("core"), *modules_of("pages"), ROOT / "app.py")
    everything = {name for path in files for name in imported(path)}
    for path in (*modules_of("core"), *modules_of("pages/parts")):
        dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        runs_itself = 'if __name__ == "__main__"' in path.read_text("utf-8")
        if path.name != "__init__.py" and not runs_itself:
            read = any(name == dotted or name.startswith(dotted + ".") for name in everything)
            assert read, f"nothing but tests reads {dotted}"
