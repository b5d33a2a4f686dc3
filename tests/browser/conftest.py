"""A real browser on a real server: both end with the tests that use them."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
STARTING_SECONDS = 60
# Streamlit's own search for the root of an address with a path: it asks below the path first
LOOKED_FOR = ("/_stcore/health", "/_stcore/host-config")


@dataclass
class Watch:
    """What a page did besides showing itself."""

    host: str
    faults: list[str] = field(default_factory=list)

    def over(self, page: Any) -> None:
        """Begins to note errors in the console, failed answers, and requests to other hosts."""
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("console", lambda said: self._console(said.type, said.text))
        page.on("response", lambda answer: self._answer(answer.status, answer.url))
        page.on("request", lambda request: self._request(request.url))

    def _console(self, kind: str, text: str) -> None:
        if kind == "error" and "Failed to load resource" not in text:
            self.faults.append(f"console: {text}")

    def _answer(self, status: int, url: str) -> None:
        if status >= 400 and not url.endswith(LOOKED_FOR):
            self.faults.append(f"{status}: {url}")

    def _request(self, url: str) -> None:
        if url.split(":")[0] in ("http", "https", "ws", "wss") and url.split("/")[2] != self.host:
            self.faults.append(f"another host: {url}")


@pytest.fixture(scope="session")
def server(sample, tmp_path_factory) -> Iterator[str]:
    """The dashboard on a free port, over a copy of the sample that may be changed; its address."""
    workspace = tmp_path_factory.mktemp("browser") / "workspace"
    shutil.copytree(sample.folder, workspace)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    environment = os.environ | {"HALDUR_WORKSPACE": str(workspace), "HALDUR_VIEWER": ""}
    with (workspace / "server.txt").open("w") as told:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=told, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The installed Chromium; without one the test is skipped, and fails where CI is true."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        reason = f"no browser: none of {', '.join(PROGRAMS)} is installed"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def visit(browser, server) -> Iterator[Any]:
    """Opens an address of the dashboard in a session of its own: ``visit("/churn", width=390, color_scheme="dark")``.

    At the end nothing must have gone wrong behind the screen.
    """
    watch = Watch(server.removeprefix("http://"))
    contexts = []

    def opened(path: str = "/", width: int = 1440, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 1000}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(STARTING_SECONDS * 1000)
        watch.over(page)
        page.goto(server + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not watch.faults


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError("the server didn't start")
