"""What a check of the sources found, for a terminal and for an issue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from generator.contribute.compare.markdown import quote
from generator.contribute.links import STATUSES, Entry
from generator.findings import Place, isolate, show
from generator.findings.languages import Words

_MOST = 50  # addresses of one kind that a report lists
_QUIET = {"ok", "moved", "unknown"}  # in text: only counted

_TITLE = Words("证据链接检查", "Check of the sources")
_NAMES = {
    "dead": Words("已失效", "dead"),
    "refused": Words("拒绝程序访问，请人工查看", "access refused; please check by hand"),
    "failing": Words("出错或超时", "error or time-out"),
    "barred": Words("不是公网地址，未访问", "not a public address; not requested"),
    "unknown": Words("无法判断（常见于拒绝程序访问的网站）", "unknown (often a site that turns programs away)"),
    "moved": Words("已永久移至新网址", "moved permanently"),
    "ok": Words("正常", "available"),
}
_LAST = Words("最近一次正常：{day}", "last available: {day}")
_NEVER = Words("从未正常", "never available")
_MORE = Words("另有 {n} 项", "and {n} more")


def as_text(entries: Sequence[Entry], places: Mapping[str, list[Place]], languages: Iterable[str]) -> str:
    """Write the counts, and the addresses that need somebody to look, with where they stand."""
    lines = []
    for language in languages:
        for status, found in _by_status(entries):
            lines.append(f"{_in(_NAMES[status], language)}: {len(found)}")
            for entry in found if status not in _QUIET else ():
                lines.append(f"  {isolate(show(entry.url))}  {show(_why(entry))}  {_seen(entry, language)}")
                lines += [f"    {place.path}:{place.line}" for place in places.get(entry.url, ())]
    return "".join(f"{line}\n" for line in lines)


def as_markdown(entries: Sequence[Entry], places: Mapping[str, list[Place]], languages: Iterable[str]) -> str:
    """Write the same as Markdown in which no address is live."""
    lines = []
    for language in languages:
        lines += [f"## {_in(_TITLE, language)}", ""]
        for status, found in _by_status(entries):
            lines += [f"### {_in(_NAMES[status], language)} ({len(found)})", ""]
            if status in {"ok", "unknown"}:
                continue
            for entry in found[:_MOST]:
                place = places.get(entry.url, [Place("?")])[0]
                where = quote(f"{place.path}:{place.line}")
                lines.append(f"- {quote(entry.url)} {quote(_why(entry))} {_seen(entry, language)} {where}")
            if len(found) > _MOST:
                lines.append(f"- {_in(_MORE, language).format(n=len(found) - _MOST)}")
            lines.append("")
    return "\n".join(lines) + "\n"


def _by_status(entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    counts = Counter(entry.status for entry in entries)
    return [(status, [entry for entry in entries if entry.status == status]) for status in STATUSES if counts[status]]


def _why(entry: Entry) -> str:
    if entry.status == "moved":
        return f"→ {entry.host}"
    return " ".join(str(part) for part in (entry.code, entry.trouble) if part)


def _seen(entry: Entry, language: str) -> str:
    return _in(_LAST, language).format(day=entry.last_seen) if entry.last_seen else _in(_NEVER, language)


def _in(words: Words, language: str) -> str:
    return words.zh if language == "zh" else words.en
