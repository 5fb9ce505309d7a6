"""The site's addresses below a locale's prefix, once. Published addresses never change."""

from __future__ import annotations

from generator.model import Agency, Area, Clause, Policy, Sentence, Target, Task, Term

HOME = ""
TRANSLATION = "translation/"
DATA = "data/"
API = "api/v1/"  # at the root of the site, once for all locales, like all that programs read
AGENCIES = "agencies/"
RULES = "rules/"
SEARCH = "search/"


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


def of_ref(policy: Policy, ref: str) -> str | None:
    """The page of a task ("1") or the place of a clause ("1.2"); None where the policy has no such part."""
    match policy.refs.get(ref.partition(".")[0]), policy.refs.get(ref):
        case Task() as whole, Clause() as clause:
            return task(policy, whole, clause)
        case Task() as whole, Task():
            return task(policy, whole)
    return None


def targets(policy: Policy, target: Target | None = None) -> str:
    """The page of the policy's targets, or one of them on it."""
    return f"{policy.id}/targets/" + (f"#t-{target.id}" if target else "")


def glossary(policy: Policy, term: Term | None = None) -> str:
    """The policy's glossary, or an entry in it."""
    return f"{policy.id}/glossary/" + (f"#{term_anchor(term)}" if term else "")


def term_anchor(term: Term) -> str:
    """The id that an entry has in the glossary: no term's own id can clash with another part of the page."""
    return f"term-{term.id}"


def matrix(policy: Policy, group: str | None = None) -> str:
    """Agencies by tasks: all of them, or one group's."""
    return f"{policy.id}/matrix/" + (f"{group}/" if group else "")


def updates(policy: Policy, period: str | None = None, group: str | None = None) -> str:
    """What was reported, by period; where there is much of it, by group of agencies too."""
    return f"{policy.id}/updates/" + (f"{period}/" if period else "") + (f"{group}/" if group else "")


def submission_anchor(agency: str) -> str:
    """The id that an agency's submission has on its period's page."""
    return f"u-{agency}"


def filing_anchor(policy: str, period: str) -> str:
    """The id that a submission has on its agency's page."""
    return f"s-{policy}-{period}"


def report_anchor(agency: str, period: str, ref: str) -> str:
    """The id that a report has on its task's page."""
    return f"r-{agency}-{period}-{ref.replace('.', '-')}"


def agency(agency: Agency | str) -> str:
    """An agency's page."""
    return f"{AGENCIES}{agency if isinstance(agency, str) else agency.id}/"


def agency_group(group: str) -> str:
    """A list of the agencies of one parent or level, where there are many."""
    return f"{AGENCIES}by/{group}/"


def rule(code: str) -> str:
    """A method or rule, in words."""
    return f"{RULES}#{code}"


# --- for programs, at the root


def policy_data(policy: Policy) -> str:
    """A policy as data."""
    return f"{API}policies/{policy.id}.json"


def task_data(policy: Policy, task: Task) -> str:
    """A task as data."""
    return f"{API}policies/{policy.id}/tasks/{task.number}.json"


def targets_data(policy: Policy) -> str:
    """A policy's targets as data."""
    return f"{API}policies/{policy.id}/targets.json"


def agency_data(agency: Agency) -> str:
    """An agency as data."""
    return f"{API}agencies/{agency.id}.json"


def feed(locale: str, of: Policy | Agency, task: Task | None = None) -> str:
    """The feed of a policy, of one of its tasks, or of an agency, in a locale."""
    match of, task:
        case Agency(), _:
            return f"feeds/agencies/{of.id}.{locale}.atom"
        case _, None:
            return f"feeds/{of.id}.{locale}.atom"
        case _, Task():
            return f"feeds/{of.id}/tasks/{task.number}.{locale}.atom"


def calendar(policy: Policy) -> str:
    """The dates of a policy as a calendar."""
    return f"calendar/{policy.id}.ics"


def badge(policy: Policy, task: Task) -> str:
    """A picture of a task's state."""
    return f"badges/{policy.id}/tasks/{task.number}.svg"
