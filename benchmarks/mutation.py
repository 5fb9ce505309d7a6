"""Change the program in one place at a time, and see whether the nearest tests notice.

    python benchmarks/mutation.py [WHAT …] [--sample 100] [--seed 1] [--jobs 2] [--seconds 60] [--list]

WHAT is a group of GROUPS or a module of one; all groups where nothing is named. Each change (a mutant) is made
in a temporary copy of the repository, never in place, and the tests of its module are run on it until one
fails. Printed per group: how many were tried, how many the tests noticed, and each that they did not, with its
place. What the score can't tell is which of these are equivalent, that is, make no difference to anybody.

Changed are comparisons (by one, and turned round), `and`/`or` and each of their operands, `not`, conditions,
numbers (by one), `True`/`False`, sums and unions, `min`/`max`, `any`/`all`, what is returned, and statements
that only act (left out). Left alone are annotations, decorators, texts, and what would fail at once whatever the
tests ask, such as the loss of a name that is read further down.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import fnmatch
import importlib
import multiprocessing
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Part(NamedTuple):
    """Some modules, and the tests that are nearest to them."""

    modules: str  # a pattern of paths below the root
    tests: str  # what pytest is called with; the quickest first, since the first failure ends it


_ASSESS = (
    "tests/test_verdict_tables.py tests/test_situations_told.py tests/test_assess.py tests/test_finding.py "
    "tests/test_boundaries.py tests/test_statuses.py tests/test_situations.py tests/test_assess_properties.py"
)
_RULES = ("test_rule_edges", "test_boundaries", "test_rules")


def _of_rules(module: str, *more: str) -> Part:
    """A module of rules with its tests: those of all rules, its own, and the cases of the codes that stand in it."""
    path = ROOT / "generator/rules" / module
    source = path.read_text(encoding="utf-8") if path.is_file() else ""
    files = (*_RULES, *more)
    names = " or ".join((*files, *sorted(set(re.findall(r'"([A-Z][0-9]{3})"', source)))))
    paths = " ".join(f"tests/{file}.py" for file in (*files, "test_cases"))
    return Part(f"generator/rules/{module}", f"{paths} -k '{names}'")


GROUPS: dict[str, tuple[Part, ...]] = {
    "assess": (Part("generator/assess/*.py", _ASSESS),),
    "rules": (
        _of_rules("agencies.py", "test_lives"),
        _of_rules("documents.py", "test_documents"),
        _of_rules("figures.py"),
        _of_rules("history.py"),
        _of_rules("policies.py", "test_lives"),
        _of_rules("published.py", "test_public_record"),
        _of_rules("redirects.py", "test_redirects"),
        _of_rules("registry.py"),
        _of_rules("revisions.py", "test_lives"),
        _of_rules("submissions.py", "test_lives"),
        _of_rules("translations.py"),
    ),
    "pipeline": (
        Part("generator/pipeline/inspection.py", "tests/test_check.py"),
        Part("generator/pipeline/gate.py", "tests/test_check.py tests/test_gate.py"),
        Part("generator/pipeline/jobs.py", "tests/test_jobs.py tests/test_gate.py"),
        Part("generator/pipeline/publish.py", "tests/test_gate.py tests/test_build.py"),
        Part("generator/pipeline/*.py", "tests/test_jobs.py tests/test_gate.py tests/test_build.py"),
    ),
}

PRELOADED = (  # by all runs; none of them may load the program
    *("pytest", "hypothesis.strategies", "pydantic", "msgspec", "jinja2", "markdown", "yaml", "click"),
    *("babel.dates", "babel.numbers", "lxml.html", "opencc", "playwright.sync_api", "zoneinfo"),
)
PYTEST = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore::pytest.PytestAssertRewriteWarning")
LEFT_OUT = (".git", ".venv", "build", "site", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis")
PATIENCE = 20  # times the seconds of a processor that a run may take by the clock: others may share the machine


# --- what can be changed


class Mutant(NamedTuple):
    """A change to one place of a module."""

    path: str  # of the module, below the root
    line: int
    start: int  # of what is replaced, in bytes
    end: int
    before: str
    after: str

    def applied(self, source: bytes) -> bytes:
        """Change a module's source."""
        return source[: self.start] + self.after.encode() + source[self.end :]

    def __str__(self) -> str:
        before, after = (" ".join(text.split()) for text in (self.before, self.after))
        return f"{self.path}:{self.line}: {before} → {after}"


class Change(NamedTuple):
    """Something to put in the place of a part of the tree."""

    node: ast.expr | ast.stmt
    after: str


_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}


def mutants(path: str, source: str) -> list[Mutant]:
    """List all changes to a module, in the order of its lines."""
    data = source.encode()
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = []
    for node in _live(ast.parse(source)):
        for change in _changes(node):
            place = change.node
            if place.end_lineno is None or place.end_col_offset is None:
                continue
            start = starts[place.lineno - 1] + place.col_offset
            end = starts[place.end_lineno - 1] + place.end_col_offset
            found.append(Mutant(path, place.lineno, start, end, data[start:end].decode(), change.after))
    return sorted(dict.fromkeys(found), key=lambda one: (one.start, one.end, one.after))


def _live(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a tree that do something when the program runs."""
    yield tree
    for name, value in ast.iter_fields(tree):
        if name in {"decorator_list", "annotation", "returns", "type_comment", "pattern"}:
            continue
        if isinstance(tree, ast.ClassDef) and name in {"bases", "keywords"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_idle(child):
                yield from _live(child)


def _is_idle(node: ast.AST) -> bool:
    """Tell whether a part of a tree is a text, or is there for the type checker or as a guard alone."""
    match node:
        case ast.JoinedStr():  # before Python 3.12 the places in it are not known
            return True
        case ast.Expr(ast.Constant()):  # a docstring, or the dots of a protocol
            return True
        case ast.If(ast.Name("TYPE_CHECKING")):
            return True
        case ast.keyword("strict"):  # of zip: lengths that always agree
            return True
    return False


def _changes(node: ast.AST) -> Iterator[Change]:
    """Yield what may be put in the place of a part of the tree, or of something in it."""
    yield from _logic(node)
    yield from _values(node)
    yield from _flow(node)


def _logic(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.Compare():
            for index, operator in enumerate(node.ops):
                for other in _COMPARED[type(operator)]:
                    changed = copy.deepcopy(node)
                    changed.ops[index] = other()
                    yield _instead(node, changed)
        case ast.BoolOp():
            other_op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield _instead(node, ast.BoolOp(other_op, node.values))
            for index in range(len(node.values)):
                left = node.values[:index] + node.values[index + 1 :]
                yield _instead(node, left[0] if len(left) == 1 else ast.BoolOp(node.op, left))
        case ast.UnaryOp(ast.Not()):
            yield _instead(node, node.operand)


def _values(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.BinOp() if type(node.op) in _RECKONED and not _is_text(node.left) and not _is_text(node.right):
            yield _instead(node, ast.BinOp(node.left, _RECKONED[type(node.op)](), node.right))
        case ast.Constant(bool() as value):
            yield Change(node, str(not value))
        case ast.Constant(int() | float() as number):
            yield from (Change(node, f"{number + step}") for step in (1, -1))
        case ast.Call(ast.Name(name) as function) if name in _CALLED:
            yield Change(function, _CALLED[name])


def _flow(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.If() | ast.IfExp():
            yield from (Change(node.test, word) for word in ("True", "False"))
        case ast.While():
            yield Change(node.test, "False")
        case ast.comprehension():
            yield from (Change(condition, "True") for condition in node.ifs)
        case ast.match_case(guard=ast.expr() as guard):
            yield from (Change(guard, word) for word in ("True", "False"))
        case ast.Return(ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield Change(value, "None")
        case ast.stmt() if _only_acts(node):
            yield Change(node, "pass")


def _instead(node: ast.expr, other: ast.expr) -> Change:
    return Change(node, f"({ast.unparse(other)})")


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _only_acts(node: ast.stmt) -> bool:
    """Tell whether a statement can be left out and all names still be there."""
    match node:
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break() | ast.Delete():
            return True
        case ast.Assign([ast.Name(name)]):  # which it had before
            return any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node.value))
        case ast.Assign([ast.Attribute() | ast.Subscript()]):
            return True
    return False


# --- how a change is tried


class Try(NamedTuple):
    """A change, and the tests that should notice it."""

    mutant: Mutant
    tests: str


class Result(NamedTuple):
    """What came of it."""

    mutant: Mutant
    verdict: str  # killed, survived, or timed out, which counts as killed


_copy = Path()  # the repository's copy in which this process works


def _open_copy(folder: str) -> None:
    """Make a copy of the repository for a process, which is all that it will work in."""
    global _copy
    _copy = Path(folder) / str(os.getpid())
    shutil.copytree(ROOT, _copy, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT))


def attempt(one: Try, seconds: int) -> Result:
    """Change the copy, run the tests in it, and change it back."""
    path = _copy / one.mutant.path
    source, status = path.read_bytes(), path.stat()
    path.write_bytes(one.mutant.applied(source))
    os.utime(path, (status.st_atime, status.st_mtime + 10))  # not to be taken for what was compiled before
    try:
        code = run_tests(one.tests, seconds, compiles=False)
    finally:
        path.write_bytes(source)
        os.utime(path, (status.st_atime, status.st_mtime))
    verdict = "timed out" if code is None else "survived" if code == 0 else "killed"
    return Result(one.mutant, verdict)


def run_tests(tests: str, seconds: int, *, compiles: bool) -> int | None:
    """Run some tests in the copy; returns pytest's exit code, None where they took too long.

    `compiles` says whether byte code is kept: never a change's, which would be taken for the next one's.
    """
    child = os.fork()
    if child == 0:
        sys.dont_write_bytecode = not compiles
        _run_in_child(tests, seconds)
    end = time.monotonic() + PATIENCE * seconds
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            code = os.waitstatus_to_exitcode(status)
            return None if code == -signal.SIGXCPU else code
        time.sleep(0.01)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _run_in_child(tests: str, seconds: int) -> None:
    """Be the process that runs some tests; never returns."""
    import shlex

    import pytest

    code = 70
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        with (_copy / "output.txt").open("w", encoding="utf-8") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        os.chdir(_copy)
        os.environ["PYTHONPATH"] = str(_copy)
        sys.path.insert(0, str(_copy))
        code = int(pytest.main([*PYTEST, *shlex.split(tests)]))
        own = sys.modules.get("generator")
        if own is not None and not str(own.__file__).startswith(str(_copy)):
            print("the tests ran on another copy of the program:", own.__file__)
            code = 71
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _unchanged(tests: str, seconds: int) -> tuple[int | None, float, str]:
    """Run some tests on the program as it is; returns their exit code, the seconds they took, and what they said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    code = run_tests(tests, seconds, compiles=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return code, took, (_copy / "output.txt").read_text(encoding="utf-8")


# --- the command


def find_tries(group: str, what: frozenset[str]) -> list[Try]:
    """List all changes to a group's modules, or to those of them that are named."""
    found = []
    for path in sorted(ROOT.rglob("generator/**/*.py")):
        name = path.relative_to(ROOT).as_posix()
        part = next((part for part in GROUPS[group] if fnmatch.fnmatch(name, part.modules)), None)
        if part is not None and (group in what or name in what):
            found += [Try(mutant, part.tests) for mutant in mutants(name, path.read_text(encoding="utf-8"))]
    return found


def try_group(group: str, tries: list[Try], all_: int, jobs: int, seconds: int, folder: str) -> None:
    """Try some of a group's changes, and print what came of them."""
    verdicts: Counter[str] = Counter()
    survivors = []
    began = time.monotonic()
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"), _open_copy, (folder,)) as pool:
        for tests in dict.fromkeys(one.tests for one in tries):
            code, took, said = pool.submit(_unchanged, tests, seconds).result()
            if code != 0:
                sys.exit(f"{tests}: they don't pass on the program as it is (exit code {code})\n{said}")
            print(f"{group}: {took:.1f} s of a processor for all of {tests}", file=sys.stderr)
        for result in pool.map(attempt, tries, [seconds] * len(tries)):
            verdicts[result.verdict] += 1
            if result.verdict == "survived":
                survivors.append(result.mutant)
            done = verdicts.total()
            if done % 20 == 0:
                print(f"{group}: {done} of {len(tries)}, {len(survivors)} survived", file=sys.stderr, flush=True)
    killed = len(tries) - len(survivors)
    late = f" ({verdicts['timed out']} of them ran for too long)" if verdicts["timed out"] else ""
    share = f" = {killed / len(tries):.1%}" if tries else ""
    print(f"{group}: {len(tries)} of {all_} mutants, {killed} killed{late}, {len(survivors)} survived{share}")
    print("".join(f"  {mutant}\n" for mutant in survivors), end="", flush=True)
    print(f"{group}: {time.monotonic() - began:.0f} s", file=sys.stderr)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", metavar="WHAT", help="groups or modules [all groups]")
    parser.add_argument("--sample", type=int, metavar="N", help="try N changes of each group, drawn by --seed")
    parser.add_argument("--seed", type=int, default=1, help="which are drawn [1]")
    parser.add_argument("--jobs", type=int, default=2, choices=(1, 2), help="processes [2]")
    parser.add_argument("--seconds", type=int, default=60, help="of a processor that a run may take [60]")
    parser.add_argument("--list", action="store_true", help="only list the changes")
    arguments = parser.parse_args()
    what = frozenset(arguments.what or GROUPS)
    chosen = {group: found for group in GROUPS if (found := find_tries(group, what))}
    known = {*chosen, *(one.mutant.path for found in chosen.values() for one in found)}
    if unknown := sorted(what - known):
        parser.error(f"no group, and no module of one that can be changed: {', '.join(unknown)}")
    if not arguments.list:
        for name in PRELOADED:
            importlib.import_module(name)
    for group, every in chosen.items():
        tries = every
        if arguments.sample is not None and arguments.sample < len(every):
            drawn = random.Random(arguments.seed).sample(range(len(every)), arguments.sample)  # noqa: S311 - no secret
            tries = [every[index] for index in sorted(drawn)]
        if arguments.list:
            print("".join(f"{one.mutant}\n" for one in tries), end="")
            continue
        with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
            try_group(group, tries, len(every), arguments.jobs, arguments.seconds, folder)


if __name__ == "__main__":
    main()
