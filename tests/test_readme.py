"""The tour of the README, run as it is written: the output shown is the output that comes.

``python -m tests.test_readme`` writes the output anew.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.running import Service

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
TOOLS = ["printf", "curl", "python3"]
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)


def with_output(block: str, service: Service) -> str:
    """The commands of a block, each followed by what it prints when run against ``service``."""
    shown = []
    for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
        real = command.replace("127.0.0.1:8080", f"127.0.0.1:{service.port}")
        real = real.replace("/tmp/", f"{service.folder}/").replace(
            ".venv/bin/searchsvc", f"{Path(sys.executable).parent}/searchsvc"
        )
        ran = subprocess.run(
            ["bash", "-c", real],
            cwd=ROOT,
            env=service.environment | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
        )
        shown.append(f"$ {command}\n{ran.stdout}")
    return "".join(shown)


def timeless(text: str) -> str:
    """The text without what differs from run to run."""
    text = re.sub(r'"took_ms": [\d.]+', '"took_ms": N', text)
    return re.sub(r"\bin [\d.]+ (m?s)\b", r"in N \1", text)


def seeded(folder: Path) -> Service:
    service = Service(folder)
    service.run("ingest", str(ROOT / "seeds"))
    return service.start()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = seeded(tmp_path_factory.mktemp("readme"))
    yield service
    service.stop()


def test_the_tour_is_real(service: Service) -> None:
    if any(os.system(f"command -v {tool} >/dev/null") for tool in TOOLS):
        pytest.skip("the tour needs curl")
    for block in BLOCK.findall(README.read_text()):
        assert timeless(with_output(block, service)) == timeless(block)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        running = seeded(Path(folder))
        try:
            README.write_text(BLOCK.sub(lambda found: with_output(found[0], running), README.read_text()))
        finally:
            running.stop()
