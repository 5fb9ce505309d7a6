"""Whose place a policy is for, and who speaks for the whole of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from generator.model import Agency, PolicyFile, lineage


class Place(NamedTuple):
    """The place for which a policy was issued."""

    kind: str  # the level of government
    agencies: tuple[str, ...] = ()  # below the centre: whose places they are; several if they issued it together


def place_of(file: PolicyFile, agencies: Mapping[str, Agency]) -> Place | None:
    """Return the place for which a policy was issued: as it is stated, else that of all its issuers.

    Below the centre these are the places in which its issuers lie, each the highest of their own level. None if
    issuers on record are of several levels or of none: the policy must then state it.
    """
    stated = file.jurisdiction
    if stated is not None:
        return Place(stated.kind, (stated.agency,) if stated.agency else ())
    issuers = [agencies[id_] for id_ in file.issuers if id_ in agencies]
    kinds = {agency.kind for agency in issuers}
    if not issuers or kinds == {"central"}:
        return Place("central")
    if len(kinds) > 1 or kinds == {"other"}:
        return None
    return Place(kinds.pop(), tuple(sorted({_seat(agency, agencies).id for agency in issuers})))


def _seat(agency: Agency, agencies: Mapping[str, Agency]) -> Agency:
    """Return the highest agency of the same level in whose place an agency lies: of a department, its province."""
    return [above for above in lineage(agency, agencies) if above.kind == agency.kind][-1]


def is_of(agency: Agency, place: Place | None, agencies: Mapping[str, Agency]) -> bool:
    """Return whether an agency is of a place's own level, and so speaks for the whole of it."""
    if place is None or agency.kind != place.kind:
        return False
    if not place.agencies:
        return place.kind == "central"
    return any(above.id in place.agencies for above in lineage(agency, agencies))
