"""What a figure depends on besides the data: the commit, the versions, the machine."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = (
    "byline",
    "chromadb",
    "ir-measures",
    "llama-index-core",
    "llama-index-embeddings-huggingface",
    "llama-index-vector-stores-chroma",
    "numpy",
    "sentence-transformers",
    "tantivy",
    "torch",
    "transformers",
)


def commit(folder: Path) -> str | None:
    """The commit of the checkout that holds `folder`, with `+changes` when files differ; None outside of git."""
    git = shutil.which("git")
    if git is None:
        return None
    head = _output([git, "-C", str(folder), "rev-parse", "HEAD"])
    if head is None:
        return None
    return f"{head}+changes" if _output([git, "-C", str(folder), "status", "--porcelain"]) else head


def versions() -> dict[str, str]:
    """The installed versions of Python and of the packages that have a part in a figure."""
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def machine() -> dict[str, str | int]:
    """The processor as it names itself, how many cores there are, and the system."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count() or 0,
        "system": f"{platform.system()} {platform.machine()}",
    }


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def _output(command: list[str]) -> str | None:
    """What a command printed, or None when it failed."""
    # The program is git as found on the path, the arguments are ours.
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.strip() if done.returncode == 0 else None
