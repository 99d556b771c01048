"""A second engine: Debian's Firefox, by WebDriver BiDi (Playwright drives a build of its own)."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 300
"""Seconds in which a busy machine starts a browser or answers."""

NOWHERE = {
    "network.proxy.type": 1,
    **{f"network.proxy.{kind}": "127.0.0.1" for kind in ("http", "ssl")},
    **{f"network.proxy.{kind}_port": 9 for kind in ("http", "ssl")},
}
"""Settings with which no other host can be reached."""

SETTINGS = {"media.autoplay.default": 0, **NOWHERE}
NAMES = ("firefox-esr", "firefox")


FAULTS = {
    "log.entryAdded": lambda entry: [entry["text"]] if entry["level"] == "error" else [],
    "network.beforeRequestSent": lambda sent: [
        url for url in [sent["request"]["url"]] if not url.startswith(("file:", "data:", "about:"))
    ],
}
"""Events of the protocol, and what of each is a fault."""


class Firefox:
    """A Firefox and its page; `faults` are errors of its scripts, and what it asks of others."""

    def __init__(self, port: int) -> None:
        import websocket

        self._last = 0
        self.faults: list[str] = []
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self._socket = websocket.create_connection(
                    f"ws://127.0.0.1:{port}/session", timeout=PATIENCE, suppress_origin=True
                )
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.5)
        self._ask("session.new", capabilities={})
        self._ask("session.subscribe", events=[*FAULTS])
        self._person = self._page = ""

    def begin(self) -> None:
        """Open an empty page as somebody who was never here: nothing is stored yet."""
        if self._person:
            self._ask("browser.removeUserContext", userContext=self._person)
        self._person = self._ask("browser.createUserContext")["userContext"]
        opened = self._ask("browsingContext.create", type="tab", userContext=self._person)
        self._page = opened["context"]
        self.faults.clear()

    def _ask(self, method: str, **params) -> dict[str, Any]:
        self._last += 1
        self._socket.send(json.dumps({"id": self._last, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("method") in FAULTS:
                self.faults += FAULTS[answer["method"]](answer["params"])
            if answer.get("id") == self._last:
                assert answer["type"] == "success", answer
                return answer["result"]

    def open(self, url: str) -> None:
        self._ask("browsingContext.navigate", context=self._page, url=url, wait="complete")

    def reload(self) -> None:
        self._ask("browsingContext.reload", context=self._page, wait="complete")

    def resize(self, width: int, height: int) -> None:
        view = {"width": width, "height": height}
        self._ask("browsingContext.setViewport", context=self._page, viewport=view)

    def run(self, expression: str) -> Any:
        """Give the value of an expression, waiting for it if it is a promise."""
        target = {"context": self._page}
        result = self._ask(
            "script.evaluate", expression=expression, target=target, awaitPromise=True
        )
        assert result["type"] == "success", result
        return result["result"].get("value")

    def wait(self, condition: str) -> None:
        """Wait until an expression is true."""
        until = time.monotonic() + PATIENCE
        while not self.run(f"Boolean({condition})"):
            assert time.monotonic() < until, f"never came true: {condition}"
            time.sleep(0.05)

    def click(self, selector: str) -> None:
        """Press the mouse on an element, as a hand would."""
        found = f"document.querySelector({json.dumps(selector)})"
        self.run(f"{found}.scrollIntoView({{block: 'center', behavior: 'instant'}})")
        middle = "[b.x + b.width / 2, b.y + b.height / 2].map(Math.round)"
        at = json.loads(
            self.run(f"(b => JSON.stringify({middle}))({found}.getBoundingClientRect())")
        )
        self._act(
            "pointer",
            {"type": "pointerMove", "x": at[0], "y": at[1]},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        )

    def press(self, key: str) -> None:
        """Press a key: a character, or its code point in WebDriver's table."""
        self._act("key", {"type": "keyDown", "value": key}, {"type": "keyUp", "value": key})

    def _act(self, kind: str, *actions: dict[str, Any]) -> None:
        source = {"type": kind, "id": kind, "actions": list(actions)}
        self._ask("input.performActions", context=self._page, actions=[source])


@contextmanager
def start(profile: Path) -> Iterator[Firefox]:
    """Start the Firefox that is installed, with a new profile and no way to any other host."""
    program = next(found for name in NAMES if (found := shutil.which(name)))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = [f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in SETTINGS.items()]
    (profile / "user.js").write_text("".join(settings), encoding="utf-8")
    command = [program, "--headless", "--profile", profile, "--remote-debugging-port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield Firefox(port)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def is_installed() -> bool:
    return any(map(shutil.which, NAMES))
