"""Mounts the HTTP API of a platform in a web server of Python.

    wsgiref.simple_server.make_server("", 4000, senpai.mount.wsgi(platform)).serve_forever()
    uvicorn.run(senpai.mount.asgi(platform))
    app.mount("/trust", senpai.mount.asgi(platform))  # Below a path of FastAPI or Starlette
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any, Awaitable, Callable, Iterable
from urllib.parse import quote

from . import Platform, Response

MAX_BODY = 16 * 1024 * 1024
"""Longer bodies are not read, and refused where one is wanted. The library has limits of its own below that."""

# What may stand in a path and in a query as it is; what does not is percent-encoded.
_PATH = "/:@!$&'()*+,;=~-._"
_ENCODED = _PATH + "%?"


class _Gone(Exception):
    """The client went before its body had come."""


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def wsgi(platform: Platform) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """An application for WSGI servers."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        answer = _handle_wsgi(platform, method, environ)
        headers = [(name, value.encode().decode("latin-1")) for name, value in _headers(answer)]
        start_response(f"{answer.status} {_reason(answer.status)}", headers)
        return [] if method == "HEAD" else [answer.body]

    return application


def _handle_wsgi(platform: Platform, method: str, environ: dict[str, Any]) -> Response:
    body = _wsgi_body(environ)
    target = quote(_bytes(environ.get("PATH_INFO") or "/"), safe=_PATH)
    if environ.get("QUERY_STRING"):
        target += "?" + quote(_bytes(environ["QUERY_STRING"]), safe=_ENCODED)
    headers = [(name[5:].replace("_", "-"), _decoded(value)) for name, value in environ.items() if name[:5] == "HTTP_"]
    if environ.get("CONTENT_TYPE"):
        headers.append(("Content-Type", _decoded(environ["CONTENT_TYPE"])))
    length = environ.get("CONTENT_LENGTH") or ("" if body is None else str(len(body)))
    if length:
        headers.append(("Content-Length", length))
    return platform.handle(method, target, headers, body or b"", environ.get("REMOTE_ADDR"), unread=body is None)


def _wsgi_body(environ: dict[str, Any]) -> bytes | None:
    """None when it cannot be had: too long, cut off, or of a length that nobody knows."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not length and environ.get("wsgi.input_terminated"):  # In chunks, whose end the server knows.
        body: bytes = environ["wsgi.input"].read(MAX_BODY + 1)
        return body if len(body) <= MAX_BODY else None
    if not length:
        return None if "HTTP_TRANSFER_ENCODING" in environ else b""
    if not (length.isascii() and length.isdecimal()) or int(length) > MAX_BODY:
        return None
    body = environ["wsgi.input"].read(int(length)) if int(length) else b""
    return body if len(body) == int(length) else None


def asgi(platform: Platform) -> Callable[..., Awaitable[None]]:
    """An application for ASGI servers. Requests wait for the database in threads, never in the event loop."""

    async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            return await _lifespan(receive, send)
        if scope["type"] == "websocket":
            await send({"type": "websocket.close"})  # Before it is accepted: 403.
            return
        if scope["type"] != "http":
            raise ValueError(f"senpai answers http only, not {scope['type']}")
        try:
            body = await _asgi_body(scope, receive)
        except _Gone:
            return
        answer = await _handle_asgi(platform, scope, body)
        out = [(name.lower().encode(), value.encode()) for name, value in _headers(answer)]
        await send({"type": "http.response.start", "status": answer.status, "headers": out})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})

    return application


async def _asgi_body(scope: dict[str, Any], receive: Any) -> bytes | None:
    """None when it is too long."""
    declared = dict(scope["headers"]).get(b"content-length", b"")
    if declared.isdigit() and int(declared) > MAX_BODY:
        return None
    body = bytearray()
    more = True
    while more:
        part = await receive()
        if part["type"] == "http.disconnect":
            raise _Gone
        body += part.get("body", b"")
        more = part.get("more_body", False)
        if len(body) > MAX_BODY:
            return None
    return bytes(body)


async def _handle_asgi(platform: Platform, scope: dict[str, Any], body: bytes | None) -> Response:
    target = _below_root(scope)
    if scope["query_string"]:
        target += "?" + quote(scope["query_string"], safe=_ENCODED)
    headers = [(name.decode("latin-1"), value.decode(errors="replace")) for name, value in scope["headers"]]
    client = scope.get("client")
    address = client[0] if client else None
    return await asyncio.get_running_loop().run_in_executor(
        None, lambda: platform.handle(scope["method"], target, headers, body or b"", address, unread=body is None)
    )


def _below_root(scope: dict[str, Any]) -> str:
    """The path as the API knows it; servers leave in it where the application is mounted."""
    raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    root = quote(scope.get("root_path", ""), safe=_PATH).rstrip("/").encode()
    below = raw[len(root) :] if raw == root or raw.startswith(root + b"/") else raw
    return quote(below or b"/", safe=_ENCODED)


def _bytes(text: str) -> bytes:
    """Texts of WSGI have one character for each byte."""
    return text.encode("latin-1")


def _decoded(text: str) -> str:
    return _bytes(text).decode(errors="replace")


def _headers(answer: Response) -> list[tuple[str, str]]:
    framing = [] if answer.status in (204, 304) else [("Content-Length", str(len(answer.body)))]
    return answer.headers + framing


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return
