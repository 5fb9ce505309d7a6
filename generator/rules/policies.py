"""Rules on a policy's own files."""

from __future__ import annotations

from collections.abc import Iterator

from generator.assess import place_of
from generator.findings import Finding, Place, find
from generator.model import (
    Agency,
    Assignment,
    Catalog,
    Change,
    Clause,
    Group,
    Policy,
    Target,
    Task,
    Topic,
    document_texts,
)
from generator.rules.registry import rule, unknown


@rule("P101", "policies")
def clauses_are_numbered_on(catalog: Catalog) -> Iterator[Finding]:
    """A clause's id is its task's number, a full stop, and its position among the task's sentences."""
    for policy in catalog.policies.values():
        for task in policy.tasks:
            for position, clause in enumerate(task.clauses, 1):
                if clause.id != (wanted := f"{task.number}.{position}"):
                    yield find(clause.at("id"), "P101", value=clause.id, wanted=wanted)


@rule("P102", "policies")
def tasks_stand_in_an_area(catalog: Catalog) -> Iterator[Finding]:
    """A task's area is one of the policy's areas."""
    for policy in catalog.policies.values():
        numbers = [area.number for area in policy.file.areas]
        for task in policy.tasks:
            if task.area not in numbers:
                yield find(task.at("area"), "P102", value=task.area, allowed=", ".join(map(str, numbers)))


@rule("P103", "policies")
def areas_are_numbered_on(catalog: Catalog) -> Iterator[Finding]:
    """Areas are numbered from 1 without gaps, in order."""
    for policy in catalog.policies.values():
        for wanted, area in enumerate(policy.file.areas, 1):
            if area.number != wanted:
                yield find(area.at("number"), "P103", value=area.number, wanted=wanted)


@rule("P104", "policies")
def tasks_are_numbered_on(catalog: Catalog) -> Iterator[Finding]:
    """Task files are numbered from 01 without gaps, continuously across areas."""
    for policy in catalog.policies.values():
        present = {task.number for task in policy.tasks}
        for number in range(1, max(present, default=0)):
            path = Task.file_of(policy.id, str(number))
            if number not in present and path not in catalog.unread:
                yield find(Place(path), "P104", wanted=path)


@rule("P105", "policies")
def targets_quote_the_goals(catalog: Catalog) -> Iterator[Finding]:
    """The words that a target quotes, also from a translation, occur verbatim in the sentence that it names."""
    for policy in catalog.policies.values():
        for target in policy.targets:
            sentence = policy.sentence(target.stands_in)
            for language, quotes in target.quote.items() if sentence else ():
                text = sentence.text.versions.get(language or policy.file.language, "") if sentence else ""
                for index, quote in enumerate(quotes):
                    if quote not in text:
                        yield find(target.at("quote", index), "P105", value=quote, goal=target.stands_in)


@rule("P106", "policies")
def names_are_known(catalog: Catalog) -> Iterator[Finding]:
    """Issuers, goals, tasks, clauses, groups and agencies that a policy's files name exist."""
    for policy in catalog.policies.values():
        for index, issuer in enumerate(policy.file.issuers):
            yield from _unknown_agency(catalog, policy.file.at("issuers", index), issuer)
        stated = policy.file.jurisdiction
        if stated is not None and stated.agency is not None:
            yield from _unknown_agency(catalog, stated.at("agency"), stated.agency)
        for target in policy.targets:
            yield from _unknown_in_target(catalog, policy, target)
        for topic in policy.file.topics:
            yield from _unknown_tasks(catalog, policy, topic)
        for assignment in policy.assigned:
            yield from _unknown_in_assignment(catalog, policy, assignment)
    for named in catalog.groups.values():
        for index, id_ in enumerate(named.members.ids):
            is_plain = not named.members.origin.path  # a list without a mapping around it
            place = named.at("members", index) if is_plain else named.members.at("ids", index)
            yield from _unknown_agency(catalog, place, id_)


def _unknown_in_target(catalog: Catalog, policy: Policy, target: Target) -> Iterator[Finding]:
    named, field = target.stands_in, "sentence" if target.sentence else "goal"
    if policy.sentence(named) is None and Task.file_of(policy.id, named) not in catalog.unread:
        known = [*(sentence.id for sentence in policy.sentences), *(ref for ref in policy.refs if "." in ref)]
        yield unknown("P106", target.at(field), named, "句子", "sentence", known)
    yield from _unknown_tasks(catalog, policy, target)
    for index, id_ in enumerate(target.decided_by):
        yield from _unknown_agency(catalog, target.at("decided_by", index), id_)


def _unknown_tasks(catalog: Catalog, policy: Policy, record: Target | Topic) -> Iterator[Finding]:
    tasks = [str(task.number) for task in policy.tasks]
    for index, number in enumerate(record.tasks):
        if str(number) not in tasks and Task.file_of(policy.id, str(number)) not in catalog.unread:
            yield unknown("P106", record.at("tasks", index), number, "任务", "task", tasks)


def _unknown_in_assignment(catalog: Catalog, policy: Policy, assignment: Assignment) -> Iterator[Finding]:
    agency, group, ref = assignment.agency, assignment.group, assignment.ref
    if agency:
        yield from _unknown_agency(catalog, assignment.at("agency"), agency)
    if group and group not in catalog.groups and Group.FILE.format(group=group) not in catalog.unread:
        yield unknown("P106", assignment.at("group"), group, "机构组", "group", catalog.groups)
    if ref not in policy.refs and Task.file_of(policy.id, ref) not in catalog.unread:
        yield unknown("P106", assignment.at("ref"), ref, "任务或条款", "task or clause", policy.refs)


def _unknown_agency(catalog: Catalog, place: Place, id_: str) -> Iterator[Finding]:
    if id_ not in catalog.agencies and Agency.FILE.format(agency=id_) not in catalog.unread:
        yield unknown("P106", place, id_, "机构", "agency", catalog.agencies)


@rule("P107", "policies")
def ids_are_unique(catalog: Catalog) -> Iterator[Finding]:
    """No two sentences, targets, terms or topics of a policy share an id."""
    for policy in catalog.policies.values():
        for records in (policy.sentences, policy.targets, policy.glossary, policy.file.topics):
            first: dict[str, int] = {}
            for record in records:
                place = record.at("id")
                if record.id in first:
                    yield find(place, "P107", value=record.id, first=first[record.id])
                else:
                    first[record.id] = place.line


@rule("P108", "policies")
def terms_stand_in_the_text(catalog: Catalog) -> Iterator[Finding]:
    """A glossary entry's name and forms occur in the document."""
    for policy in catalog.policies.values():
        text = "\n".join(text.original for text in document_texts(policy))
        folder = f"data/policies/{policy.id}/"
        if any(path.startswith(folder) for path in catalog.unread):
            continue  # part of the text is missing, so nothing can be checked
        for term in policy.glossary:
            if term.name.original not in text:
                yield find(term.name.at(term.name.language), "P108", value=term.name.original)
            for index, form in enumerate(term.forms):
                if form not in text:
                    yield find(term.at("forms", index), "P108", value=form)


@rule("P109", "policies")
def dates_are_in_order(catalog: Catalog) -> Iterator[Finding]:
    """A policy's period does not end before it begins, nor does a target's date precede its baseline's."""
    for policy in catalog.policies.values():
        period = policy.file.period
        if period and period.end < period.start:
            yield find(period.at("to"), "P109", later=period.end, earlier=period.start)
        for target in policy.targets:
            if target.baseline and target.target and target.target.by < target.baseline.as_of:
                yield find(target.target.at("by"), "P109", later=target.target.by, earlier=target.baseline.as_of)
            if target.span and target.span.end < target.span.start:
                yield find(target.span.at("to"), "P109", later=target.span.end, earlier=target.span.start)


@rule("P110", "policies")
def numeric_targets_are_complete(catalog: Catalog) -> Iterator[Finding]:
    """A target that is not qualitative has a unit and a value to reach."""
    for policy in catalog.policies.values():
        for target in policy.targets:
            for field in ("unit", "target"):
                has = target.goals if field == "target" else target.unit
                if not target.qualitative and not has:
                    yield find(target.at(), "P110", field=field)


@rule("P111", "policies")
def qualitative_targets_have_no_figures(catalog: Catalog) -> Iterator[Finding]:
    """A qualitative target has no unit, value or baseline: it is reported in words."""
    for policy in catalog.policies.values():
        for target in policy.targets:
            for field in ("unit", "target", "baseline"):
                if target.qualitative and getattr(target, field) is not None:
                    yield find(target.at(field), "P111", field=field)


@rule("P112", "policies")
def areas_have_tasks(catalog: Catalog) -> Iterator[Finding]:
    """Every area has at least one task, or some text of its own."""
    for policy in catalog.policies.values():
        folder = f"data/policies/{policy.id}/tasks/"
        if any(path.startswith(folder) for path in catalog.unread):
            continue
        for area in policy.file.areas:
            if not policy.tasks_of(area) and not area.opening:
                yield find(area.at(), "P112", value=area.number)


@rule("P113", "policies")
def assignments_are_made_once(catalog: Catalog) -> Iterator[Finding]:
    """An agency is assigned to a task or clause only once."""
    for policy in catalog.policies.values():
        first: dict[tuple[str, str, bool], int] = {}
        for assignment in policy.assignments:
            place, key = assignment.at(), (assignment.agency, assignment.ref, assignment.group is not None)
            if key in first:
                yield find(place, "P113", agency=assignment.agency, value=assignment.ref, first=first[key])
            else:
                first[key] = place.line


@rule("P150", "policies")
def goals_are_stated_once(catalog: Catalog) -> Iterator[Finding]:
    """What is to be reached is stated in one way, and compared unless it is a range or about a value."""
    for policy in catalog.policies.values():
        for target in policy.targets:
            for goal in target.goals:
                if len(goal.forms) != 1:
                    yield find(goal.at(), "P150", field="value")
                elif (goal.comparison is None) == (goal.forms[0] in {"value", "relative"}):
                    yield find(goal.at(), "P150", field="comparison")
                elif goal.relative and (goal.relative.points is None) == (goal.relative.factor is None):
                    yield find(goal.relative.at(), "P150", field="relative")


@rule("P151", "policies")
def totals_have_a_span(catalog: Catalog) -> Iterator[Finding]:
    """A target that is a total over a span says which, and no other does."""
    for policy in catalog.policies.values():
        for target in policy.targets:
            if not target.qualitative and (target.kind == "flow") != (target.span is not None):
                place = target.at("span" if target.span else "kind")
                yield find(place, "P151", kind=target.kind)


@rule("P152", "policies")
def places_are_known(catalog: Catalog) -> Iterator[Finding]:
    """A policy says for which place it was issued where its issuers do not tell."""
    for policy in catalog.policies.values():
        if any(Agency.FILE.format(agency=id_) in catalog.unread for id_ in policy.file.issuers):
            continue
        stated = policy.file.jurisdiction
        if place_of(policy.file, catalog.agencies) is None:
            yield find(policy.file.at("issuers"), "P152", field="jurisdiction")
        elif stated is not None and stated.kind != "central" and stated.agency is None:
            yield find(stated.at("kind"), "P152", field="agency")


@rule("P153", "policies")
def assignments_name_one_body(catalog: Catalog) -> Iterator[Finding]:
    """An assignment names an agency or a group, and a group its members' level or their ids."""
    for policy in catalog.policies.values():
        for assignment in policy.assigned:
            if bool(assignment.agency) == bool(assignment.group):
                yield find(assignment.at(), "P153", one="agency", other="group")
    for group in catalog.groups.values():
        if (group.members.kind is None) == (not group.members.ids):
            yield find(group.at("members"), "P153", one="kind", other="ids")


@rule("P154", "policies")
def changes_come_in_order(catalog: Catalog) -> Iterator[Finding]:
    """Tasks and clauses are added, amended and repealed after the policy's issue, in that order."""
    for policy in catalog.policies.values():
        for part in policy.refs.values():
            before, day = ("政策印发日期", "the day of issue"), policy.file.issued
            changes: list[tuple[Change | None, str, str]] = [(part.added, "增补", "the addition")]
            if isinstance(part, Clause):
                changes += ((change, "修改", "the amendment") for change in part.amended)
            changes.append((part.repealed, "废止", "the repeal"))
            for change, zh, en in changes:
                if change is None:
                    continue
                if day is not None and change.on <= day:
                    words = {"kind_zh": zh, "kind_en": en, "before_zh": before[0], "before_en": before[1]}
                    yield find(change.at("on"), "P154", value=change.on, day=day, **words)
                before, day = (zh + "日期", en), change.on
