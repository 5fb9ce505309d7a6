"""Jobs that show parts of a policy: its tasks, its targets, its periods, its newest submissions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import cache, partial
from typing import TYPE_CHECKING

from generator.assess import Assessment, PolicyState
from generator.export.edition import ExportContext
from generator.model import ReportingPeriod, Task
from generator.pipeline.facets import facets_of_all, period_facet, targets_facet, task_facet, task_page_facets
from generator.pipeline.jobs import Job, OutputWriter
from generator.pipeline.rendering import Rendering
from generator.search import report_chunks
from generator.storage.fingerprints import fingerprint
from generator.website.pages import Part, plan_parts

if TYPE_CHECKING:
    from generator.export.formats import OnePolicy


def policy_jobs(rendering: Rendering, state: Assessment) -> Iterator[Job]:
    """The pages and files of tasks, targets and periods, and the feeds of policies."""
    catalog = rendering.context.catalog
    export_context = rendering.export(state)
    every = {id_: check.facets for id_, check in rendering.checks.by_agency.items()}
    for id_, policy in catalog.policies.items():
        export = cache(partial(_open_export, export_context, state.policies[id_]))
        periods = []
        for part in plan_parts(catalog, policy, state, rendering.opener):
            places: list[str] = []
            shown = every
            match part.about:
                case Task() as task:
                    name, names = f"tasks/{id_}-{task.number}", task_page_facets(policy, task)
                    foremost = _foremost(task, state.policies[id_])
                    places = [rendering.checks.by_agency[agency].places.get(names[0], "") for agency in foremost]
                case ReportingPeriod() as period:
                    name, names = f"periods/{id_}-{period.name}", [period_facet(id_, period.name)]
                    periods += names
                case None:
                    name, names = f"targets/{id_}", [targets_facet(id_)]
                case _:
                    name = f"samples/{id_}"
                    names = [targets_facet(id_), *(task_facet(id_, task.number) for task in policy.tasks)]
                    shown = {
                        one: every[one] for one, agency in catalog.agencies.items() if agency.sample and one in every
                    }
                    places = [fingerprint(rendering.checks.by_agency[one].places) for one in shown]

            yield Job(
                name,
                (rendering.shared, facets_of_all(names, shown), places, part.neighbours),
                partial(_show_part, rendering, part, export, state.policies[id_]),
            )

        yield Job(f"newest/{id_}", (rendering.shared, facets_of_all(periods, every)), partial(_show_newest, export))


def _show_part(
    rendering: Rendering, part: Part, export: Callable[[], OnePolicy], state: PolicyState, writer: OutputWriter
) -> None:
    with rendering.opener.only_on(part.about.number) if isinstance(part.about, Task) else nullcontext():
        rendering.pages(writer, part.pages())
        writer.files(_files(export, part))
        match part.about:
            case Task() as task:
                rendering.frames(writer, state, [task])
                writer.files(report_chunks(state, task, rendering.opener, rendering.context.locales))
            case None:
                rendering.frames(writer, state, state.policy.targets)


def _show_newest(export: Callable[[], OnePolicy], writer: OutputWriter) -> None:
    writer.files(export().newest())


def _foremost(task: Task, *states: PolicyState) -> list[str]:
    """The agencies whose reports the verdicts on a task and its clauses list."""
    listed = [state.tasks[task.number] for state in states]
    listed += [state.clauses[clause.id] for state in states for clause in task.clauses]
    return sorted({entry.submission.agency for progress in listed for entry in progress.foremost})


def _open_export(export: ExportContext, state: PolicyState) -> OnePolicy:
    from generator.export.formats import OnePolicy  # its models take a moment to make, and few need them

    return OnePolicy(export, state)


def _files(export: Callable[[], OnePolicy], part: Part) -> dict[str, bytes]:
    """Write the files for programs that go with a part's pages."""
    match part.about:
        case Task() as task:
            return export().task(task)
        case ReportingPeriod() | str():
            return {}
        case None:
            return export().targets()
