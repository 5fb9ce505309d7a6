"""Cards of tasks and targets that other sites may show in a frame."""

from __future__ import annotations

import datetime

from generator.assess import PolicyState, found_of_target
from generator.model import Target, Task
from generator.website import addresses
from generator.website.pages.page import Page


def embedded_page(state: PolicyState, of: Task | Target, as_of: datetime.date) -> Page:
    """Return the card of a task or a target: its name, its state, the finding and the day."""
    policy = state.policy
    match of:
        case Task():
            title, home, value = policy.name(of), addresses.task(policy, of), state.tasks[of.number].state
            finding = state.finding_of_task(of)
        case Target():
            title, home, value = of.title, addresses.targets(policy, of), state.outcomes[of.id].value
            finding = found_of_target(state.outcomes[of.id], len(state.published.about(of.id)))
    return Page(
        addresses.embed(policy, of),
        "embed",
        lambda locale: locale.plain(title),
        lambda locale: locale.sentence(finding).text,
        {
            "policy": policy,
            "number": of.number if isinstance(of, Task) else None,
            "named": title,
            "home": home,
            "value": value,
            "finding": finding,
            "as_of": as_of,
        },
        "noindex",
    )
