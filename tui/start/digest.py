"""BLAKE2b, by which files are named, and sealed with their lines: the one of :mod:`hashlib`, from where that takes it.

:mod:`hashlib` loads OpenSSL first, 3 ms of the processor at each start, for digests nobody asks for there.
"""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # a Python that keeps it elsewhere
    from hashlib import blake2b

__all__ = ["blake2b"]
