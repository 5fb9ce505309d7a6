"""The pages of a policy's public record: everything that was published about it, by day and by agency."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from generator.assess import Assessment, Published
from generator.model import Catalog, Policy, Statement
from generator.website import addresses
from generator.website.pages.page import Page, Words

Group = tuple[str, list[Statement]]


def published_pages(catalog: Catalog, policy: Policy, state: Assessment) -> Iterator[Page]:
    """Yield the list of statements by day, and the same by agency; none if the policy has no public record."""
    if not policy.records:
        return
    record = state.policies[policy.id].published
    for by_agency in (False, True):
        yield Page(
            addresses.published(policy, by_agency=by_agency),
            "published",
            _title(policy, "published.title_by_agency" if by_agency else "published.title_of"),
            lambda locale: locale.t(
                "published.description", title=locale.plain(policy.title), n=len(record.statements)
            ),
            {
                "policy": policy,
                "record": record,
                "state": state.policies[policy.id],
                "by_agency": by_agency,
                "groups": _by_agency(record, catalog) if by_agency else _by_month(record),
                "filters": filters_path(catalog),
                "numbers": {} if by_agency else _numbers(record.statements, catalog),
            },
        )


def filters_path(catalog: Catalog) -> str:
    """Return the path of the filters' style sheet: its content depends only on the numbers in its name."""
    return f"assets/filters-{_most_areas(catalog)}-{_most_agencies(catalog)}.css"


def filters(catalog: Catalog) -> bytes:
    """Write the style sheet that filters by area and agency: each radio button shows its own, without JavaScript."""
    rules = [
        ("#area-{}:checked~.record", "a", _most_areas(catalog)),
        (".filterable:has(#agency-{}:checked)", "o", _most_agencies(catalog)),  # the choice is in a fold
    ]
    return "".join(  # the second rule hides headings with nothing below, where browsers know :has()
        f"{chosen.format(n)} .pub:not(.{letter}{n}){{display:none}}\n"
        f"{chosen.format(n)} section:not(:has(.{letter}{n})){{display:none}}\n"
        for chosen, letter, most in rules
        for n in range(1, most + 1)
    ).encode()


def _most_areas(catalog: Catalog) -> int:
    return max((len(policy.file.areas) for policy in catalog.policies.values()), default=0)


def _most_agencies(catalog: Catalog) -> int:
    """Return the most agencies, those that are not named counted as one, that any public record is about."""
    return max((len(_numbers(policy.statements, catalog)) for policy in catalog.policies.values()), default=0)


def _numbers(statements: Sequence[Statement], catalog: Catalog) -> dict[str, int]:
    """Number the agencies whose work statements are about, most first; those without a page come last, as one."""
    found = Counter(statement.agency if statement.agency in catalog.agencies else "" for statement in statements)
    order = sorted(found, key=lambda id_: (not id_, -found[id_], id_ or ""))
    return {id_ or "": number for number, id_ in enumerate(order, 1)}


def _title(policy: Policy, key: str) -> Words:
    return lambda locale: locale.t(key, title=locale.plain(policy.title))


def _by_month(record: Published) -> list[Group]:
    """Group statements by the month of their publication, newest first; those whose day is not known come last."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for statement in record.statements:
        day = statement.published
        found[f"{day.year}-{day.month:02d}" if day else ""].append(statement)
    return sorted(found.items(), reverse=True)


def _by_agency(record: Published, catalog: Catalog) -> list[Group]:
    """Group statements by the agency whose work they are about; those that name none with a page come last."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for statement in record.statements:
        found[statement.agency if statement.agency in catalog.agencies else ""].append(statement)
    return sorted(found.items(), key=lambda group: (not group[0], -len(group[1]), group[0]))
