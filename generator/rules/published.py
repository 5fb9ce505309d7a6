"""Rules on the public record."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding, find
from generator.model import Agency, Catalog, Clause, Policy, Record, Statement, Task, parse_period
from generator.rules.registry import rule, unknown

_LEFT_OUT = "……"  # marks words of the clause that a quoted part leaves out


@rule("R101", "policies")
def what_the_record_names_is_known(catalog: Catalog) -> Iterator[Finding]:
    """Clauses, tasks, targets, agencies and other statements that the public record names exist."""
    for policy in catalog.policies.values():
        targets = [target.id for target in policy.targets]
        ids = [statement.id for statement in policy.statements]
        for record in policy.records:
            for statement in record.statements:
                yield from _known_subjects(catalog, policy, statement)
                yield from _known_agency(catalog, statement)
                for relation in statement.related:
                    if relation.id not in ids:
                        yield unknown("R101", relation.at("id"), relation.id, "公开信息", "statement", ids)
            for figure in record.figures:
                yield from _known_agency(catalog, figure)
                if figure.target not in targets:
                    yield unknown("R101", figure.at("target"), figure.target, "指标", "target", targets)
            for search in record.searched.clauses if record.searched else ():
                if not _is_known(catalog, policy, search.ref):
                    yield unknown("R101", search.at("ref"), search.ref, *_SUBJECT, [*policy.refs, *targets])


_SUBJECT = ("条款、任务或指标", "clause, task or target")


def _known_subjects(catalog: Catalog, policy: Policy, statement: Statement) -> Iterator[Finding]:
    known = [*policy.refs, *(target.id for target in policy.targets)]
    for field in ("about", "context_for"):
        for index, subject in enumerate(getattr(statement, field)):
            if not _is_known(catalog, policy, subject):
                yield unknown("R101", statement.at(field, index), subject, *_SUBJECT, known)


def _is_known(catalog: Catalog, policy: Policy, subject: str) -> bool:
    """Tell whether a policy has a clause, task or target; those of an unreadable file may exist."""
    if subject[0].isdigit():
        return subject in policy.refs or Task.file_of(policy.id, subject) in catalog.unread
    return any(target.id == subject for target in policy.targets)


def _known_agency(catalog: Catalog, record: Record) -> Iterator[Finding]:
    id_ = getattr(record, "agency", None)
    if id_ and id_ not in catalog.agencies and Agency.FILE.format(agency=id_) not in catalog.unread:
        yield unknown("R101", record.at("agency"), id_, "机构", "agency", catalog.agencies)


@rule("R102", "policies")
def statements_have_ids_of_their_own(catalog: Catalog) -> Iterator[Finding]:
    """No two statements about a policy share an id."""
    for policy in catalog.policies.values():
        first: dict[str, str] = {}
        for statement in policy.statements:
            place = statement.at("id")
            if statement.id in first:
                yield find(place, "R102", value=statement.id, first=first[statement.id])
            else:
                first[statement.id] = f"{place.path}:{place.line}"


@rule("R103", "policies")
def parts_are_words_of_the_clause(catalog: Catalog) -> Iterator[Finding]:
    """The part of a clause that a statement covers is quoted from the clause; a statement about a part names it."""
    for policy in catalog.policies.values():
        for statement in policy.statements:
            texts = [part.text.zh for ref in statement.about if isinstance(part := policy.refs.get(ref), Clause)]
            if statement.part is None:
                if statement.closeness == "partly" and texts:
                    yield find(
                        statement.at("closeness"),
                        "R103",
                        what_zh="没有写明对应条款的哪一部分",
                        what_en="it names no part of the clause",
                    )
            elif texts and not any(_quotes(text, statement.part.zh) for text in texts):
                words = statement.part.zh
                yield find(
                    statement.part.at("zh"),
                    "R103",
                    what_zh=f"“{words}”不是条款原文",
                    what_en=f"“{words}” does not occur in the clause",
                )


def _quotes(text: str, part: str) -> bool:
    """Tell whether the pieces of a part occur in a text, one after the other."""
    place = 0
    for piece in filter(None, part.split(_LEFT_OUT)):
        place = text.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    return True


@rule("R104", "policies")
def what_lies_outside_the_year_is_only_context(catalog: Catalog) -> Iterator[Finding]:
    """What happened before a policy was issued, or after its period, is only context for its clauses."""
    for policy in catalog.policies.values():
        since = policy.file.issued
        until = policy.file.period.end if policy.file.period else None
        for statement in policy.statements:
            span = statement.as_of
            early = since is not None and span is not None and span.end < since
            late = until is not None and span is not None and span.start.first > until
            if (early or late) and statement.as_of_basis in {"stated", "event"} and statement.closeness != "context":
                yield find(
                    statement.at("closeness"), "R104", value=statement.closeness, since=since or "–", until=until or "–"
                )


@rule("R105", "policies")
def published_figures_have_a_period_and_a_dated_source(catalog: Catalog) -> Iterator[Finding]:
    """Published figures are in a file named after the period that they are about, and each has a source with a day."""
    for policy in catalog.policies.values():
        for record in policy.records:
            for figure in record.figures:
                if parse_period(record.name) is None:
                    yield find(figure.at(), "R105", what_zh="文件名不是报告期", what_en="the file's name is no period")
                if not any(item.published for item in figure.evidence):
                    yield find(
                        figure.at("evidence"),
                        "R105",
                        what_zh="没有注明日期的出处",
                        what_en="no source states its day",
                    )
