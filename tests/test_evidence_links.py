"""Sources are looked up on public machines only, within bounds, and what was found is remembered."""

from __future__ import annotations

import datetime
import functools
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import lxml.html
import pytest
import trustme
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.cli import cli
from generator.contribute.links import (
    LEDGER,
    Entry,
    check_all,
    fetch,
    read_ledger,
    refuse_on_pull_requests,
    sources,
    write_ledger,
)
from generator.contribute.links.fetch import AGENT, Answer, Reach, look_up, public
from generator.contribute.links.report import as_markdown, as_text
from generator.errors import GeneratorError
from generator.findings import Place
from generator.load import read_catalog
from tests.small import make_small

DAY = datetime.date(2023, 8, 1)
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
GONE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def answer(status: int, *headers: str, body: bytes = b"") -> bytes:
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass
class Server:
    """A server on this machine that says what it is told to, byte by byte, and remembers what it was asked."""

    listener: socket.socket
    answers: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    drip: bool = False  # one byte every twentieth of a second, for ten seconds
    endless: bool = False  # thirteen megabytes
    silent: bool = False
    tls: ssl.SSLContext | None = None
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def port(self) -> int:
        return int(self.listener.getsockname()[1])

    def serve(self) -> None:
        while not self.done.is_set():
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(connection,), daemon=True).start()

    def talk(self, connection: socket.socket) -> None:
        try:
            with self.tls.wrap_socket(connection, server_side=True) if self.tls else connection as stream:
                self.say(stream)
        except OSError:
            pass  # the other side hung up, as it should

    def say(self, stream: socket.socket) -> None:
        head = stream.recv(65_536).decode("latin-1")
        path = "".join(head.split(" ")[1:2])
        self.asked.append(path)
        self.heads.append(head)
        if self.silent:
            self.done.wait(10)
            return
        stream.sendall(self.answers.get(path, GONE))
        for _ in range(200 if self.endless or self.drip else 0):
            if self.done.is_set():
                break
            stream.sendall(b"x" if self.drip else b"x" * 65_536)
            if self.drip:
                self.done.wait(0.05)


@pytest.fixture
def server() -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(listener)
        thread = threading.Thread(target=server.serve, daemon=True)
        thread.start()
        yield server
        server.done.set()
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


NAMES = {"private.example": "10.0.0.5", "meta.example": "169.254.169.254", "six.example": "::1"}


def reach_to(server: Server, **changes: object) -> Reach:
    """Let the tests' own server be reached, under any name, and nothing else."""

    def resolve(host: str, port: int) -> list[tuple[str, int]]:
        if host == "nowhere.example":
            raise socket.gaierror(host)
        if host == "both.example":
            return [("127.0.0.1", server.port), ("10.0.0.5", port)]
        if host in NAMES:
            return [(NAMES[host], port)]
        return [("127.0.0.1", server.port)]

    reach = Reach(connect=2, idle=0.5, whole=2, body=100_000, resolve=resolve, allowed=lambda ip: ip == "127.0.0.1")
    return replace(reach, **changes)  # type: ignore[arg-type]  # each test names fields of Reach


# --- one address


def test_a_page_that_is_there_is_found(server: Server) -> None:
    server.answers["/a?b=c"] = OK
    found = look_up("http://page.example/a?b=c", reach_to(server))
    assert (found.status, found.trouble, found.host, found.moved) == (200, "", "page.example", False)
    assert found.sha256 == "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4"
    assert "\r\nHost: page.example\r\n" in server.heads[0]
    assert f"\r\nUser-Agent: {AGENT}\r\n" in server.heads[0]
    assert "ookie" not in server.heads[0]
    assert "uthorization" not in server.heads[0]


@pytest.mark.parametrize("status", [403, 404, 410, 418, 500, 503])
def test_other_answers_are_told_as_they_are(server: Server, status: int) -> None:
    server.answers["/"] = answer(status)
    assert look_up("http://page.example", reach_to(server)).status == status


def test_redirects_are_followed_to_the_end(server: Server) -> None:
    server.answers |= {"/1": answer(301, "Location: /2"), "/2": answer(308, "Location: http://new.example/3"), "/3": OK}
    found = look_up("http://page.example/1", reach_to(server))
    assert (found.status, found.url, found.moved) == (200, "http://new.example/3", True)


def test_one_temporary_step_is_no_removal(server: Server) -> None:
    server.answers |= {"/1": answer(301, "Location: /2"), "/2": answer(302, "Location: /3"), "/3": OK}
    assert not look_up("http://page.example/1", reach_to(server)).moved


def test_redirects_without_end_are_given_up(server: Server) -> None:
    server.answers["/1"] = answer(302, "Location: /1")
    found = look_up("http://page.example/1", reach_to(server, hops=5))
    assert found.trouble == "redirects"
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://private.example/",
        "http://meta.example/latest/",
        "http://six.example/",
        "http://both.example/",
        "http://10.0.0.5/",
        "http://169.254.169.254/",
        "http://[::1]/",
        "http://page.example:8080/",
        "http://page.example:22/",
        "https://page.example:80/",
        "http://user:word@page.example/",
        "ftp://page.example/",
        "file:///etc/passwd",
        "gopher://page.example/",
        "//private.example/",
        "http://[broken/",
        "http://page.example:x/",
    ],
)
def test_a_redirect_leads_to_public_addresses_only(server: Server, target: str) -> None:
    def resolve(host: str, port: int) -> list[tuple[str, int]]:
        ip = host.replace("[", "").replace("]", "")
        return [(ip, port)] if ip[0].isdigit() or ":" in ip else reach_to(server).resolve(host, port)

    server.answers["/"] = answer(302, f"Location: {target}")
    found = look_up("http://page.example/", reach_to(server, resolve=resolve))
    assert found.trouble == "address"
    assert server.asked == ["/"]


def test_the_default_never_reaches_this_machine(server: Server) -> None:
    """Only the address of the resolver is ours here; what is allowed is what it is outside of tests."""
    server.answers["/"] = OK
    reach = replace(Reach(), resolve=lambda _host, _port: [("127.0.0.1", server.port)])
    assert look_up("http://page.example/", reach).trouble == "address"
    assert look_up("http://localhost/", Reach()).trouble == "address"
    assert look_up("http://127.0.0.1/", Reach()).trouble == "address"
    assert server.asked == []


def test_a_name_is_resolved_once_and_the_checked_address_is_used(server: Server) -> None:
    """A name that answers otherwise the second time is never asked a second time."""
    server.answers["/"] = OK
    answers = [[("127.0.0.1", server.port)], [("10.0.0.5", 80)]]
    reach = reach_to(server, resolve=lambda _host, _port: answers.pop(0))
    assert look_up("http://page.example/", reach).status == 200
    assert len(answers) == 1


def test_no_other_resolver_stands_behind_the_connection(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answers["/"] = OK
    asked = []
    real = socket.getaddrinfo

    def spy(host: str, *arguments: object, **named: object) -> object:
        asked.append(host)
        return real(host, *arguments, **named)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(socket, "getaddrinfo", spy)
    assert look_up("http://page.example/", reach_to(server)).status == 200
    assert set(asked) <= {"127.0.0.1"}


def test_the_systems_resolver_gives_addresses_with_the_port() -> None:
    assert ("127.0.0.1", 80) in fetch.resolve("127.0.0.1", 80)


def test_a_name_that_does_not_exist_is_told(server: Server) -> None:
    assert look_up("http://nowhere.example/", reach_to(server)).trouble == "name"


def test_a_closed_port_is_a_failed_connection(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    reach = reach_to(server, resolve=lambda _host, _port: [("127.0.0.1", port)])
    assert look_up("http://page.example/", reach).trouble == "connection"


def test_a_silent_server_is_left(server: Server) -> None:
    server.silent = True
    assert look_up("http://page.example/", reach_to(server, idle=0.2)).trouble == "timeout"


@pytest.mark.parametrize(
    "start",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: ",
        b"HTTP/1.1 2",
    ],
)
def test_a_server_that_drips_is_cut_off(server: Server, start: bytes) -> None:
    """Every byte is in time; all together are not."""
    server.drip = True
    server.answers["/"] = start
    assert look_up("http://page.example/", reach_to(server, idle=5, whole=0.5)).trouble == "timeout"


def test_a_body_without_end_is_read_to_the_limit(server: Server) -> None:
    server.endless = True
    server.answers["/"] = b"HTTP/1.1 200 OK\r\n\r\n"
    found = look_up("http://page.example/", reach_to(server, body=100_000, whole=20))
    assert (found.status, found.sha256, len(found.body)) == (200, None, 100_000)


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000,
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: x\r\n" % number for number in range(1_000)) + b"\r\n",
        b"\x16\x03\x01 not HTTP\r\n\r\n",
        b"",
        b"HTTP/1.1 999999 X\r\n\r\n",
    ],
)
def test_what_is_no_answer_is_told_so(server: Server, said: bytes) -> None:
    server.answers["/"] = said
    assert look_up("http://page.example/", reach_to(server)).trouble in {"answer", "connection"}


@functools.cache
def authority() -> trustme.CA:
    return trustme.CA()


def trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority().configure_trust(context)
    return context


def secured(server: Server, name: str) -> None:
    server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority().issue_cert(name).configure_cert(server.tls)


def test_a_certificate_for_the_name_is_accepted(server: Server) -> None:
    secured(server, "page.example")
    server.answers["/"] = OK
    assert look_up("https://page.example/", reach_to(server, tls=trusting)).status == 200


def test_a_certificate_for_another_name_is_refused(server: Server) -> None:
    secured(server, "other.example")
    server.answers["/"] = OK
    assert look_up("https://page.example/", reach_to(server, tls=trusting)).trouble == "tls"
    assert server.asked == []


def test_a_certificate_of_an_unknown_authority_is_refused(server: Server) -> None:
    secured(server, "page.example")
    assert look_up("https://page.example/", reach_to(server)).trouble == "tls"


def test_a_server_that_speaks_no_tls_is_told(server: Server) -> None:
    server.answers["/"] = OK
    assert look_up("https://page.example/", reach_to(server)).trouble in {"tls", "connection", "timeout"}


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104 - refused, not bound to
        "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "2002:7f00:1::", "64:ff9b::7f00:1", "2001:db8::1",
        "fe80::1%eth0", "localhost", "", "8.8.8.8.8",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111"])
def test_a_public_address_is_allowed(address: str) -> None:
    assert public(address)


@settings(deadline=None)  # the machine may be shared
@given(st.binary(max_size=200))
def test_no_answer_raises(said: bytes) -> None:
    """Whatever a server says comes out as an answer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(listener, {"/": said})
        threading.Thread(target=server.serve, daemon=True).start()
        found = look_up("http://page.example/", reach_to(server))
        server.done.set()
        listener.shutdown(socket.SHUT_RDWR)
    assert isinstance(found, Answer)


@settings(deadline=None)  # the machine may be shared
@given(st.text(max_size=60))
def test_no_redirect_raises_or_leaves_the_servers_we_know(target: str) -> None:
    try:  # what a Location is made of, without a server for each
        url = fetch._joined("http://page.example/", target)
        host, port, _, path = fetch._parts(url)
    except fetch.Refused:
        return
    assert port in {80, 443}
    assert host
    assert path.isascii()
    assert " " not in path


# --- all of them, and the ledger


def check(server: Server, *urls: str, known: dict[str, Entry] | None = None, day: datetime.date = DAY) -> list[Entry]:
    slept: list[float] = []
    entries = check_all(urls, known or {}, day, reach_to(server), guarded=("guarded.example",), sleep=slept.append)
    assert slept == [1.0] * len(set(urls))
    return entries


def statuses(entries: list[Entry]) -> dict[str, str]:
    return {entry.url.removeprefix("http://"): entry.status for entry in entries}


def test_each_address_gets_a_status(server: Server) -> None:
    server.answers |= {
        "/ok": OK,
        "/moved": answer(301, "Location: http://new.example/ok"),
        "/403": answer(403),
        "/500": answer(500),
        "/410": answer(410),
        "/in": answer(302, "Location: http://private.example/"),
    }
    urls = ["a.example/ok", "a.example/moved", "a.example/403", "www.guarded.example/403", "guarded.example/404"]
    urls += ["a.example/500", "guarded.example/500", "a.example/410", "a.example/in", "nowhere.example/"]
    assert statuses(check(server, *(f"http://{url}" for url in urls))) == {
        "a.example/ok": "ok",
        "a.example/moved": "moved",
        "a.example/403": "refused",
        "www.guarded.example/403": "unknown",
        "guarded.example/404": "dead",
        "a.example/500": "failing",
        "guarded.example/500": "failing",
        "a.example/410": "dead",
        "a.example/in": "barred",
        "nowhere.example/": "dead",
    }


def test_a_host_whose_name_only_ends_alike_is_not_guarded(server: Server) -> None:
    server.answers["/403"] = answer(403)
    assert statuses(check(server, "http://unguarded.example/403")) == {"unguarded.example/403": "refused"}


def test_what_robots_are_asked_not_to_read_is_not_read(server: Server) -> None:
    rules = b"User-agent: *\nDisallow: /closed\n"
    server.answers |= {"/robots.txt": answer(200, body=rules), "/closed": OK, "/open": OK}
    entries = check(server, "http://a.example/closed", "http://a.example/open")
    assert [(entry.status, entry.trouble) for entry in entries] == [("unknown", "robots"), ("ok", "")]
    assert server.asked == ["/robots.txt", "/open"]


def test_the_ledger_remembers_when_a_source_was_last_there(server: Server) -> None:
    server.answers["/a"] = OK
    (first,) = check(server, "http://a.example/a")
    assert (first.first_seen, first.last_seen, first.code) == ("2023-08-01", "2023-08-01", 200)
    server.answers["/a"] = GONE
    (later,) = check(server, first.url, known={first.url: first}, day=datetime.date(2023, 9, 1))
    assert later == replace(first, status="dead", code=404)


def test_the_ledger_is_written_in_order_and_read_back(tmp_path: Path) -> None:
    entries = [Entry(f"http://{name}.example/", "2023-08-01", None, "dead", 404, "", None, name) for name in "cab"]
    write_ledger(tmp_path, entries)
    first = (tmp_path / LEDGER).read_bytes()
    assert list(read_ledger(tmp_path).values()) == sorted(entries)
    write_ledger(tmp_path, reversed(entries))
    assert (tmp_path / LEDGER).read_bytes() == first


@pytest.mark.parametrize("text", ["", "{}x", "[1]", '[{"url": "x"}]', '[{"url": "x", "evil": 1}]'])
def test_a_ledger_that_is_not_ours_is_said_so_in_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / LEDGER).write_text(text, encoding="utf-8")
    with pytest.raises(GeneratorError, match="delete it"):
        read_ledger(tmp_path)


def test_every_address_of_the_data_is_collected_with_its_places(tmp_path: Path) -> None:
    found = sources(read_catalog(make_small(tmp_path))[0])
    assert found == {"https://www.example.org/policy": [Place("data/policies/small/policy.yml", 9, 8)]}
    repo = Path(__file__).resolve().parent.parent
    catalog, _ = read_catalog(repo)
    written = {
        line.split("url:", 1)[1].strip().strip('"').rstrip("}")
        for path in (repo / "data").rglob("*.yml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.lstrip(" -{").startswith(("url: http", 'url: "http'))  # an interface string may be named url too
    }
    assert written <= set(sources(catalog))
    assert len(written) > 10


@pytest.mark.parametrize(
    "environment", [{"GITHUB_EVENT_NAME": "pull_request"}, {"GITHUB_EVENT_NAME": "pull_request_target"},
                    {"CI_MERGE_REQUEST_IID": "7"}],
)  # fmt: skip
def test_pull_requests_look_nothing_up(
    tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    done = CliRunner().invoke(cli, ["check-links", "--root", str(make_small(tmp_path))])
    assert isinstance(done.exception, GeneratorError)
    assert not (tmp_path / LEDGER).exists()


def test_other_runs_may_look_up() -> None:
    refuse_on_pull_requests({"GITHUB_EVENT_NAME": "schedule"})
    refuse_on_pull_requests({})


def test_the_command_writes_report_and_ledger(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_EVENT_NAME", "CI_MERGE_REQUEST_IID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("generator.contribute.links.Reach", lambda: reach_to(server, tls=trusting))
    secured(server, "www.example.org")
    root = make_small(tmp_path)
    command = ["check-links", "--root", str(root), "--as-of", "2023-08-01", "--lang", "en"]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "dead: 1",
        "  https://www.example.org/policy  404  never available",
        "    data/policies/small/policy.yml:9",
    ]
    (row,) = json.loads((root / LEDGER).read_text(encoding="utf-8"))
    assert (row["url"], row["status"], row["host"]) == ("https://www.example.org/policy", "dead", "www.example.org")
    server.answers["/policy"] = OK
    done = CliRunner().invoke(cli, command)
    assert (done.exit_code, done.output) == (0, "available: 1\n")


# --- what is said of it


ENTRIES = [
    Entry("http://evil.example/?a=|x|[b](c)", "2023-08-01", None, "dead", 404, "", None, "evil.example"),
    Entry("http://b.example/", "2023-08-01", "2023-07-01", "moved", 200, "", None, "new.example"),
    Entry("http://c.example/", "2023-08-01", "2023-08-01", "ok", 200, "", None, "c.example"),
]


def test_no_address_is_live_in_a_report() -> None:
    text = as_markdown(ENTRIES, {}, ["zh", "en"])
    page = lxml.html.fromstring(f"<div>{MarkdownIt('commonmark', {'html': True}).render(text)}</div>")
    assert {element.tag for element in page.iter()} == {"div", "h2", "h3", "ul", "li", "code"}
    assert "http://evil.example/?a=|x|[b](c)" in page.text_content()
    assert "://" not in text


def test_a_report_names_what_needs_a_person() -> None:
    text = as_text(ENTRIES, {ENTRIES[0].url: [Place("data/a.yml", 3)]}, ["zh"])
    assert text.splitlines() == [
        "已失效: 1",
        "  http://evil.example/?a=|x|[b](c)  404  从未正常",
        "    data/a.yml:3",
        "已永久移至新网址: 1",
        "正常: 1",
    ]


def test_a_long_report_is_cut_and_says_so() -> None:
    entries = [Entry(f"http://{n}.example/", "2023-08-01", None, "dead", 404, "", None, "x") for n in range(70)]
    assert "and 20 more" in as_markdown(entries, {}, ["en"])


def test_hosts_are_asked_beside_each_other_and_each_one_slowly(server: Server) -> None:
    server.answers["/"] = OK
    entries = check_all(
        [f"http://{name}.example/" for name in "abcdefgh"], {}, DAY, reach_to(server), pause=0.05, sleep=time.sleep
    )
    assert {entry.status for entry in entries} == {"ok"}
    assert len(server.asked) == 16  # each its robots.txt and its page
