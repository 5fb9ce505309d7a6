"""The plan of a site: its jobs, in batches, each of which may use the outputs of those before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.assess import Assessment
from generator.findings import Finding
from generator.pipeline.checks import Checks
from generator.pipeline.context import BuildContext
from generator.pipeline.jobs import Job, Outputs
from generator.pipeline.plan.agencies import agency_job, group_tables_job, split_tables, table_files, whole_tables_job
from generator.pipeline.plan.policies import policy_jobs
from generator.pipeline.plan.site import (
    card_jobs,
    corrections_job,
    descriptions_job,
    group_jobs,
    moved_job,
    record_job,
    search_index_job,
    search_tables_job,
    shell_jobs,
    static_job,
    text_jobs,
    whole_jobs,
)
from generator.pipeline.rendering import Rendering
from generator.search import Index
from generator.website.pages.agencies import group_agencies


def plan_site(
    context: BuildContext, checks: Checks, state: Assessment, findings: Sequence[Finding], outputs: Outputs
) -> Iterator[list[Job]]:
    """Yield the jobs that make the whole site; `outputs` are filled in between."""
    yield list(shell_jobs(context))
    rendering = Rendering(context, checks, outputs)
    yield [search_tables_job(context), *(agency_job(rendering, id_) for id_ in rendering.agencies)]
    yield [search_index_job(context, state, outputs)]
    groups = group_agencies(context.catalog.agencies.values(), context.catalog.agencies)
    split = split_tables(outputs)
    yield [group_tables_job(rendering, outputs, group, split) for group in groups if split and not group.is_sample]
    yield [whole_tables_job(rendering, state, outputs, split)]
    tables = table_files(outputs)
    _work_out_verdicts(state)
    yield [
        record_job(rendering, state, tables),
        descriptions_job(rendering),
        corrections_job(rendering, state),
        moved_job(rendering),
        *text_jobs(rendering, outputs["search/index"].read(Index)),
        *policy_jobs(rendering, state),
        *group_jobs(rendering, state, groups),
        *card_jobs(rendering, state),
        *whole_jobs(rendering, state, tables, findings),  # the small ones last, so that no process waits long
    ]
    yield [static_job(context, outputs)]


def plan_shard(context: BuildContext, checks: Checks, outputs: Outputs, agencies: Iterable[str]) -> Iterator[list[Job]]:
    """Yield the jobs that show some agencies, each by itself."""
    yield list(shell_jobs(context))
    rendering = Rendering(context, checks, outputs)
    wanted = set(agencies)
    yield [agency_job(rendering, id_) for id_ in rendering.agencies if id_ in wanted]


def _work_out_verdicts(state: Assessment) -> None:
    """Work verdicts out once, before processes are forked that would each do it."""
    for policy in state.policies.values():
        for progress in (policy.progress, *policy.areas.values(), *policy.tasks.values(), *policy.clauses.values()):
            progress.verdict  # noqa: B018 - it is kept
