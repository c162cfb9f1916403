"""The HTTP API below /trust of a web server, with its background work: python3 server.py [PORT]"""

import signal
import sys
import threading
from typing import Any, Callable, Iterable
from wsgiref.simple_server import make_server
from wsgiref.util import shift_path_info

import senpai
import senpai.mount


def work(platform: senpai.Platform, stopping: threading.Event) -> None:
    while not stopping.wait(1.0):
        platform.work()


def main() -> None:
    with senpai.open({"auth": {"tokenSecret": "at least thirty-two bytes of secret"}}) as platform:
        platform.migrate()
        platform.on_mail(lambda mail: print("mail to", mail["to"], "with code", mail["code"], flush=True))
        trust = senpai.mount.wsgi(platform)

        def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            if shift_path_info(environ) == "trust":
                return trust(environ, start_response)
            start_response("404 Not Found", [("Content-Length", "0")])
            return []

        stopping = threading.Event()
        worker = threading.Thread(target=work, args=(platform, stopping))
        worker.start()
        try:
            with make_server("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 4000, application) as server:
                print(f"http://127.0.0.1:{server.server_port}/trust/v1/jobs", flush=True)
                server.serve_forever()
        except KeyboardInterrupt:
            pass
        finally:
            stopping.set()
            worker.join()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    main()
