"""Keeps Gradio from rewriting its own type stubs whenever it is imported: that is half of its import's time."""

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

WRITER = "gradio.component_meta"


class _Quiet(Loader):
    """Loads the module that writes stubs, and takes the pen from it."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        vars(module)["create_or_modify_pyi"] = _write_nothing


def _write_nothing(*_: object) -> None:
    pass


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname == WRITER else None
        if spec and spec.loader:
            spec.loader = _Quiet(spec.loader)
        return spec


def leave_stubs() -> None:
    """From now on. No effect where Gradio is imported already, or where a newer one has no such writer."""
    sys.meta_path.insert(0, _Finder())
