"""Whoever imports this is ended when the thread that started it ends: ``PR_SET_PDEATHSIG``, see prctl(2). The
processes that it forks are not. Elsewhere than on Linux, nothing."""

from __future__ import annotations

import ctypes
import signal
import sys

_PR_SET_PDEATHSIG = 1

if sys.platform == "linux":
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
