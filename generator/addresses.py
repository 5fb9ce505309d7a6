"""The site's addresses below a locale's prefix, once. Published addresses never change."""

from __future__ import annotations

from generator.model import Area, Clause, Policy, Sentence, Target, Task, Term

HOME = ""
TRANSLATION = "translation/"


def overview(policy: Policy) -> str:
    """The policy's own page."""
    return f"{policy.id}/"


def text(policy: Policy, part: Sentence | Task | Clause | Area | None = None) -> str:
    """The whole official text, or a part of it."""
    match part:
        case None:
            anchor = ""
        case Sentence():
            anchor = f"#s-{part.id}"
        case Clause():
            anchor = f"#{clause_anchor(part)}"
        case Task():
            anchor = f"#task-{part.number}"
        case Area():
            anchor = f"#area-{part.number}"
    return f"{policy.id}/text/{anchor}"


def area(policy: Policy, area: Area) -> str:
    """An area's page."""
    return f"{policy.id}/areas/{area.number}/"


def clause_anchor(clause: Clause) -> str:
    """The id that a clause has on its pages: c-1-2 for clause 1.2."""
    return f"c-{clause.id.replace('.', '-')}"


def task(policy: Policy, task: Task, clause: Clause | None = None) -> str:
    """A task's page, or a clause on it."""
    anchor = f"#{clause_anchor(clause)}" if clause else ""
    return f"{policy.id}/tasks/{task.address}/{anchor}"


def targets(policy: Policy, target: Target | None = None) -> str:
    """The page of the policy's targets, or one of them on it."""
    return f"{policy.id}/targets/" + (f"#t-{target.id}" if target else "")


def glossary(policy: Policy, term: Term | None = None) -> str:
    """The policy's glossary, or an entry in it."""
    return f"{policy.id}/glossary/" + (f"#{term.id}" if term else "")
