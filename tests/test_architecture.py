"""The arrow app -> qa -> vectorstore, the quarantine of third parties, and the size of the rooms."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = {"app", "qa", "vectorstore"}

OWNERS = {
    "chromadb": {"vectorstore/chroma.py"},
    "llama_index.vector_stores": {"vectorstore/chroma.py", "qa/evaluation/stock.py"},
    "sentence_transformers": {"vectorstore/embedding.py", "qa/reader.py"},
    "torch": {
        "vectorstore/embedding.py",
        "qa/reader.py",
        "qa/leaning.py",
        "qa/training/loop.py",
        "qa/training/losses.py",
        "qa/training/making.py",
    },
    "transformers": {"vectorstore/embedding.py", "qa/reader.py", "qa/leaning.py", "qa/training/making.py"},
    "sklearn": {"qa/evaluation/calibration.py", "qa/training/leaning.py"},
    "llama_index.llms": {"qa/llm/providers.py"},
    "llama_index.core.llms": {"qa/llm/providers.py", "qa/llm/local.py"},
    "xllamacpp": {"qa/llm/local.py"},
    "keyring": {"qa/llm/keys.py"},
    "openai": {"qa/llm/providers.py"},
    "anthropic": {"qa/llm/providers.py"},
    "ollama": {"qa/llm/providers.py"},
    "tantivy": {"vectorstore/analysis.py", "vectorstore/keyword_fields.py", "vectorstore/keywords.py"},
    "gradio": {"app.py"},
    "typer": {
        "qa/cli.py",
        "qa/cli_chat.py",
        "qa/cli_library.py",
        "qa/options.py",
        "qa/evaluation/check_command.py",
        "qa/evaluation/command.py",
        "qa/evaluation/conversations_command.py",
        "qa/evaluation/drafts_command.py",
        "qa/evaluation/reading_command.py",
        "qa/evaluation/tune_command.py",
        "qa/training/command.py",
    },
    "jinja2": {"qa/render.py"},
}
"""The modules that alone may import a library."""


def modules() -> list[Path]:
    return sorted([ROOT / "app.py", *(ROOT / "qa").rglob("*.py"), *(ROOT / "vectorstore").rglob("*.py")])


def imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def name(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("module", modules(), ids=name)
def test_the_arrow_points_one_way(module: Path) -> None:
    room = name(module).removesuffix(".py").split("/")[0]
    forbidden = {"vectorstore": {"qa", "app"}, "qa": {"app"}, "app": set()}[room]
    reached = {target.split(".")[0] for target in imported(module)} & OURS
    assert not reached & forbidden


@pytest.mark.parametrize("module", modules(), ids=name)
def test_a_library_is_imported_by_its_owner_only(module: Path) -> None:
    for library, owners in OWNERS.items():
        if name(module) not in owners:
            assert not [target for target in imported(module) if target == library or target.startswith(library + ".")]


def test_no_module_imports_in_a_circle() -> None:
    known = {name(module).removesuffix(".py").replace("/", "."): module for module in modules()}
    edges = {here: {there for there in imported(module) if there in known} for here, module in known.items()}
    done: set[str] = set()

    def walk(here: str, path: tuple[str, ...]) -> None:
        assert here not in path, f"{' -> '.join(path)} -> {here}"
        if here in done:
            return
        for there in edges[here]:
            walk(there, (*path, here))
        done.add(here)

    for here in known:
        walk(here, ())


@pytest.mark.parametrize("module", modules(), ids=name)
def test_a_module_stays_small(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 250


def test_the_help_loads_no_heavy_library() -> None:
    script = (
        "import sys\n"
        "from qa.cli import main\n"
        "sys.argv = ['byline', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'torch', 'chromadb', 'gradio', 'llama_index', 'sentence_transformers', 'transformers', 'numpy'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))\n"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "LOADED []" in shown.stdout
    assert "Usage: byline" in shown.stdout


def test_importing_the_packages_loads_no_heavy_library() -> None:
    script = (
        "import sys, vectorstore, qa, qa.evaluation\n"
        "heavy = {'torch', 'chromadb', 'gradio', 'llama_index', 'sentence_transformers', 'transformers'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))\n"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "LOADED []" in shown.stdout
