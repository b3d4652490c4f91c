"""Timing without the tool that counts which lines are covered."""

import sys
from contextlib import contextmanager


@contextmanager
def untraced():
    """What counts the lines that are covered takes several times as long as running them."""
    tracing = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracing)
