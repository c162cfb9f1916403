"""The SenpaiJepang trust backend in process: accounts, identity checks, jobs, feed, audit trail.

    import senpai

    with senpai.open({"sqlite": {"path": "senpai.db"}, "auth": {"tokenSecret": "…"}}) as platform:
        platform.migrate()
        account = platform.auth.register(full_name="Ayu Lestari", email="ayu@example.com", password="…")
        ayu = platform.as_user(account["accessToken"])
        ayu.kyc.start()

Operations are methods named like those of the HTTP API; what they return is the JSON of the API as dictionaries. They
raise senpai.Error. Every method may be called from any thread; other threads run while one waits for the database.
"""

from __future__ import annotations

import atexit
import ctypes
import functools
import json
import math
import os
import threading
import time
import warnings
import weakref
from typing import Any, Callable, Iterable, Mapping, NamedTuple, TypedDict

from ._config import Config
from ._native import Header, LogFunction, MailFunction, Request, Text, library, take
from ._operations import UNSET, Operations

__all__ = ["Config", "Error", "Mail", "Platform", "Response", "Session", "WorkDone", "open", "version"]

version: str = library.senpai_version().decode()
LEVELS = ("debug", "info", "warning", "error")


def _encoder() -> Callable[[object], str]:
    """JSONEncoder.encode() makes its encoder in C anew for each call, which costs more than the encoding."""
    encoder = json.JSONEncoder(separators=(",", ":"), allow_nan=False)
    module: Any = json.encoder
    if not getattr(module, "c_make_encoder", None):  # Not CPython.
        return encoder.encode
    escape = module.encode_basestring_ascii
    encode = module.c_make_encoder(None, encoder.default, escape, None, ":", ",", False, False, False)
    return lambda value: "".join(encode(value, 0))


_encode = _encoder()
_decoder: Any = json.JSONDecoder()
_decode = _decoder.scan_once  # loads() costs twice as much: it looks for blanks around.
_call = library.senpai_call


class Error(Exception):
    """What an operation refused. `kind` is one of invalid_argument, unauthenticated, forbidden, not_found, conflict,
    rate_limited, unavailable, internal; `code` is stable; str() is a sentence for people."""

    def __init__(self, kind: str, code: str, message: str, retry_after: int | None = None) -> None:
        super().__init__(kind, code, message, retry_after)  # All of it, so that copies and other processes get it.
        self.kind = kind
        self.code = code
        self.retry_after = retry_after
        """Seconds after which trying again makes sense, if it does."""

    def __str__(self) -> str:
        return str(self.args[2])


class Mail(TypedDict):
    """One mail to send. `code` is the one-time code in it, for programs that write mails of their own."""

    to: str
    subject: str
    text: str
    html: str
    idempotencyKey: str
    code: str


class WorkDone(TypedDict):
    """How much work() did."""

    jobs: int
    sealed: int
    purged: int


class Response(NamedTuple):
    """What handle() answers; headers are complete but for the framing (Content-Length)."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def _result(answer: bytes) -> Any:
    parsed, _ = _decode(answer.decode(), 0)
    if "error" not in parsed:
        return parsed["result"]
    error = parsed["error"]
    raise Error(error["kind"], error["code"], error["message"], error.get("retryAfterSec"))


class _Handle:
    """An open platform in C, closed once nobody is inside."""

    def __init__(self, config: str) -> None:
        self._address: int | None = None  # None for callers as soon as closing has begun.
        self._refusal = ("closed", "The platform is closed.")
        self._reset()
        error = Text()
        self._opened: int | None = library.senpai_open(_text(config), ctypes.byref(error))
        if not self._opened:
            _result(take(error))
        self._address = self._opened
        _open_handles.add(self)
        if _ending.is_set():
            self.close()

    def _reset(self) -> None:
        self._inside: set[object] = set()  # One for each call that runs.
        self._left = threading.Event()
        self._closing = threading.Lock()
        self.callbacks: _Callbacks = _Callbacks()

    def run(self, function: Any, *arguments: Any) -> Any:
        """Calls a function of C, which cannot be closed meanwhile."""
        call = object()
        try:  # Ctrl-C may come after each line, so even the first one belongs into it.
            self._inside.add(call)
            address = self._address
            if not address:
                raise Error("invalid_argument", *self._refusal)
            return function(address, *arguments)
        finally:
            self._inside.discard(call)
            if not self._address and not self._inside:
                self._left.set()

    def close(self, seconds: float = math.inf) -> None:
        self.callbacks.refuse_inside("close()")
        self._address = None
        until = time.monotonic() + seconds
        while self._inside and time.monotonic() < until:
            self._left.wait(0.1)
        with self._closing:  # Whoever closes at the same time waits for the end, too.
            if self._opened and not self._inside:
                opened, self._opened = self._opened, None
                library.senpai_close(opened)

    def abandon(self) -> None:
        """The parent process goes on using it, so it is not even closed here."""
        self._address = self._opened = None
        self._refusal = ("forked", "The platform was opened before fork(); open one in each process.")
        self._reset()

    def __del__(self) -> None:
        if self._address:
            warnings.warn("A senpai.Platform was forgotten without close().", ResourceWarning, source=self)
            self.close()


_open_handles: weakref.WeakSet[_Handle] = weakref.WeakSet()
_ending = threading.Event()


@atexit.register
def _close_all() -> None:
    """While threads still run: later, Python ends those that come back to it from C, and the process with them."""
    _ending.set()  # What a thread opens from now on is closed at once.
    for handle in list(_open_handles):
        handle.close(seconds=10)


def _abandon_all() -> None:
    for handle in list(_open_handles):
        handle.abandon()


os.register_at_fork(after_in_child=_abandon_all)


class _Callbacks:
    """The functions of Python that C may call, and the threads that are inside of one."""

    def __init__(self) -> None:
        self._functions: dict[str, Any] = {}  # Kept alive.
        self._setting = threading.Lock()
        self._inside: list[int] = []  # A thread may be in several: a sender of mail calls what logs.
        self._interrupted: dict[int, BaseException] = {}

    def __enter__(self) -> None:
        self._inside.append(threading.get_ident())

    def __exit__(self, *_: object) -> None:
        self._inside.remove(threading.get_ident())

    def refuse_inside(self, what: str) -> None:
        if threading.get_ident() in self._inside:
            message = f"{what} waits until no callback runs, so it cannot be called inside of one."
            raise Error("invalid_argument", "inside_callback", message)

    def set(self, name: str, function: Any, tell: Callable[[], object]) -> None:
        self.refuse_inside(f"on_{name}()")
        with self._setting:
            # Until C has returned, it may call either.
            self._functions[name] = (self._functions.get(name), function)
            tell()
            self._functions[name] = function

    def interrupt(self, error: BaseException) -> None:
        """Ctrl-C and the like: C cannot pass them on, so the call that comes back from C does."""
        self._interrupted[threading.get_ident()] = error

    def pass_on(self) -> None:
        if error := self._interrupted.pop(threading.get_ident(), None):
            raise error


def _text(value: str | None) -> bytes | None:
    """For C, where NUL would end a text early: it becomes two bytes that no UTF-8 has, as do halves of surrogates, so
    that such text equals nothing genuine."""
    if value is None:
        return None
    return str.encode(value, "utf-8", "surrogatepass").replace(b"\0", b"\xc0\x80")


def _path(value: object) -> str:
    """Paths may be pathlib's."""
    if isinstance(value, os.PathLike):
        return os.fsdecode(value)
    raise TypeError(f"The configuration cannot have a value of type {type(value).__name__}.")


def _token(value: str, name: str) -> str:
    """Who is given no token by mistake must not become nobody."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be str, not {type(value).__name__}")
    return value


def _run(handle: _Handle, credential: bytes | None, operation: str, members: Mapping[str, Any]) -> Any:
    given = {name: value for name, value in members.items() if value is not UNSET}
    data = _encode(given).encode() if given else None
    return _result(take(handle.run(_call, _text(operation), credential, data)))


class Session(Operations):
    """The operations as one caller: nobody, a user, or an administrator."""

    def __init__(self, handle: _Handle, credential: str | None) -> None:
        self._handle = handle
        # No method of this object: its groups would refer back to it, and it would stay until garbage is collected.
        self._run = functools.partial(_run, handle, _text(credential))
        super().__init__(self._run)

    def call(self, operation: str, members: Mapping[str, Any] = {}) -> Any:
        """Runs an operation by its name, such as "kyc.start", with members as the HTTP API names them."""
        return self._run(operation, members)


class Platform(Session):
    """A running backend. Leaving its `with` block closes it."""

    def __init__(self, config: Config | Mapping[str, Any]) -> None:
        self._log: Any = None
        super().__init__(_Handle(json.dumps(config, default=_path)), None)

    def __enter__(self) -> Platform:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Waits for calls that run, then closes. Closing twice is fine, from inside a callback it is refused. What is
        still open when Python ends is closed then."""
        self._handle.close()

    def as_user(self, access_token: str) -> Session:
        """The operations as the user of an access token."""
        return Session(self._handle, _token(access_token, "access_token"))

    def as_admin(self, api_key: str) -> Session:
        """The operations as an administrator, by the key of auth.adminApiKey."""
        return Session(self._handle, "key:" + _token(api_key, "api_key"))

    def migrate(self) -> list[str]:
        """Brings the tables to this version; the names of what was applied."""
        applied: list[str] = _result(take(self._handle.run(library.senpai_migrate)))["applied"]
        return applied

    def work(self, seconds: float = 1.0) -> WorkDone:
        """Does background work that is due (mail, sealing, purging), at most so long. Call it about once a second."""
        milliseconds = max(0, min(int(min(seconds, 1e6) * 1000), 2**32 - 1))
        answer = take(self._handle.run(library.senpai_work, milliseconds))
        self._handle.callbacks.pass_on()
        done: WorkDone = _result(answer)
        return done

    def on_mail(self, send: Callable[[Mail], object] | None) -> None:
        """Sets who sends mail, called by work(). When it raises, the mail is tried again later; why, the log hears as
        mail.refused."""
        callbacks = self._handle.callbacks

        def function(_: object, mail: bytes) -> int:
            assert send
            try:
                with callbacks:
                    send(json.loads(mail))
                return 0
            except Exception as error:
                if self._log:
                    self._log(None, LEVELS.index("warning"), b"mail.refused", _encode({"error": repr(error)}).encode())
            except BaseException as error:
                callbacks.interrupt(error)
            return 1

        callback = MailFunction(function) if send else MailFunction(0)
        callbacks.set("mail", callback, lambda: self._handle.run(library.senpai_on_mail, callback, None))

    def on_log(self, log: Callable[[str, str, dict[str, Any]], object] | None) -> None:
        """Sets who is told what happens: level, name of the event, its values. Called in any thread. What it raises
        goes to sys.unraisablehook."""
        callbacks = self._handle.callbacks

        def function(_: object, level: int, event: bytes, fields: bytes) -> None:
            assert log
            with callbacks:
                log(LEVELS[level], event.decode(), json.loads(fields))

        callback = LogFunction(function) if log else LogFunction(0)
        callbacks.set("log", callback, lambda: self._handle.run(library.senpai_on_log, callback, None))
        self._log = callback if log else None

    def handle(
        self,
        method: str,
        target: str,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        body: bytes | bytearray | memoryview = b"",
        remote_address: str | None = None,
        *,
        unread: bool = False,
    ) -> Response:
        """Answers one HTTP request. `target` is path and query, percent-encoded; senpai.mount has WSGI and ASGI.

        `unread`: there is a body that could not be read, being too long or cut off; it is refused where one is wanted.
        """
        given = body if isinstance(body, bytes) else memoryview(body).tobytes()
        data, size = (None, 1) if unread else (given, len(given))
        listed = headers.items() if isinstance(headers, Mapping) else headers
        pairs = [Header(_text(name), _text(value)) for name, value in listed]
        array = (Header * len(pairs))(*pairs)
        request = Request(_text(method), _text(target), array, len(pairs), data, size, _text(remote_address))
        answer = self._handle.run(library.senpai_handle, ctypes.byref(request))
        if not answer:
            raise MemoryError("libsenpai is out of memory")
        try:
            shown = answer.contents
            pairs_back = [shown.headers[i] for i in range(shown.header_count)]
            return Response(
                shown.status,
                [(h.name.decode(), h.value.decode()) for h in pairs_back],
                ctypes.string_at(shown.body, shown.body_size),
            )
        finally:
            library.senpai_response_free(answer)


def open(config: Config | Mapping[str, Any]) -> Platform:
    """Opens a platform: {"auth": {"tokenSecret": …}} and what else senpai.Config has. Paths may be pathlib's.

    Raises Error: invalid_option, service_unavailable.
    """
    return Platform(config)
