"""The default as-of date."""

from __future__ import annotations

import datetime

from generator.clock import today_in
from generator.model import Catalog


def zone_of(catalog: Catalog) -> str:
    """Return the time zone whose day it is: the first policy's."""
    return next((policy.file.timezone for policy in catalog.policies.values()), "Asia/Shanghai")


def default_date(catalog: Catalog) -> datetime.date:
    """Return the date of SOURCE_DATE_EPOCH, else today's, in the first policy's time zone."""
    return today_in(zone_of(catalog))
