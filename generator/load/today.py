"""The default as-of date."""

from __future__ import annotations

import datetime
import os
from zoneinfo import ZoneInfo

from generator.errors import GeneratorError
from generator.model import Catalog


def default_date(catalog: Catalog) -> datetime.date:
    """Return the date of SOURCE_DATE_EPOCH, else today's, in the first policy's time zone."""
    zones = [ZoneInfo(policy.file.timezone) for policy in catalog.policies.values()]
    zone = zones[0] if zones else ZoneInfo("Asia/Shanghai")
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            return datetime.datetime.fromtimestamp(int(epoch), zone).date()
        except (ValueError, OverflowError, OSError) as error:
            raise GeneratorError(f"SOURCE_DATE_EPOCH is not a time: {epoch!r}") from error
    return datetime.datetime.now(zone).date()
