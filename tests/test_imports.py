"""The layers: who may import whom, and which library belongs where. Read from the source itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "searchsvc"

# From the bottom up. A unit (a module, or a folder as a whole) may import units of the rows below its own.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("errors", "unpublished", "pool", "leash", "heap", "signals"),
    ("disks",),
    ("article", "tree", "fields"),
    ("analysis",),
    ("query",),
    ("search",),
    ("highlight",),
    ("wire", "formats", "store", "engines"),
    ("lock", "ingest"),
    ("indexer", "preloading"),
    ("tasks",),
    ("settings",),
    ("api", "web"),
    ("app",),
    ("serve",),
    ("cli",),
    ("__main__",),
)
RANK = {unit: rank for rank, row in enumerate(LAYERS) for unit in row}

# A library that only these modules may know. Folders cover what is in them.
OWNERS = {
    "flask": ("app", "api", "web"),
    "flask_smorest": ("app", "api", "web"),
    "werkzeug": ("app", "api", "web"),
    "marshmallow": ("api",),
    "webargs": ("api",),
    "sqlalchemy": ("store",),
    "whoosh": ("engines.whoosh",),
    "uvicorn": ("serve",),
    "click": ("cli",),
    "rich": ("cli",),
    "xml": ("formats",),
    "lxml": ("formats",),
    "trafilatura": ("formats",),
    "feedparser": ("formats",),
    "warcio": ("formats",),
}


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name below ``searchsvc``; the package itself is ''."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def absolute_names(module: str, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """The dotted names that an import statement of ``module`` asks for, relative ones made absolute."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    start = node.module or ""
    if node.level:
        package = f"searchsvc.{module}".rstrip(".").split(".")
        above = node.level - (MODULES[module].name == "__init__.py")
        start = ".".join([*package[: len(package) - above], *([node.module] if node.module else [])])
    yield from (f"{start}.{alias.name}" for alias in node.names)


def imported(module: str) -> set[str]:
    tree = ast.parse(MODULES[module].read_text())
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    return {name for node in nodes for name in absolute_names(module, node)}


def own_imports(module: str) -> set[str]:
    """The modules of this package that ``module`` imports."""
    found = set()
    for name in imported(module):
        if name.split(".")[0] != "searchsvc":
            continue
        parts = name.split(".")[1:]
        while parts and ".".join(parts) not in MODULES:
            parts.pop()
        found.add(".".join(parts))
    return found


def unit_of(module: str) -> str:
    return module.split(".")[0]


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    unit = unit_of(module)
    if not unit:
        assert own_imports(module) == set(), "searchsvc/__init__.py imports nothing"
        return
    assert unit in RANK, f"{unit} has no row in LAYERS"
    wrong = {
        target
        for target in own_imports(module)
        if unit_of(target) not in ("", unit) and RANK[unit_of(target)] >= RANK[unit]
    }
    assert not wrong, f"{module} may not import {sorted(wrong)}"


@pytest.mark.parametrize("module", MODULES)
def test_libraries_stay_where_they_belong(module: str) -> None:
    for name in imported(module):
        owners = OWNERS.get(name.split(".")[0])
        at_home = owners is None or any(f"{module}.".startswith(f"{owner}.") for owner in owners)
        assert at_home, f"{module} imports {name}, which belongs in {owners}"


@pytest.mark.parametrize("module", [module for module in MODULES if module != "settings"])
def test_only_the_settings_know_the_environment(module: str) -> None:
    for node in ast.walk(ast.parse(MODULES[module].read_text())):
        reads = isinstance(node, ast.Attribute) and node.attr in ("environ", "environb", "getenv", "putenv")
        assert not reads, f"{module}:{node.lineno} uses os.environ"
    assert not imported(module) & {"os.environ", "os.getenv"}


@pytest.mark.parametrize("module", MODULES)
def test_imports_stand_at_the_top(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.Try):
            inner = [child for child in ast.walk(node) if isinstance(child, ast.Import | ast.ImportFrom)]
            assert not inner, f"{module}:{inner[0].lineno} imports inside a function or a try"


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {module: own_imports(module) - {""} for module in MODULES}
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join((*path[path.index(module) :], module))
        if module not in done:
            for target in sorted(graph[module]):
                visit(target, (*path, module))
            done.add(module)

    for module in graph:
        visit(module, ())


def test_modules_stay_small() -> None:
    lengths = {module: len(path.read_text().splitlines()) for module, path in MODULES.items()}
    assert {module: length for module, length in lengths.items() if length > 450} == {}


@pytest.mark.parametrize("module", MODULES)
def test_every_module_states_its_contract(module: str) -> None:
    assert ast.get_docstring(ast.parse(MODULES[module].read_text()))


def test_every_row_of_the_layers_exists() -> None:
    units = {unit_of(module) for module in MODULES}
    later = {"web"}
    assert set(RANK) - units - later == set()
