"""The heap: large blocks go back to the system, however often there are any."""

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


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="the C library does not tell")
def test_large_blocks_are_mapped_again_and_again() -> None:
    ran = subprocess.run([sys.executable, "-c", MAPPED], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["1", "1", "1"]
