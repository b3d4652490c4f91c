"""``python -m searchsvc.engines.whoosh.kernels``: compile the kernels, so that nobody waits for it later."""

from __future__ import annotations

import time

from searchsvc.engines.whoosh.kernels import chosen, warm

if __name__ == "__main__":
    started = time.perf_counter()
    warm()
    print(f"{chosen()} kernels ready in {time.perf_counter() - started:.1f} s")
