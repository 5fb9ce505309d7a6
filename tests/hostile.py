"""A site whose every text is an attempt to be something other than text."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from generator.model import short_hash

ATTACKS = (
    # markup, and the theme's own marks, where the header shows them
    "</title><script>alert(1)</script>",
    "%%BODY%% %%HEAD%% %%BASE%%",
    "<script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    '"><svg onload=alert(4)>',
    "' onmouseover='alert(5)",
    '" onfocus="alert(6)" autofocus="',
    '<a href="javascript:alert(7)">x</a>',
    "</script><script>alert(8)</script>",
    "<!-- comment",
    "--> <b>after</b>",
    "<![CDATA[ x ]]>",
    "</textarea></style></noscript><b>x</b>",
    "<iframe srcdoc='<script>alert(9)</script>'>",
    "<base href=https://evil.example.org/>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example.org/">',
    # entities and escapes
    "&lt;b&gt;literal&lt;/b&gt;",
    "&amp;amp; &#60;i&#62; &nbsp; &copy;",
    "\\u003cscript\\u003e \\x3c \\ %3Cscript%3E",
    "＜script＞alert(10)＜/script＞",
    # templates
    "{{7*7}}",
    "{% raw %}{{ config }}{% endraw %}",
    "{# comment #} {{ ''.__class__.__mro__ }}",
    "{0} {n} {title.__class__} {",
    "%s %(x)s %d ${7*7} #{7*7} <%= 7*7 %>",
    # Markdown, and what is added to it
    '--8<-- "mkdocs.yml"',
    ';--8<-- "../mkdocs.yml"',
    "![x](https://track.example.org/x.gif)",
    "[x](javascript:alert(11)) <https://evil.example.org/>",
    "**bold** _it_ `code` ~~s~~ H~2~O",
    "# heading",
    "| a | b |",
    "1. one",
    '{: onclick="alert(12)" #main .x }',
    "[^1]: note *[HTML]: x [TOC] !!! note",
    # front matter and headers of other formats
    "---",
    "title: x\n---\ntemplate: redirect.html\nlocation: javascript:alert(13)\n---\nend",
    "...\n%YAML 1.1",
    "=1+1 @SUM(A1) +1 -1",
    "END:VCALENDAR;X=1,2:3\\n",
    "::error file=x::y @everyone",
    # text that is hard to set
    "长" * 200,
    "A" * 290,
    "https://example.org/" + "a/" * 100,
    "مرحبا بالعالم (abc) 123",
    "שלום <b>עולם</b>",
    "'single' \"double\" “curly” ‘inner’ 「corner」",
    "👩‍🌾 𠮷 é ﬁ Ⅷ",
)
PER_POLICY = 8
IDS = (
    "main",
    "said",
    "kind-term",
    "areas",
    "term-main",
    "t-main",
    "constructor",
    "length",
)  # that pages use themselves
DAY = "2023-06-30"


def write_hostile(root: Path, attacks: tuple[str, ...] = ATTACKS) -> None:
    """Put hostile texts into every text field of policies, agencies and submissions of a root."""
    for folder in ("policies", "agencies", "submissions"):
        shutil.rmtree(root / "data" / folder, ignore_errors=True)
    supply = itertools.cycle(attacks)
    groups = [attacks[start : start + PER_POLICY] for start in range(0, len(attacks), PER_POLICY)]
    for number, attacks in enumerate(groups):
        for name, tree in _policy(f"policy-{number}", attacks, supply):
            path = root / "data" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False), encoding="utf-8")


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


def _said(text: str) -> dict[str, Any]:
    return {"zh": text, "en": text, "zh_hash": {"en": short_hash(text)}}


def _line(text: str) -> str:
    return text.partition("\n")[0]


def _source(supply: Iterator[str]) -> dict[str, Any]:
    title = next(supply)
    return {
        "title": _said(title),
        "publisher": _said(next(supply)),
        "published": DAY,
        "url": f"https://www.example.org/{short_hash(title)}?b=1&c='%22#d",  # its own: no source proves everything
        "quote": next(supply),
        "note": _said(next(supply)),
    }


def _policy(id_: str, attacks: tuple[str, ...], supply: Iterator[str]) -> Iterator[tuple[str, Any]]:
    english = {
        "status": "ours",
        "url": "https://www.example.org/",
        "quote": _line(attacks[0]),
        "note": _said(attacks[0]),
    }
    agencies = [f"{id_}-agency-{number}" for number in range(len(attacks))]
    for agency, attack in zip(agencies, attacks, strict=True):
        body = {"name": _said(attack), "short": _said(attack), "kind": "other", "english": english}
        yield f"agencies/{agency}.yml", body
    yield (
        f"policies/{id_}/policy.yml",
        {
            "title": _said(attacks[0]),
            "short": _said(attacks[1]),
            "english": english,
            "issued": "2023-01-01",
            "issuers": agencies,
            "jurisdiction": {"kind": "central"},
            "period": {"from": "2023-01-01", "to": "2023-12-31"},
            "reporting": {"frequency": "half-yearly", "due_days": 20},
            "source": _source(supply),
            "references": [_source(supply)],
            "numbering": {"area": "<b>{cn}</b>", "task": "</p>{n}&"},
            "headings": {"goals": _said(next(supply)), "areas": _said(next(supply))},
            "preamble": [{"id": f"p{n}", "text": _said(attack)} for n, attack in enumerate(attacks, 1)],
            "goals": [{"id": f"g{n}", "text": _said(attack)} for n, attack in enumerate(attacks, 1)],
            "areas": [{"number": n, "title": _said(attack)} for n, attack in enumerate(attacks, 1)],
            "summary": {"text": _said("\n\n".join(attacks)), "source": _source(supply)},
        },
    )
    for number, attack in enumerate(attacks, 1):
        clauses = [attack, next(supply)]
        yield (
            f"policies/{id_}/tasks/{number:02d}.yml",
            {
                "area": number,
                "title": _said(attack),
                "clauses": [{"id": f"{number}.{n}", "text": _said(text)} for n, text in enumerate(clauses, 1)],
            },
        )
    yield f"policies/{id_}/targets.yml", [_target(n, attack, supply) for n, attack in enumerate(attacks, 1)]
    yield (
        f"policies/{id_}/glossary.yml",
        [
            {
                "id": IDS[n - 1],
                "kind": "term",
                "name": _said(attack),
                "forms": [_line(attack)],
                "english_forms": [_line(attack)],
                "english": english | {"quote": _line(attack)},
                "note": _said(attack),
            }
            for n, attack in enumerate(attacks, 1)
        ],
    )
    yield f"submissions/{id_}/{agencies[0]}/2023-H1.yml", _submission(attacks, supply)


def _target(number: int, attack: str, supply: Iterator[str]) -> dict[str, Any]:
    shared = {
        "id": IDS[number - 1],
        "goal": f"g{number}",
        "quote": [_line(attack)],
        "title": _said(attack),
        "tasks": [str(number)],
        "note": _said(attack),
    }
    if number % 2:
        return shared | {"qualitative": "true"}
    return shared | {
        "unit": _said(attack),
        "baseline": {"value": "1", "as_of": "2022-12-31", "source": _source(supply)},
        "target": {"value": "2", "by": "2023-12-31", "comparison": "at_least"},
    }


def _submission(attacks: tuple[str, ...], supply: Iterator[str]) -> dict[str, Any]:
    return {
        "submitted": DAY,
        "provenance": "agency",
        "contact": {"unit": _said(next(supply)), "email": "office@example.org"},
        "reports": [
            {
                "ref": str(number),
                "status": "delayed" if number % 2 else "in_progress",
                "summary": _said(attack),
                "reason": _said(attack),
                "evidence": [_source(supply)],
            }
            for number, attack in enumerate(attacks, 1)
        ],
        "figures": [
            {"target": IDS[number - 1], "as_of": DAY, "evidence": [_source(supply)]}
            | ({"text": _said(attack)} if number % 2 else {"value": "1.5"})
            for number, attack in enumerate(attacks, 1)
        ],
    }
