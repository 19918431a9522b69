"""Memory of a large file given back to the system once its rows are no longer needed.

Arrow and the C library keep freed memory for themselves, each in a pool of its own. A server that
is asked for one large file a day would hold that memory until the next one: measured after three
files of a million rows, 347 MB instead of the 145 MB before.
"""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

import pyarrow as pa


def give_back() -> None:
    gc.collect()
    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):  # Only glibc has malloc_trim.
        ctypes.CDLL(None).malloc_trim(0)
