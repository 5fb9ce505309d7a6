"""Put the interface strings, the shell and the hand-written pages into the package; all else is in pyproject.toml."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

FOLDERS = ("data/locales", "overrides", "content")  # as in generator/bundled.py


class BuildWithBundle(build_py):
    """Copy what lies beside the package into it."""

    def run(self) -> None:
        """Build the package, then add the folders; an editable package finds them where they lie."""
        super().run()
        if self.editable_mode:
            return
        bundle = Path(self.build_lib) / "generator" / "bundle"
        shutil.rmtree(bundle, ignore_errors=True)  # of an earlier build
        for folder in FOLDERS:
            shutil.copytree(folder, bundle / folder)


setup(cmdclass={"build_py": BuildWithBundle})
