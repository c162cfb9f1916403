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

import ctypes
import json
import threading
from typing import Any, Callable, Iterable, Mapping, NamedTuple, TypedDict

from ._native import Header, LogFunction, MailFunction, Request, Text, library, take
from ._operations import UNSET, Operations

__all__ = ["Error", "Mail", "Platform", "Response", "Session", "WorkDone", "open", "version"]

version: str = library.senpai_version().decode()
LEVELS = ("debug", "info", "warning", "error")

# json.loads and json.dumps cost twice as much: they look for blanks around, and write some.
_decode = json.JSONDecoder().raw_decode
_encode = json.JSONEncoder(separators=(",", ":")).encode
_call = library.senpai_call


class Error(Exception):
    """What an operation refused. `kind` is one of invalid_argument, unauthenticated, forbidden, not_found, conflict,
    rate_limited, unavailable, internal; `code` is stable; str() is a sentence for people."""

    def __init__(self, kind: str, code: str, message: str, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.code = code
        self.retry_after = retry_after
        """Seconds after which trying again makes sense, if it does."""


class Mail(TypedDict):
    to: str
    subject: str
    text: str
    html: str
    idempotencyKey: str
    code: str


class WorkDone(TypedDict):
    jobs: int
    sealed: int
    purged: int


class Response(NamedTuple):
    status: int
    headers: list[tuple[str, str]]
    body: bytes


def _result(answer: bytes) -> Any:
    parsed, _ = _decode(answer.decode())
    if "error" not in parsed:
        return parsed["result"]
    error = parsed["error"]
    raise Error(error["kind"], error["code"], error["message"], error.get("retryAfterSec"))


class _Handle:
    """An open platform in C, closed once nobody is inside."""

    def __init__(self, config: str) -> None:
        error = Text()
        self._address: int | None = library.senpai_open(_text(config), ctypes.byref(error))
        self._inside: list[None] = []  # One for each call that runs; unlike a count, it needs no lock.
        self._left = threading.Event()
        self._closing = threading.Lock()
        self.callbacks: dict[str, Any] = {}  # Keeps alive what C may call.
        if not self._address:
            _result(take(error))

    def __enter__(self) -> int:
        self._inside.append(None)
        if address := self._address:
            return address
        self.__exit__()
        raise Error("invalid_argument", "closed", "The platform is closed.")

    def __exit__(self, *_: object) -> None:
        self._inside.pop()
        if not self._address and not self._inside:
            self._left.set()

    def close(self) -> None:
        with self._closing:
            address, self._address = self._address, None
        # Who comes from now on finds no address.
        if self._inside:
            self._left.wait()
        if address:
            library.senpai_close(address)


def _text(value: str | None) -> bytes | None:
    return None if value is None else value.encode("utf-8", "surrogatepass")


class Session(Operations):
    """The operations as one caller: nobody, a user, or an administrator."""

    def __init__(self, handle: _Handle, credential: str | None) -> None:
        self._handle = handle
        self._credential = _text(credential)
        super().__init__(self.call)

    def call(self, operation: str, members: Mapping[str, Any]) -> Any:
        """Runs an operation by its name, such as "kyc.start", with members as the HTTP API names them."""
        given = {name: value for name, value in members.items() if value is not UNSET}
        data = _encode(given).encode() if given else None
        with self._handle as address:
            text = _call(address, _text(operation), self._credential, data)
        return _result(take(text))


class Platform(Session):
    """A running backend. Leaving its `with` block closes it."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        super().__init__(_Handle(json.dumps(config)), None)

    def __enter__(self) -> Platform:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Waits for calls that run, then closes. Closing twice is fine."""
        self._handle.close()

    def as_user(self, access_token: str) -> Session:
        """The operations as the user of an access token."""
        return Session(self._handle, access_token)

    def as_admin(self, api_key: str) -> Session:
        """The operations as an administrator, by the key of auth.adminApiKey."""
        return Session(self._handle, "key:" + api_key)

    def migrate(self) -> list[str]:
        """Brings the tables to this version; the names of what was applied."""
        with self._handle as address:
            answer = take(library.senpai_migrate(address))
        applied: list[str] = _result(answer)["applied"]
        return applied

    def work(self, seconds: float = 1.0) -> WorkDone:
        """Does background work that is due (mail, sealing, purging), at most so long. Call it about once a second."""
        with self._handle as address:
            answer = take(library.senpai_work(address, max(0, min(int(seconds * 1000), 2**32 - 1))))
        done: WorkDone = _result(answer)
        return done

    def on_mail(self, send: Callable[[Mail], object] | None) -> None:
        """Sets who sends mail, called by work(). When it raises, the mail is tried again later."""

        def function(_: object, mail: bytes) -> int:
            assert send
            try:
                send(json.loads(mail))
                return 0
            except Exception:
                return 1

        callback = MailFunction(function) if send else MailFunction(0)
        with self._handle as address:
            library.senpai_on_mail(address, callback, None)
        self._handle.callbacks["mail"] = callback

    def on_log(self, log: Callable[[str, str, dict[str, Any]], object] | None) -> None:
        """Sets who is told what happens: level, name of the event, its values. Called in any thread."""

        def function(_: object, level: int, event: bytes, fields: bytes) -> None:
            assert log
            log(LEVELS[level], event.decode(), json.loads(fields))

        callback = LogFunction(function) if log else LogFunction(0)
        with self._handle as address:
            library.senpai_on_log(address, callback, None)
        self._handle.callbacks["log"] = callback

    def handle(
        self,
        method: str,
        target: str,
        headers: Iterable[tuple[str, str]] = (),
        body: bytes = b"",
        remote_address: str | None = None,
    ) -> Response:
        """Answers one HTTP request. `target` is path and query, percent-encoded; senpai.mount has WSGI and ASGI."""
        pairs = [Header(_text(name), _text(value)) for name, value in headers]
        array = (Header * len(pairs))(*pairs)
        request = Request(_text(method), _text(target), array, len(pairs), body, len(body), _text(remote_address))
        with self._handle as address:
            answer = library.senpai_handle(address, ctypes.byref(request))
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


def open(config: Mapping[str, Any]) -> Platform:
    """Opens a platform; senpai.h describes the configuration. @raises Error invalid_option, service_unavailable."""
    return Platform(config)
