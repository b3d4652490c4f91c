"""The heap: large blocks go back to the system however often there are any, and all that is free at once."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

MAPPED = """
import ctypes
from searchsvc.heap import LARGE, keep_compact

class Info(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in
        "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()]

libc = ctypes.CDLL(None)
libc.mallinfo2.restype = Info

def mapped():
    return libc.mallinfo2().hblks

keep_compact()
for _ in range(3):
    before = mapped()
    block = bytes(8 * LARGE)
    print(mapped() - before)
    del block
"""

FREED = """
import os
from pathlib import Path
from searchsvc.heap import give_back

def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

blocks = [b"x" * 100_000 for _ in range(200)]
last = b"x" * 100_000
before = held()
del blocks
give_back()
print(before - held() > 15_000_000)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="the C library does not tell")
def test_large_blocks_are_mapped_again_and_again() -> None:
    ran = subprocess.run([sys.executable, "-c", MAPPED], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["1", "1", "1"]


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="the C library cannot")
def test_what_is_free_below_what_is_not_is_given_back() -> None:
    ran = subprocess.run([sys.executable, "-c", FREED], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["True"]
