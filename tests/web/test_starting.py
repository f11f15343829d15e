"""Starting is quick, and writes nothing into other people's packages."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import gradio.components
import gradio.routes
import pytest

from coach.app import App
from coach.settings import Settings
from coach.web import build
from coach.web.gate.entry import Entry


def test_gradio_is_imported_without_rewriting_its_stubs() -> None:
    stub = Path(gradio.components.__file__).with_name("button.pyi")
    before = stub.stat().st_mtime_ns if stub.exists() else None
    code = "import coach.web, gradio.component_meta as meta; print(meta.create_or_modify_pyi.__module__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "coach.web.frame.stubs"
    assert (stub.stat().st_mtime_ns if stub.exists() else None) == before


def test_the_pages_are_built_in_every_language_and_few_applications_are_made_of_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made: list[object] = []
    create = gradio.routes.App.create_app

    def counted(*of: Any, **options: Any) -> Any:
        made.append(of)
        return create(*of, **options)

    monkeypatch.setattr(gradio.routes.App, "create_app", staticmethod(counted))
    app = App(Settings.read({}, {"database_url": f"sqlite:///{(tmp_path / 'coach.sqlite3').as_posix()}"}))
    with closing(app.store):
        build(app.practice, Entry("s" * 40))
    assert 1 <= len(made) <= 2, "one when its queue is set, one when it is mounted"
