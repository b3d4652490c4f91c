"""What a command and all processes below it take of processor and memory, from Linux's /proc."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
INTERVAL = 0.1
"""Seconds between two looks at the processes: what one uses after the last look at it is not counted."""
MEMORY_EVERY = 5
"""Looks for one at their memory, which takes the kernel some milliseconds a process."""

OTHER = "other"
"""What a process does of which nothing is known."""

_TICKS = os.sysconf("SC_CLK_TCK")
_ROLES = (
    ("serve_merge", "merging"),
    ("resource_tracker", OTHER),
    ("multiprocessing.forkserver", "workers"),
    ("multiprocessing.spawn", "workers"),
)
"""What stands in the command line of a process, and what it does."""


@dataclass(frozen=True)
class Memory:
    """Bytes of one process: those of shared pages divided by the number of those that share them (Linux's
    ``Pss``), and of them the ones that are no pages of files (``Pss_Anon``)."""

    share: int
    anonymous: int


@dataclass
class Run:
    """What was seen of a command: seconds it took, its output, seconds of processor by role, and at each look
    at the memory (seconds since the beginning) that of each process, by role and number."""

    seconds: float = 0.0
    output: str = ""
    processor: dict[str, float] = field(default_factory=dict)
    memory: list[tuple[float, dict[tuple[str, int], Memory]]] = field(default_factory=list)

    def peak(self) -> Memory:
        """The most that all processes had together at a look."""
        totals = [total(held.values()) for _, held in self.memory] or [Memory(0, 0)]
        return Memory(max(each.share for each in totals), max(each.anonymous for each in totals))

    def peaks(self) -> dict[str, int]:
        """The most that a process of each role had at a look, bytes of its share."""
        found: dict[str, int] = {}
        for _, held in self.memory:
            for (role, _), memory in held.items():
                found[role] = max(found.get(role, 0), memory.share)
        return found

    def course(self, parts: int) -> list[int]:
        """The median of what all processes had together, bytes of anonymous memory, in each of ``parts``
        equal parts of the time; 0 where nobody looked."""
        found: list[list[int]] = [[] for _ in range(parts)]
        for at, held in self.memory:
            place = min(parts - 1, int(parts * at / (self.seconds or 1)))
            found[place].append(total(held.values()).anonymous)
        return [sorted(each)[len(each) // 2] if each else 0 for each in found]


def total(memories: Iterable[Memory]) -> Memory:
    """Of several processes together."""
    held = list(memories)
    return Memory(sum(each.share for each in held), sum(each.anonymous for each in held))


def watch(command: Sequence[str], folder: Path) -> Run:
    """Run ``command`` in ``folder`` and look at it and what it starts until it ends.

    Raises subprocess.CalledProcessError where it fails.
    """
    run = Run()
    began = time.monotonic()
    used: dict[int, float] = {}
    roles: dict[int, str] = {}
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 (ours)
        looks = 0
        while process.poll() is None:
            found = dict(_below(process.pid))
            # Of a process that is ending there is no command line any more.
            roles |= {number: role for number, role in found.items() if role != OTHER or number not in roles}
            used |= {number: seconds for number in found if (seconds := _processor(number))}
            if looks % MEMORY_EVERY == 0:
                held = {(role, number): _memory(number) for number, role in found.items()}
                run.memory.append((time.monotonic() - began, held))
            looks += 1
            time.sleep(INTERVAL)
        run.seconds = time.monotonic() - began
        run.output = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command), run.output)
    for number, seconds in used.items():
        run.processor[roles[number]] = run.processor.get(roles[number], 0.0) + seconds
    return run


def _below(root: int) -> Iterator[tuple[int, str]]:
    """The process ``root`` and all below it, with their roles."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (stat := _stat(int(entry.name))):
            children.setdefault(int(stat[1]), []).append(int(entry.name))
    yield root, "main"
    waiting = [(number, root) for number in children.get(root, [])]
    while waiting:
        number, parent = waiting.pop()
        yield number, _role(number, is_first=parent == root)
        waiting += [(below, number) for below in children.get(number, [])]


def _role(number: int, *, is_first: bool) -> str:
    """What a process does; ``is_first``: started by the command itself."""
    try:
        told = (PROC / str(number) / "cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return OTHER
    role = next((role for part, role in _ROLES if part in told), OTHER)
    return "fork server" if is_first and "forkserver" in told else role


def _stat(number: int) -> list[str]:
    """The fields of a process's ``stat`` from the state on (proc(5)); none where it has ended."""
    try:
        return (PROC / str(number) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _processor(number: int) -> float:
    """Seconds of processor that a process has used."""
    stat = _stat(number)
    return (int(stat[11]) + int(stat[12])) / _TICKS if stat else 0.0


def _memory(number: int) -> Memory:
    """What a process has now; nothing where it has ended."""
    try:
        told = (PROC / str(number) / "smaps_rollup").read_text()
    except OSError:
        return Memory(0, 0)
    rows = {name: rest.split() for name, _, rest in (line.partition(":") for line in told.splitlines())}
    sizes = {name: int(rest[0]) * 1024 for name, rest in rows.items() if rest[-1:] == ["kB"]}
    return Memory(sizes.get("Pss", 0), sizes.get("Pss_Anon", sizes.get("Anonymous", 0)))
