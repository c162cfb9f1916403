"""python3 -m unittest discover bindings/python/tests, with the package installed or on PYTHONPATH."""

from __future__ import annotations

import asyncio
import copy
import gc
import io
import json
import os
import pathlib
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import warnings
import weakref
import wsgiref.util
from types import FrameType
from typing import Any, Callable, cast
from wsgiref.validate import validator

import senpai
import senpai.mount
from senpai.types import AuthSession

CONFIG: dict[str, Any] = {
    "auth": {
        "tokenSecret": "at least thirty-two bytes of secret",
        "adminApiKey": "ops",
        "exposeCode": True,
        "hashCost": {"memoryKib": 64, "iterations": 1, "parallelism": 1},
    }
}


def config(**more: Any) -> dict[str, Any]:
    return {**CONFIG, **more}


def register(platform: senpai.Platform, email: str = "ayu@example.test") -> AuthSession:
    return platform.auth.register(full_name="Ayu Lestari", email=email, password="Kirei-na-hana-42")


class OpenPlatform(unittest.TestCase):
    def setUp(self) -> None:
        self.platform = senpai.open(CONFIG)
        self.addCleanup(self.platform.close)
        self.platform.migrate()


class Operations(OpenPlatform):
    def test_a_person_starts_a_check_and_an_administrator_sees_it(self) -> None:
        account = register(self.platform)
        ayu = self.platform.as_user(account["accessToken"])
        self.assertEqual(ayu.auth.me()["user"]["email"], "ayu@example.test")
        session = ayu.kyc.start()["session"]
        assert session
        with self.assertRaises(senpai.Error) as caught:
            ayu.kyc.submit(session_id=session["id"])
        self.assertEqual((caught.exception.kind, caught.exception.code), ("conflict", "kyc_session_incomplete"))
        self.assertTrue(str(caught.exception))
        queue = self.platform.as_admin("ops").kyc.review_queue()
        self.assertEqual(queue["items"], [])

    def test_an_operation_without_an_answer_returns_none(self) -> None:
        account = register(self.platform)
        self.assertIsNone(self.platform.call("auth.logout", {"refreshToken": account["refreshToken"]}))

    def test_errors_say_when_to_try_again(self) -> None:
        register(self.platform)
        with self.assertRaises(senpai.Error) as caught:
            self.platform.auth.resend_verification(email="ayu@example.test")
        self.assertEqual(caught.exception.kind, "rate_limited")
        self.assertGreater(caught.exception.retry_after or 0, 0)

    def test_text_of_any_kind_is_answered(self) -> None:
        for text in ("", "\0", "ü" * 100_000, "\ud800", "'; DROP TABLE users"):
            with self.assertRaises(senpai.Error):
                self.platform.as_user(text).auth.me()
            with self.assertRaises(senpai.Error):
                self.platform.call(text, {})


    def test_a_session_that_nobody_uses_any_more_is_gone_at_once(self) -> None:
        gc.disable()
        try:
            session = weakref.ref(self.platform.as_user(register(self.platform)["accessToken"]))
            self.assertIsNone(session())
        finally:
            gc.enable()

    def test_text_with_nul_in_it_is_carried_whole(self) -> None:
        token = register(self.platform)["accessToken"]

        def refused(code: str, operation: Callable[[], object]) -> None:
            with self.assertRaises(senpai.Error) as caught:
                operation()
            self.assertEqual(caught.exception.code, code)

        refused("invalid_access_token", self.platform.as_user(token + "\0x").auth.me)
        refused("invalid_admin_api_key", self.platform.as_admin("ops\0x").admin.overview)
        refused("unknown_operation", lambda: self.platform.call("jobs.list\0x"))
        refused("invalid_option", lambda: senpai.open(config(sqlite={"path": "/tmp/a\0b"})))
        self.assertEqual(self.platform.handle("GET", "/v1/jobs\0x").status, 404)
        self.assertEqual(self.platform.handle("GET\0x", "/v1/jobs").status, 404)
        headers = {"Authorization": f"Bearer {token}\0x"}
        self.assertEqual(self.platform.handle("GET", "/v1/auth/me", headers).status, 401)

    def test_values_of_the_wrong_type_are_refused_where_they_are_given(self) -> None:
        wrong: Any
        for wrong in (None, 5, b"x"):
            self.assertRaises(TypeError, self.platform.as_user, wrong)
            self.assertRaises(TypeError, self.platform.as_admin, wrong)
        for wrong in (None, 5, "x"):
            self.assertRaises(TypeError, self.platform.handle, "GET", "/v1/jobs", (), wrong)
        self.assertRaises(ValueError, self.platform.jobs.list, limit=float("nan"))

    def test_an_empty_token_never_becomes_nobody(self) -> None:
        for lost in ("", " "):
            for caller in (self.platform.as_user(lost), self.platform.as_admin(lost)):
                with self.assertRaises(senpai.Error) as caught:
                    caller.jobs.list()
                self.assertEqual(caught.exception.kind, "invalid_argument")
                self.assertEqual(caught.exception.code, "empty_credential")

    def test_a_request_may_come_with_bytes_of_any_kind(self) -> None:
        register(self.platform)
        body = b'{"identifier":"ayu@example.test","password":"Kirei-na-hana-42"}'
        for given in (body, bytearray(body), memoryview(body)):
            self.assertEqual(self.platform.handle("POST", "/v1/auth/login", (), given).status, 200)

    def test_errors_can_be_copied_and_sent_to_other_processes(self) -> None:
        error = senpai.Error("rate_limited", "too_early", "Please wait.", 5)
        for other in (copy.copy(error), pickle.loads(pickle.dumps(error))):
            self.assertEqual((other.kind, other.code, str(other), other.retry_after), (
                "rate_limited", "too_early", "Please wait.", 5))


class Lifecycle(unittest.TestCase):
    def test_an_unusable_configuration_is_named(self) -> None:
        with self.assertRaises(senpai.Error) as caught:
            senpai.open(config(auth={"tokenSecret": "x", "colour": "red"}))
        self.assertEqual(caught.exception.code, "invalid_option")
        self.assertIn("auth.colour", str(caught.exception))

    def test_data_outlives_the_platform(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "senpai.db")
            stored = config(sqlite={"path": path, "durable": False})
            with senpai.open(stored) as platform:
                self.assertGreater(len(platform.migrate()), 10)
                register(platform)
            with senpai.open(stored) as platform:
                self.assertEqual(platform.migrate(), [])
                with self.assertRaises(senpai.Error):
                    register(platform)

    def test_a_closed_platform_refuses_and_may_be_closed_again(self) -> None:
        platform = senpai.open(CONFIG)
        platform.close()
        platform.close()
        with self.assertRaises(senpai.Error) as caught:
            platform.migrate()
        self.assertEqual(caught.exception.code, "closed")

    def test_closing_waits_for_calls_that_run(self) -> None:
        for _ in range(20):
            platform = senpai.open(CONFIG)
            platform.migrate()
            wrong: list[BaseException] = []

            def call_until_closed(platform: senpai.Platform = platform) -> None:
                try:
                    while True:
                        platform.jobs.list()
                except senpai.Error as error:
                    if error.code != "closed":
                        wrong.append(error)

            threads = [threading.Thread(target=call_until_closed) for _ in range(3)]
            for thread in threads:
                thread.start()
            time.sleep(0.005)
            platform.close()
            for thread in threads:
                thread.join()
            self.assertEqual(wrong, [])


    def test_a_forgotten_platform_is_closed_and_warned_of(self) -> None:
        open_files = len(os.listdir("/proc/self/fd"))
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            platform = senpai.open(config(sqlite={"path": folder + "/senpai.db"}))
            platform.on_log(lambda *_: None)
            del platform
            gc.collect()
        self.assertEqual([warning.category for warning in caught], [ResourceWarning])
        self.assertEqual(len(os.listdir("/proc/self/fd")), open_files)

    def test_a_child_process_is_told_that_the_platform_is_not_its_own(self) -> None:
        with senpai.open(CONFIG) as platform:
            platform.migrate()
            child = os.fork()
            if child == 0:
                code = ""
                try:
                    platform.jobs.list()
                except senpai.Error as error:
                    code = error.code
                platform.close()
                os._exit(0 if code == "forked" else 1)
            self.assertEqual(os.waitpid(child, 0)[1], 0)
            self.assertEqual(len(platform.jobs.list(limit=2)["items"]), 2)

    def test_python_ends_while_threads_are_in_calls_and_callbacks(self) -> None:
        program = f"""
import senpai, threading, time
platform = senpai.open({CONFIG})
platform.migrate()
platform.on_log(lambda *_: time.sleep(0.001))
platform.on_mail(lambda mail: 1 / 0)

def work(number):
    for i in range(1000000):
        platform.auth.register(full_name="Ayu", email=f"{{number}}-{{i}}@example.test", password="Kirei-na-hana-42")
        platform.work(0)

def open_more():
    while True:
        with senpai.open({CONFIG}) as more:
            more.on_log(lambda *_: time.sleep(0.001))
            more.migrate()

threading.excepthook = lambda args: None
for number in range(4):
    threading.Thread(target=work, args=(number,), daemon=True).start()
    threading.Thread(target=open_more, daemon=True).start()
time.sleep(0.2)
"""
        for _ in range(3):
            ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
            self.assertEqual((ended.returncode, ended.stderr), (0, ""))

    def test_ctrl_c_at_any_time_leaves_a_platform_that_closes(self) -> None:
        platform = senpai.open(CONFIG)
        until = time.monotonic() + 0.5

        class Pressed(Exception):
            pass

        def interrupt(_: int, frame: FrameType | None) -> None:
            if frame and frame.f_code.co_filename == senpai.__file__:
                raise Pressed

        def press() -> None:
            while time.monotonic() < until:
                time.sleep(0.0003)
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)

        self.addCleanup(signal.signal, signal.SIGUSR1, signal.signal(signal.SIGUSR1, interrupt))
        presser = threading.Thread(target=press)
        presser.start()
        pressed = 0
        while presser.is_alive():
            try:
                platform.call("no.such")
            except Pressed:
                pressed += 1
            except senpai.Error:
                pass
        presser.join()
        self.assertGreater(pressed, 10)
        closer = threading.Thread(target=platform.close, daemon=True)
        closer.start()
        closer.join(10)
        self.assertFalse(closer.is_alive())


class Threads(OpenPlatform):
    def test_many_threads_share_a_platform(self) -> None:
        failures: list[BaseException] = []

        def work(number: int) -> None:
            try:
                for i in range(5):
                    register(self.platform, f"{number}-{i}@example.test")
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])

    def test_other_threads_run_during_a_call(self) -> None:
        # The sender waits for another thread of Python while a call in C is on the stack.
        reached, go_on = threading.Event(), threading.Event()

        def send(mail: senpai.Mail) -> None:
            reached.set()
            self.assertTrue(go_on.wait(10))

        self.platform.on_mail(send)
        register(self.platform)
        worker = threading.Thread(target=self.platform.work)
        worker.start()
        self.assertTrue(reached.wait(10))
        self.assertEqual(len(self.platform.jobs.list(limit=2)["items"]), 2)
        go_on.set()
        worker.join()


class Callbacks(OpenPlatform):
    def test_mail_is_sent_by_work_and_tried_again_when_it_fails(self) -> None:
        mails: list[senpai.Mail] = []
        self.platform.on_mail(mails.append)
        account = register(self.platform)
        self.assertEqual(self.platform.work()["jobs"], 1)
        self.assertEqual(mails[0]["to"], "ayu@example.test")
        self.assertEqual(mails[0]["code"], account["emailVerification"]["developmentCode"])

    def test_callbacks_cannot_wait_for_themselves(self) -> None:
        codes: list[str] = []

        def try_all(*_: object) -> None:
            waits: list[Callable[[], None]] = [
                self.platform.close, lambda: self.platform.on_mail(None), lambda: self.platform.on_log(None),
            ]
            for wait in waits:
                try:
                    wait()
                except senpai.Error as error:
                    codes.append(error.code)

        def send(mail: senpai.Mail) -> None:
            try_all()
            raise RuntimeError("so that something is logged")

        self.platform.on_mail(send)
        self.platform.on_log(try_all)
        register(self.platform)
        self.platform.work()
        self.assertEqual(codes, ["inside_callback"] * 12)

    def test_ctrl_c_during_a_mail_reaches_the_caller_and_loses_no_mail(self) -> None:
        def interrupted(mail: senpai.Mail) -> None:
            raise KeyboardInterrupt

        events: list[str] = []
        self.platform.on_log(lambda level, event, fields: events.append(event))
        self.platform.on_mail(interrupted)
        register(self.platform)
        self.assertRaises(KeyboardInterrupt, self.platform.work)
        self.assertEqual(events, ["queue.job_failed", "audit.sealed"])

    def test_a_sender_that_raises_is_logged_and_breaks_nothing(self) -> None:
        events: list[tuple[str, str, dict[str, Any]]] = []
        self.platform.on_log(lambda level, event, fields: events.append((level, event, fields)))

        def refuse(mail: senpai.Mail) -> None:
            raise RuntimeError("no")

        self.platform.on_mail(refuse)
        gc.collect()
        register(self.platform)
        self.platform.work()
        self.assertEqual([name for _, name, _ in events], ["mail.refused", "queue.job_failed", "audit.sealed"])
        self.assertEqual(events[0][0::2], ("warning", {"error": "RuntimeError('no')"}))
        self.platform.on_log(None)
        register(self.platform, "other@example.test")
        self.platform.work()
        self.assertEqual(len(events), 3)


class Mounted(OpenPlatform):
    def wsgi(self, method: str, path: str, body: bytes = b"", query: str = "", **more: Any) -> tuple[str, Any, bytes]:
        started: list[Any] = []
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body), "REMOTE_ADDR": "127.0.0.1", "SCRIPT_NAME": "", **more,
        }
        wsgiref.util.setup_testing_defaults(environ)
        application = validator(senpai.mount.wsgi(self.platform))

        def start(status: str, headers: list[tuple[str, str]], _: object = None) -> Callable[[bytes], object]:
            started.append((status, headers))
            return lambda data: None

        parts = application(environ, start)
        try:
            return started[0][0] if started else "", dict(started[0][1]) if started else {}, b"".join(parts)
        finally:
            cast(Any, parts).close()

    def test_wsgi(self) -> None:
        status, headers, body = self.wsgi("GET", "/v1/jobs", query="limit=2")
        self.assertEqual(status, "200 OK")
        self.assertEqual(headers["Content-Type"], "application/json")
        self.assertEqual(headers["Content-Length"], str(len(body)))
        self.assertEqual(len(json.loads(body)["items"]), 2)
        token = register(self.platform)["accessToken"]
        self.assertEqual(self.wsgi("GET", "/auth/me", HTTP_AUTHORIZATION=f"Bearer {token}")[0], "200 OK")
        self.assertEqual(self.wsgi("POST", "/auth/login", b"{")[0], "400 Bad Request")
        self.assertEqual(self.wsgi("GET", "/no/\u00e9")[0], "404 Not Found")
        self.assertEqual(self.wsgi("HEAD", "/jobs")[2], b"")
        self.assertEqual(self.wsgi("GET", "", SCRIPT_NAME="/trust")[0], "404 Not Found")
        self.assertEqual(self.wsgi("OPTIONS", "/jobs")[0], "204 No Content")

    def test_wsgi_reads_bodies_of_unknown_length_or_says_that_it_cannot(self) -> None:
        register(self.platform)
        login = b'{"identifier":"ayu@example.test","password":"Kirei-na-hana-42"}'
        chunked = {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}
        self.assertEqual(self.wsgi("POST", "/auth/login", login, **chunked)[0], "400 Bad Request")
        chunked["wsgi.input_terminated"] = "yes"  # As gunicorn and Werkzeug say.
        self.assertEqual(self.wsgi("POST", "/auth/login", login, **chunked)[0], "200 OK")
        self.assertEqual(self.wsgi("POST", "/auth/login", login, CONTENT_LENGTH="1000")[0], "400 Bad Request")

    def test_the_api_itself_refuses_bodies_that_cannot_be_read(self) -> None:
        unreadable: list[dict[str, Any]] = [
            {"CONTENT_LENGTH": "999999999"}, {"CONTENT_LENGTH": "5", "body": b"{}"},
            {"CONTENT_LENGTH": "", "wsgi.input_terminated": "yes", "body": bytes(senpai.mount.MAX_BODY + 1)},
        ]
        for more in unreadable:
            status, headers, body = self.wsgi("POST", "/auth/login", **more)
            error = json.loads(body)["error"]
            self.assertEqual((status, error["code"]), ("400 Bad Request", "invalid_request_body"))
            self.assertEqual(headers["x-request-id"], error["requestId"])
            self.assertEqual(headers["Access-Control-Allow-Origin"], "*")
            self.assertEqual(self.wsgi("POST", "/identity/kyc/sessions", **more)[0], "401 Unauthorized")
            self.assertEqual(self.wsgi("POST", "/nowhere", **more)[0], "404 Not Found")
        declared: dict[str, Any] = {"headers": [(b"content-length", b"999999999")]}
        for more in (declared, {"body": bytes(senpai.mount.MAX_BODY + 1), "size": 1 << 20}):
            start, end = self.asgi("POST", "/auth/login", **more)
            error = json.loads(end["body"])["error"]
            self.assertEqual((start["status"], error["code"]), (400, "invalid_request_body"))
            self.assertIn((b"x-request-id", error["requestId"].encode()), start["headers"])
            self.assertEqual(self.asgi("POST", "/identity/kyc/sessions", **more)[0]["status"], 401)

    def test_headers_and_queries_are_utf_8(self) -> None:
        with senpai.open(config(auth={**CONFIG["auth"], "adminApiKey": "clé"})) as self.platform:
            self.platform.migrate()
            key = "clé".encode().decode("latin-1")
            self.assertEqual(self.wsgi("GET", "/admin/users", HTTP_X_ADMIN_API_KEY=key)[0], "200 OK")
            query = "q=é".encode().decode("latin-1")
            self.assertEqual(self.wsgi("GET", "/jobs", query=query)[0], "200 OK")
            headers = [(b"x-admin-api-key", "clé".encode())]
            self.assertEqual(self.asgi("GET", "/admin/users", headers=headers)[0]["status"], 200)

    def asgi(
        self, method: str, path: str, body: bytes = b"", root: str = "", size: int = 3, **more: Any
    ) -> list[dict[str, Any]]:
        sent: list[dict[str, Any]] = []
        starts = range(0, max(1, len(body)), size)
        pieces = [(body[i : i + size], i + size < len(body)) for i in starts]
        parts = [{"type": "http.request", "body": piece, "more_body": more_body} for piece, more_body in pieces]

        async def receive() -> dict[str, Any]:
            return parts.pop(0)

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope = {
            "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"",
            "headers": [(b"content-type", b"application/json")], "client": ("127.0.0.1", 1),
            "root_path": root, **more,
        }
        asyncio.run(senpai.mount.asgi(self.platform)(scope, receive, send))  # type: ignore[arg-type]
        return sent

    def test_asgi(self) -> None:
        login = json.dumps({"identifier": "ayu@example.test", "password": "Kirei-na-hana-42"}).encode()
        register(self.platform)
        start, end = self.asgi("POST", "/auth/login", login)
        self.assertEqual(start["status"], 200)
        self.assertIn("accessToken", json.loads(end["body"]))
        self.assertEqual(self.asgi("GET", "/jobs")[0]["status"], 200)
        self.assertEqual(self.asgi("GET", "/trust/jobs", root="/trust")[0]["status"], 200)
        self.assertEqual(self.asgi("GET", "/trusted/jobs", root="/trust")[0]["status"], 404)
        self.assertEqual(self.asgi("GET", "/jobs", type="websocket"), [{"type": "websocket.close"}])


if __name__ == "__main__":
    unittest.main()
