"""How the garbage collector runs in a process that only sends."""

from __future__ import annotations

import gc


def tune_gc() -> None:
    """Sets the garbage collector for a process that does nothing but send: what stands by now
    stays, and the collector need not walk it again for every few calls, whose replies are thousands
    of objects a second."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
