"""Compiled templates, kept beside the program's compiled modules, or in the site's own cache."""

from __future__ import annotations

import os
import re
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

_FORM = 2  # of the compiled code; another number leaves what was compiled before unused


class CompiledTemplates(FileSystemBytecodeCache):
    """The store of compiled templates; each is used only for the very source that it was made from.

    It holds code, so nobody may write it who may not write the program, or the site's cache.
    """

    def __init__(self, root: Path) -> None:
        """Use the program's folder, so that a new site has nothing to compile, or the cache below the site's root."""
        folder = Path(__file__).with_name("__pycache__")
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            folder = root / "build" / "cache" / "templates"
            folder.mkdir(parents=True, exist_ok=True)
        super().__init__(str(folder))

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002
        """Return the same key wherever a template lies: its source is compared anyway."""
        return super().get_cache_key(f"{name} {_FORM}")


_SPECIAL = re.compile("[&<>'\"]")


def written(value: object) -> str:
    """Escape a value for a page; most are markup already, or have nothing to escape."""
    if type(value) is Markup or (type(value) is str and _SPECIAL.search(value) is None):
        return value
    return escape(value)


class PageCode(CodeGenerator):
    """Compiles templates that call functions as Python does, and import others as they are.

    Jinja looks at every function on every call: whether it wants the template's variables. None of ours does. And it
    compares the names of all globals on every import: ours are the same in all templates.
    """

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        """Write the code of a template, with the function that writes its values."""
        self.writeline(f"from {written.__module__} import {written.__name__}")
        super().visit_Template(node, frame)

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        """Write an import; without a page's context it is the same module for all pages."""
        if node.with_context:
            super()._import_common(node, frame)
            return
        self.write("environment.get_template(")
        self.visit(node.template, frame)
        self.write(f", {self.name!r})._get_default_module()")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Write a call; those that are passed a block or unpack their arguments are left to Jinja."""
        if forward_caller or node.dyn_args is not None or node.dyn_kwargs is not None:
            super().visit_Call(node, frame, forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for number, argument in enumerate([*node.args, *node.kwargs]):
            if number:
                self.write(", ")
            self.visit(argument, frame)
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"{written.__name__}(")


class PageTemplates(Environment):
    """The templates of pages."""

    code_generator_class = PageCode
