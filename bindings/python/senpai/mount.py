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
"""Longer requests are refused unread. The library has limits of its own below that."""


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def wsgi(platform: Platform) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """An application for WSGI servers."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isdecimal() else 0
        if size > MAX_BODY:
            start_response("413 Content Too Large", [("Content-Length", "0"), ("Connection", "close")])
            return []
        target = quote(environ.get("PATH_INFO", "/").encode("latin-1"), safe="/:@!$&'()*+,;=~-._")
        if environ.get("QUERY_STRING"):
            target += "?" + environ["QUERY_STRING"]
        headers = [(name[5:].replace("_", "-"), value) for name, value in environ.items() if name.startswith("HTTP_")]
        if environ.get("CONTENT_TYPE"):
            headers.append(("Content-Type", environ["CONTENT_TYPE"]))
        headers.append(("Content-Length", str(size)))
        body = environ["wsgi.input"].read(size) if size else b""
        method = environ["REQUEST_METHOD"]
        answer = platform.handle(method, target, headers, body, environ.get("REMOTE_ADDR"))
        start_response(f"{answer.status} {_reason(answer.status)}", _headers(answer))
        return [] if method == "HEAD" else [answer.body]

    return application


def asgi(platform: Platform) -> Callable[..., Awaitable[None]]:
    """An application for ASGI servers. Requests wait for the database in threads, never in the event loop."""

    async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            return await _lifespan(receive, send)
        if scope["type"] != "http":
            raise ValueError(f"senpai answers http only, not {scope['type']}")
        body = bytearray()
        more = True
        while more:
            part = await receive()
            if part["type"] == "http.disconnect":
                return
            body += part.get("body", b"")
            more = part.get("more_body", False)
            if len(body) > MAX_BODY:
                await send({"type": "http.response.start", "status": 413, "headers": [(b"content-length", b"0")]})
                await send({"type": "http.response.body", "body": b""})
                return
        target = _below_root(scope)
        if scope["query_string"]:
            target += "?" + scope["query_string"].decode("latin-1")
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        client = scope.get("client")
        answer = await asyncio.get_running_loop().run_in_executor(
            None, platform.handle, scope["method"], target, headers, bytes(body), client[0] if client else None
        )
        out = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in _headers(answer)]
        await send({"type": "http.response.start", "status": answer.status, "headers": out})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})

    return application


def _below_root(scope: dict[str, Any]) -> str:
    """The path as the API knows it; servers leave in it where the application is mounted."""
    raw: str = (scope.get("raw_path") or quote(scope["path"]).encode()).decode("latin-1")
    root = quote(scope.get("root_path", "")).rstrip("/")
    return raw[len(root) :] or "/" if raw == root or raw.startswith(root + "/") else raw


def _headers(answer: Response) -> list[tuple[str, str]]:
    framing = [] if answer.status == 204 else [("Content-Length", str(len(answer.body)))]
    return answer.headers + framing


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return
