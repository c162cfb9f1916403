"""python3 -m unittest discover bindings/python/tests, with the package installed or on PYTHONPATH."""

from __future__ import annotations

import asyncio
import gc
import io
import json
import tempfile
import threading
import time
import unittest
from typing import Any

import senpai
import senpai.mount
from senpai.types import AuthSession

CONFIG = {
    "auth": {
        "tokenSecret": "at least thirty-two bytes of secret",
        "adminApiKey": "ops",
        "exposeCode": True,
        "hashCost": {"memoryKib": 64, "iterations": 1, "parallelism": 1},
    }
}


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


class Lifecycle(unittest.TestCase):
    def test_an_unusable_configuration_is_named(self) -> None:
        with self.assertRaises(senpai.Error) as caught:
            senpai.open({"auth": {"tokenSecret": "x", "colour": "red"}})
        self.assertEqual(caught.exception.code, "invalid_option")
        self.assertIn("auth.colour", str(caught.exception))

    def test_data_outlives_the_platform(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            config = {**CONFIG, "sqlite": {"path": folder + "/senpai.db", "durable": False}}
            with senpai.open(config) as platform:
                self.assertGreater(len(platform.migrate()), 10)
                register(platform)
            with senpai.open(config) as platform:
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

    def test_a_sender_that_raises_is_logged_and_breaks_nothing(self) -> None:
        events: list[tuple[str, str, dict[str, Any]]] = []
        self.platform.on_log(lambda level, event, fields: events.append((level, event, fields)))

        def refuse(mail: senpai.Mail) -> None:
            raise RuntimeError("no")

        self.platform.on_mail(refuse)
        gc.collect()
        register(self.platform)
        self.platform.work()
        self.assertEqual([(level, name) for level, name, _ in events], [("warning", "queue.job_failed")])
        self.platform.on_log(None)
        register(self.platform, "other@example.test")
        self.platform.work()
        self.assertEqual(len(events), 1)


class Mounted(OpenPlatform):
    def wsgi(self, method: str, path: str, body: bytes = b"", query: str = "", **more: str) -> tuple[str, Any, bytes]:
        started: list[Any] = []
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body), "REMOTE_ADDR": "127.0.0.1", **more,
        }
        parts = senpai.mount.wsgi(self.platform)(environ, lambda status, headers: started.append((status, headers)))
        return started[0][0], dict(started[0][1]), b"".join(parts)

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
        self.assertEqual(self.wsgi("POST", "/auth/login", CONTENT_LENGTH="999999999")[0][:3], "413")

    def test_asgi(self) -> None:
        async def request(method: str, path: str, body: bytes = b"", root: str = "") -> list[dict[str, Any]]:
            sent: list[dict[str, Any]] = []
            starts = range(0, max(1, len(body)), 3)
            parts = [
                {"type": "http.request", "body": body[i : i + 3], "more_body": i + 3 < len(body)} for i in starts
            ]

            async def receive() -> dict[str, Any]:
                return parts.pop(0)

            async def send(message: dict[str, Any]) -> None:
                sent.append(message)

            scope = {
                "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"",
                "headers": [(b"content-type", b"application/json")], "client": ("127.0.0.1", 1),
                "root_path": root,
            }
            await senpai.mount.asgi(self.platform)(scope, receive, send)
            return sent

        login = json.dumps({"identifier": "ayu@example.test", "password": "Kirei-na-hana-42"}).encode()
        register(self.platform)
        start, end = asyncio.run(request("POST", "/auth/login", login))
        self.assertEqual(start["status"], 200)
        self.assertIn("accessToken", json.loads(end["body"]))
        self.assertEqual(asyncio.run(request("GET", "/jobs"))[0]["status"], 200)
        self.assertEqual(asyncio.run(request("GET", "/trust/jobs", root="/trust"))[0]["status"], 200)
        self.assertEqual(asyncio.run(request("GET", "/trusted/jobs", root="/trust"))[0]["status"], 404)


if __name__ == "__main__":
    unittest.main()
