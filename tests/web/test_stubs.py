"""Starting writes nothing into other people's packages."""

import subprocess
import sys
from pathlib import Path

import gradio.components


def test_gradio_is_imported_without_rewriting_its_stubs() -> None:
    stub = Path(gradio.components.__file__).with_name("button.pyi")
    before = stub.stat().st_mtime_ns if stub.exists() else None
    code = "import coach.web, gradio.component_meta as meta; print(meta.create_or_modify_pyi.__module__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "coach.web.frame.stubs"
    assert (stub.stat().st_mtime_ns if stub.exists() else None) == before
