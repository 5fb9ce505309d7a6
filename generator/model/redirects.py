"""Old ids and addresses, and where they lead now."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from generator.model.record import Record, without_origin
from generator.model.values import SitePath, Slug


class Redirects(Record):
    """Ids and addresses that were published and have changed: pages, feeds and data files lead on from them."""

    FILE: ClassVar[str] = "data/redirects.yml"

    agencies: Annotated[dict[Slug, Slug], BeforeValidator(without_origin)] = Field(
        default_factory=dict,
        description="Agencies: the old id, and the new one.",
        json_schema_extra={"x-description-zh": "机构：旧代号和新代号。"},
    )
    policies: Annotated[dict[Slug, Slug], BeforeValidator(without_origin)] = Field(
        default_factory=dict,
        description="Policies: the old id, and the new one.",
        json_schema_extra={"x-description-zh": "政策：旧代号和新代号。"},
    )
    addresses: Annotated[dict[SitePath, SitePath], BeforeValidator(without_origin)] = Field(
        default_factory=dict,
        description="Pages: the old address below the locale's prefix, and the new one.",
        json_schema_extra={"x-description-zh": "页面：旧地址和新地址（不含语言前缀）。"},
    )
