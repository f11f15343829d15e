"""See that there is a Chromium for the browser tests: the one on this machine, the system's, or Playwright's own."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SYSTEM = (
    ("apt-get", ("apt-get", "update"), ("apt-get", "install", "--yes", "--no-install-recommends", "chromium")),
    ("dnf", ("dnf", "install", "--assumeyes", "chromium")),
    ("pacman", ("pacman", "-S", "--noconfirm", "chromium")),
)
PLAYWRIGHT = (sys.executable, "-m", "playwright", "install", "chromium")


def present() -> bool:
    """Whether a Chromium is on the path, or Playwright has its own."""
    if any(shutil.which(name) for name in NAMES):
        return True
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return os.path.exists(playwright.chromium.executable_path)  # noqa: PTH110


def become_root() -> tuple[str, ...] | None:
    """What to put before a command of the package manager, or None where we may not."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return ()
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ("sudo", "-n")
    return None


def install() -> None:
    """Try the system's package manager, then Playwright's download."""
    root = become_root()
    for tool, *commands in SYSTEM:
        if root is not None and shutil.which(tool):
            print(f"Installing Chromium for the browser tests with {tool} …", flush=True)
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            for command in commands:
                subprocess.run([*root, *command], env=environment, stdout=subprocess.DEVNULL)
            if present():
                return
    print("Installing Playwright's own Chromium for the browser tests …", flush=True)
    subprocess.run(PLAYWRIGHT)


if not present():
    install()
if not present():
    sys.exit(
        "The browser tests need a Chromium, and none could be installed.\n"
        "Install one with your system's package manager (Debian, Ubuntu: sudo apt install chromium;\n"
        "Fedora: sudo dnf install chromium; macOS: brew install --cask chromium), then: make test"
    )
