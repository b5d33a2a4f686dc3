"""Memory that a long piece of work has let go of, handed back to the system."""

import ctypes
import sys
from contextlib import suppress

import pyarrow as pa


def give_back() -> None:
    """Hands back what is free: allocators keep it for later, and the next step would add its own on top."""
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # other C libraries than glibc have no such call
            ctypes.CDLL(None).malloc_trim(0)
