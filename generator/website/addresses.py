"""Addresses of the site, below a locale's prefix. Published addresses never change."""

from __future__ import annotations

from generator import assess
from generator.assess import SubmissionSummary
from generator.model import Agency, Area, Clause, Policy, Section, Sentence, Submission, Target, Task, Term, Topic

HOME = ""
TRANSLATION = "translation/"
DATA = "data/"
API = "api/v1/"  # at the root of the site, shared by all locales, like everything that programs read
AGENCIES = "agencies/"
METHODS = "methods/"
RULES = "rules/"
SEARCH = "search/"
CORRECTIONS = "corrections/"
SUBMIT = "submit/"
EMBED = "embed/"


def overview(policy: Policy) -> str:
    """Return the address of a policy's own page."""
    return f"{policy.id}/"


def text(policy: Policy, part: Sentence | Task | Clause | Area | Section | None = None) -> str:
    """Return the address of the official text, or of a part of it."""
    match part:
        case None:
            anchor = ""
        case Sentence():
            anchor = f"#s-{part.id}"
        case Section():
            anchor = f"#section-{part.number}"
        case Clause():
            anchor = f"#{clause_anchor(part)}"
        case Task():
            anchor = f"#task-{part.number}"
        case Area():
            anchor = f"#area-{part.number}"
    return f"{policy.id}/text/{anchor}"


def area(policy: Policy, area: Area) -> str:
    """Return the address of an area's page."""
    return f"{policy.id}/areas/{area.number}/"


def clause_anchor(clause: Clause) -> str:
    """Return the anchor of a clause on its pages: c-1-2 for clause 1.2."""
    return f"c-{clause.id.replace('.', '-')}"


def task(policy: Policy, task: Task, clause: Clause | None = None) -> str:
    """Return the address of a task's page, or of a clause on it."""
    anchor = f"#{clause_anchor(clause)}" if clause else ""
    return f"{policy.id}/tasks/{task.address}/{anchor}"


def of_ref(policy: Policy, ref: str) -> str | None:
    """Return the address of a task ("1") or clause ("1.2"), or None if the policy has no such part."""
    match policy.refs.get(ref.partition(".")[0]), policy.refs.get(ref):
        case Task() as whole, Clause() as clause:
            return task(policy, whole, clause)
        case Task() as whole, Task():
            return task(policy, whole)
    return None


def targets(policy: Policy, target: Target | None = None) -> str:
    """Return the address of the page of targets, or of one target on it."""
    return f"{policy.id}/targets/" + (f"#t-{target.id}" if target else "")


def embed(policy: Policy, of: Task | Target) -> str:
    """Return the address of the card of a task or a target that other sites may show in a frame."""
    part = f"tasks/{of.address}" if isinstance(of, Task) else f"targets/{of.id}"
    return f"{EMBED}{policy.id}/{part}/"


def glossary(policy: Policy, term: Term | None = None) -> str:
    """Return the address of the glossary, or of an entry in it."""
    return f"{policy.id}/glossary/" + (f"#{term_anchor(term)}" if term else "")


def term_anchor(term: Term) -> str:
    """Return the anchor of a glossary entry; the prefix keeps it from clashing with other ids on the page."""
    return f"term-{term.id}"


def topics(policy: Policy, topic: Topic | None = None) -> str:
    """Return the address of the page of everyday matters, or of one on it."""
    return f"{policy.id}/topics/" + (f"#topic-{topic.id}" if topic else "")


def samples(policy: Policy, task: Task | None = None) -> str:
    """Return the address of the page of a policy's samples, or of those on one task."""
    return f"{policy.id}/samples/" + (f"#samples-{task.number}" if task else "")


def matrix(policy: Policy, group: str | None = None) -> str:
    """Return the address of the matrix of agencies and tasks, or of one group's part of it."""
    return f"{policy.id}/matrix/" + (f"{group}/" if group else "")


def updates(policy: Policy, period: str | None = None, group: str | None = None) -> str:
    """Return the address of the updates, of one period, or of one group of agencies in a large period."""
    return f"{policy.id}/updates/" + (f"{period}/" if period else "") + (f"{group}/" if group else "")


def published(policy: Policy, statement: str | None = None, *, by_agency: bool = False) -> str:
    """Return the address of a policy's public record by day or by agency, or of one statement in it."""
    part = "agencies/" if by_agency else ""
    return f"{policy.id}/published/{part}" + (f"#{statement_anchor(statement)}" if statement else "")


def statement_anchor(statement: str) -> str:
    """Return the anchor of a statement of the public record, on whatever page it is shown."""
    return f"i-{statement}"


def of_topic(policy: Policy, topic: str) -> str:
    """Return the address of a clause (1.2), task (1) or target that a statement is about."""
    target = next((target for target in policy.targets if target.id == topic), None)
    return targets(policy, target) if target else of_ref(policy, topic) or overview(policy)


def submission_anchor(agency: str) -> str:
    """Return the anchor of an agency's submission on its period's page."""
    return f"u-{agency}"


def filing_anchor(policy: str, period: str) -> str:
    """Return the anchor of a submission on its agency's page."""
    return f"s-{policy}-{period}"


def replaced_anchor(policy: str, submission: Submission | SubmissionSummary) -> str:
    """Return the anchor of a submission that no longer stands on its agency's page."""
    return f"{filing_anchor(policy, submission.period_name)}-v{submission.revision}"


def report_anchor(agency: str, period: str, ref: str, apart: str = "") -> str:
    """Return the anchor of a report on its task's page or its agency's; `apart` is what the catalog says of its policy.

    An agency's page has reports on several policies, whose tasks have the same numbers.
    """
    return f"r-{agency}-{period}-{ref.replace('.', '-')}{apart and f'-{apart}'}"


def agency(agency: Agency | str) -> str:
    """Return the address of an agency's page."""
    return f"{AGENCIES}{agency if isinstance(agency, str) else agency.id}/"


def agency_group(group: str) -> str:
    """Return the address of the list of agencies with one parent or level, for sites with many agencies."""
    return f"{AGENCIES}by/{group}/"


def rule(code: str) -> str:
    """Return the address of a method or a rule on its page."""
    return f"{METHODS if code in assess.METHODS else RULES}#{code}"


# --- for programs, at the root


def form_schema(locale: str) -> str:
    """Return the path of the script that tells the form what a submission can say."""
    return f"{SUBMIT}schema.{locale}.js"


def form_policy(policy: Policy, locale: str) -> str:
    """Return the path of the script that tells the form what can be reported on."""
    return f"{SUBMIT}policies/{policy.id}.{locale}.js"


def form_agency(agency: Agency) -> str:
    """Return the path of the script that tells the form what an agency reported last."""
    return f"{SUBMIT}agencies/{agency.id}.js"


def policy_data(policy: Policy) -> str:
    """Return the path of a policy's data."""
    return f"{API}policies/{policy.id}.json"


def task_data(policy: Policy, task: Task) -> str:
    """Return the path of a task's data."""
    return f"{API}policies/{policy.id}/tasks/{task.number}.json"


def targets_data(policy: Policy) -> str:
    """Return the path of the data on a policy's targets."""
    return f"{API}policies/{policy.id}/targets.json"


def agency_data(agency: Agency) -> str:
    """Return the path of an agency's data."""
    return f"{API}agencies/{agency.id}.json"


def table(name: str) -> str:
    """Return the path of a table, or of the list of its files if it is cut into several."""
    return f"{API}{name}.csv"


def corrections_feed(locale: str) -> str:
    """Return the path of the feed of corrections in a locale."""
    return f"feeds/corrections.{locale}.atom"


def feed(locale: str, of: Policy | Agency, task: Task | None = None) -> str:
    """Return the path of a feed in a locale: of a policy, one of its tasks, or an agency."""
    match of, task:
        case Agency(), _:
            return f"feeds/agencies/{of.id}.{locale}.atom"
        case _, None:
            return f"feeds/{of.id}.{locale}.atom"
        case _, Task():
            return f"feeds/{of.id}/tasks/{task.number}.{locale}.atom"


def calendar(policy: Policy) -> str:
    """Return the path of a policy's calendar."""
    return f"calendar/{policy.id}.ics"


def card(policy: Policy, locale: str, of: Task | Target | None = None) -> str:
    """Return the path of the picture that a shared link shows of a policy, a task or a target."""
    match of:
        case None:
            return f"cards/{policy.id}.{locale}.png"
        case Task():
            return f"cards/{policy.id}/tasks/{of.number}.{locale}.png"
        case Target():
            return f"cards/{policy.id}/targets/{of.id}.{locale}.png"


def badge(policy: Policy, task: Task) -> str:
    """Return the path of a task's badge."""
    return f"badges/{policy.id}/tasks/{task.number}.svg"
