"""Time zones, and the day that it is in one."""

from __future__ import annotations

import datetime
import os
import zoneinfo
from zoneinfo import ZoneInfo

from generator.errors import GeneratorError

__all__ = ["ZoneInfo", "today_in"]

zoneinfo.reset_tzpath(())  # use the zones of the tzdata package, not the machine's: the same everywhere


def today_in(zone: str) -> datetime.date:
    """Return the date of SOURCE_DATE_EPOCH, else today's, in a time zone."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            return datetime.datetime.fromtimestamp(int(epoch), ZoneInfo(zone)).date()
        except (ValueError, OverflowError, OSError) as error:
            raise GeneratorError(f"SOURCE_DATE_EPOCH is not a time: {epoch!r}") from error
    return datetime.datetime.now(ZoneInfo(zone)).date()
