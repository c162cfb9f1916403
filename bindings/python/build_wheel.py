"""Builds the wheel: the package and libsenpai_c.so in one file. Run it with a folder, or let pip do so (PEP 517).

SENPAI_BUILD names a CMake build folder with the library; without it, build/release of this source tree is brought up to
date first.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path
from typing import Any, Mapping

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def version() -> str:
    text = (ROOT / "libsenpai/include/senpai/version.hpp").read_text()
    found = re.search(r'version = "([0-9.]+)"', text)
    if not found:
        raise RuntimeError("version.hpp names no version")
    return found.group(1)


def run(*command: str | Path) -> None:
    try:
        subprocess.run(command, cwd=ROOT, check=True, stdout=sys.stderr)
    except FileNotFoundError:
        sys.exit(f"{command[0]} is not installed; ./dev up in the source tree installs what building senpai needs.")
    except subprocess.CalledProcessError as error:
        sys.exit(f"Building libsenpai failed: {error}")


def library() -> bytes:
    """The shared library without debug information."""
    build = Path(os.environ["SENPAI_BUILD"]).absolute() if "SENPAI_BUILD" in os.environ else ROOT / "build/release"
    if "SENPAI_BUILD" not in os.environ:
        run("cmake", "--preset", "release")
        run("cmake", "--build", build, "--target", "senpai_c")
    found = build / "bindings/libsenpai_c.so"
    with tempfile.TemporaryDirectory() as folder:
        stripped = Path(folder) / "libsenpai_c.so"
        run("strip", "--strip-unneeded", "-o", stripped, found)
        return stripped.read_bytes()


def metadata() -> str:
    project = (HERE / "pyproject.toml").read_text()
    summary = re.search(r'^description = "(.*)"$', project, re.M)
    python = re.search(r'^requires-python = "(.*)"$', project, re.M)
    assert summary and python
    return (
        f"Metadata-Version: 2.1\nName: senpai\nVersion: {version()}\nSummary: {summary.group(1)}\n"
        f"License: Apache-2.0\nRequires-Python: {python.group(1)}\n"
    )


def tag() -> str:
    platform = re.sub(r"[^A-Za-z0-9]", "_", sysconfig.get_platform())
    return f"py3-none-{platform}"


def contents() -> dict[str, bytes]:
    files = {f"senpai/{path.name}": path.read_bytes() for path in sorted((HERE / "senpai").iterdir()) if path.is_file()}
    files["senpai/libsenpai_c.so"] = library()
    info = f"senpai-{version()}.dist-info"
    files[f"{info}/METADATA"] = metadata().encode()
    files[f"{info}/WHEEL"] = (
        f"Wheel-Version: 1.0\nGenerator: senpai\nRoot-Is-Purelib: false\nTag: {tag()}\n"
    ).encode()
    files[f"{info}/licenses/LICENSE"] = (ROOT / "LICENSE").read_bytes()
    return files


def build_wheel(
    wheel_directory: str,
    config_settings: Mapping[str, Any] | None = None,
    metadata_directory: str | None = None,
) -> str:
    name = f"senpai-{version()}-{tag()}.whl"
    record = f"senpai-{version()}.dist-info/RECORD"
    lines = []
    with zipfile.ZipFile(Path(wheel_directory) / name, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, data in contents().items():
            wheel.writestr(zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            lines.append(f"{path},sha256={digest},{len(data)}\n")
        wheel.writestr(zipfile.ZipInfo(record, (2020, 1, 1, 0, 0, 0)), "".join(lines) + f"{record},,\n")
    return name


def build_sdist(sdist_directory: str, config_settings: Mapping[str, Any] | None = None) -> str:
    raise RuntimeError("senpai is built from its source tree: pip install ./bindings/python")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: build_wheel.py FOLDER")
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    print(Path(sys.argv[1]) / build_wheel(sys.argv[1]))
