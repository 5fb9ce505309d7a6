"""Are the sources still there? Looks up every address in the data, and remembers in a ledger what was found."""

from __future__ import annotations

import datetime
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from generator.contribute.links.fetch import AGENT, Answer, Reach, look_up
from generator.errors import GeneratorError
from generator.findings import Place
from generator.model import Catalog, Record
from generator.storage.files import write_atomic

LEDGER = "evidence-ledger.json"  # at the repository's root
PAUSE = 1.0  # seconds between two requests to one host
WORKERS = 4  # hosts asked at the same time
GUARDED = ("gov.cn",)
"""Domains that turn programs away: what they answer a program does not tell what a person sees."""

_TURNED_AWAY = {401, 403, 405, 406, 412, 418, 429, 451, 521}

STATUSES = ("dead", "refused", "failing", "barred", "unknown", "moved", "ok")
"""What becomes of an address, the worst first: gone (404, 410, no such name); turned away (401, 403, 429);
an error of the server or of the way there; not to be looked up (not public); no telling; permanently
elsewhere; there."""


@dataclass(frozen=True, order=True)
class Entry:
    """What is known of one address. Days are those on which it was looked up."""

    url: str
    first_seen: str  # day of the first look-up
    last_seen: str | None  # last day on which it was there
    status: str  # one of STATUSES
    code: int | None  # HTTP status
    trouble: str  # what kept it from an HTTP status, or the site's robots.txt
    sha256: str | None  # of what was there on last_seen; None where it was too large
    host: str  # that gave the last answer


def sources(catalog: Catalog) -> dict[str, list[Place]]:
    """Collect every address in the data, with the places where it stands, sorted."""
    places: dict[str, list[Place]] = defaultdict(list)
    for record in catalog.records():
        url = getattr(record, "url", None)
        if isinstance(record, Record) and isinstance(url, str):
            places[url].append(record.at("url"))
    return {url: sorted(places[url]) for url in sorted(places)}


def check_all(
    urls: Iterable[str],
    known: Mapping[str, Entry],
    day: datetime.date,
    reach: Reach | None = None,
    *,
    pause: float = PAUSE,
    guarded: tuple[str, ...] = GUARDED,
    sleep: Callable[[float], None] = time.sleep,
    keep: Callable[[str, Answer], None] | None = None,
) -> list[Entry]:
    """Look up every address once, a few hosts at a time and each host slowly; sorted by address.

    `keep` is handed every address with its answer, from several threads.
    """
    reach = reach or Reach()
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in sorted(set(urls)):
        by_host[urlsplit(url).hostname or ""].append(url)

    def check_host(asked: list[str]) -> list[Entry]:
        entries = []
        robots = _robots(asked[0], reach)
        for url in asked:
            sleep(pause)
            answer = look_up(url, reach) if robots.can_fetch(AGENT, url) else None
            if keep is not None and answer is not None:
                keep(url, answer)
            entries.append(_entry(url, answer, known.get(url), day.isoformat(), guarded))
        return entries

    with ThreadPoolExecutor(WORKERS) as pool:
        return sorted(entry for entries in pool.map(check_host, by_host.values()) for entry in entries)


def _robots(url: str, reach: Reach) -> RobotFileParser:
    """Read what a site asks of programs; a site that says nothing readable allows everything."""
    parts = urlsplit(url)
    answer = look_up(f"{parts.scheme}://{parts.netloc}/robots.txt", reach)
    parser = RobotFileParser()
    readable = answer.status == 200
    parser.parse(answer.body.decode("utf-8", "replace").splitlines() if readable else [])
    return parser


def _entry(url: str, answer: Answer | None, known: Entry | None, day: str, guarded: tuple[str, ...]) -> Entry:
    first = known.first_seen if known else day
    seen, digest = (known.last_seen, known.sha256) if known else (None, None)
    if answer is None:
        return Entry(url, first, seen, "unknown", None, "robots", digest, urlsplit(url).hostname or "")
    status = _status(answer, guarded)
    if status in {"ok", "moved"}:
        seen, digest = day, answer.sha256
    return Entry(url, first, seen, status, answer.status, answer.trouble, digest, answer.host)


def _status(answer: Answer, guarded: tuple[str, ...]) -> str:
    if answer.status is None or answer.trouble:
        return {"name": "dead", "address": "barred"}.get(answer.trouble, "failing")
    if answer.status < 300:
        return "moved" if answer.moved else "ok"
    if answer.status in {404, 410}:
        return "dead"
    if answer.status not in _TURNED_AWAY:
        return "failing"
    known = any(answer.host == host or answer.host.endswith(f".{host}") for host in guarded)
    return "unknown" if known else "refused"


def read_ledger(root: Path) -> dict[str, Entry]:
    """Read what earlier checks found; raises GeneratorError where the file is not ours."""
    path = root / LEDGER
    try:
        return {row["url"]: Entry(**row) for row in json.loads(path.read_bytes())}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise GeneratorError(f"{path} is not readable; delete it to begin anew / 无法读取，可删除后重来") from error


def write_ledger(root: Path, entries: Iterable[Entry]) -> None:
    """Write the ledger, by address: the same findings make the same bytes."""
    rows = [asdict(entry) for entry in sorted(entries)]
    try:
        write_atomic(root / LEDGER, (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode())
    except OSError as error:
        raise GeneratorError(f"{root / LEDGER}: {error.strerror}") from error


def refuse_on_pull_requests(environment: Mapping[str, str]) -> None:
    """Raise GeneratorError in a run that a pull or merge request started: its addresses are a stranger's."""
    event = environment.get("GITHUB_EVENT_NAME", "")
    if event.startswith("pull_request") or environment.get("CI_MERGE_REQUEST_IID"):
        raise GeneratorError("links are never looked up for a pull request / 合并请求中不检查链接")


__all__ = [
    "GUARDED",
    "LEDGER",
    "STATUSES",
    "Entry",
    "check_all",
    "read_ledger",
    "refuse_on_pull_requests",
    "sources",
    "write_ledger",
]
