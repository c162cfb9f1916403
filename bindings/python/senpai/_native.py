"""The C interface of libsenpai (senpai.h) through ctypes, which lets other threads run during calls."""

from __future__ import annotations

import ctypes
import os
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_size_t, c_uint32, c_void_p
from pathlib import Path
from typing import Any

ABI_VERSION = 1


class Header(Structure):
    _fields_ = [("name", c_char_p), ("value", c_char_p)]


class Request(Structure):
    _fields_ = [
        ("method", c_char_p),
        ("target", c_char_p),
        ("headers", POINTER(Header)),
        ("header_count", c_size_t),
        ("body", c_char_p),
        ("body_size", c_size_t),
        ("remote_address", c_char_p),
    ]


class Response(Structure):
    _fields_ = [
        ("status", c_int),
        ("headers", POINTER(Header)),
        ("header_count", c_size_t),
        ("body", c_void_p),
        ("body_size", c_size_t),
    ]


class Text(c_char_p):
    """A text that is ours to free. A plain c_char_p would be copied and forgotten."""


MailFunction = CFUNCTYPE(c_int, c_void_p, c_char_p)
LogFunction = CFUNCTYPE(None, c_void_p, c_int, c_char_p, c_char_p)


def _load() -> Any:
    """SENPAI_LIBRARY, the library of the wheel, or that of the system."""
    packaged = Path(__file__).with_name("libsenpai_c.so")
    name = os.environ.get("SENPAI_LIBRARY") or (str(packaged) if packaged.exists() else f"libsenpai_c.so.{ABI_VERSION}")
    library = ctypes.CDLL(name)
    library.senpai_abi_version.restype = c_uint32
    found = library.senpai_abi_version()
    if found != ABI_VERSION:
        raise ImportError(f"{name} has version {found} of the interface; this package needs {ABI_VERSION}")
    for function, result, arguments in (
        ("senpai_open", c_void_p, [c_char_p, POINTER(Text)]),
        ("senpai_close", None, [c_void_p]),
        ("senpai_migrate", Text, [c_void_p]),
        ("senpai_call", Text, [c_void_p, c_char_p, c_char_p, c_char_p]),
        ("senpai_free", None, [Text]),
        ("senpai_handle", POINTER(Response), [c_void_p, POINTER(Request)]),
        ("senpai_response_free", None, [POINTER(Response)]),
        ("senpai_work", Text, [c_void_p, c_uint32]),
        ("senpai_on_mail", None, [c_void_p, MailFunction, c_void_p]),
        ("senpai_on_log", None, [c_void_p, LogFunction, c_void_p]),
        ("senpai_version", c_char_p, []),
    ):
        entry = getattr(library, function)
        entry.restype = result
        entry.argtypes = arguments
    return library


library = _load()
free = library.senpai_free


def take(text: Text) -> bytes:
    """The bytes of a text, which is freed."""
    try:
        data = text.value
    finally:
        free(text)
    if data is None:
        raise MemoryError("libsenpai is out of memory")
    return data
