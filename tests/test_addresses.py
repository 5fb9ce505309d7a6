"""Addresses are judged as browsers read them, and by one judge: when data are read and when links are looked up."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from playwright._impl._driver import compute_driver_executable  # a program with the URL parser of browsers
from pydantic_core import PydanticCustomError

from generator.contribute.links import fetch
from generator.contribute.links.fetch import Reach, look_up
from generator.model.urls import WILDCARD_DNS, host_fault, parse_url, read_host

BROWSER = """
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  let host = null;
  try { host = new URL(JSON.parse(line)).hostname; } catch {}
  console.log(JSON.stringify(host));
});
"""


class Browser:
    """The URL parser of browsers, asked for the host of one address after another."""

    def __init__(self) -> None:
        node, _ = compute_driver_executable()
        self.process = subprocess.Popen(
            [str(node), "-e", BROWSER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def host(self, url: str) -> str | None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(url) + "\n")
        self.process.stdin.flush()
        found: str | None = json.loads(self.process.stdout.readline())
        return found


@pytest.fixture(scope="module")
def parser() -> Iterator[Browser]:
    browser = Browser()
    yield browser
    browser.process.communicate()


# --- addresses in disguise


def in_base(number: int, base: str) -> str:
    return {"decimal": f"{number}", "octal": f"0{number:o}", "hex": f"0x{number:x}", "HEX": f"0X{number:08X}"}[base]


@st.composite
def disguised(draw: st.DrawFn) -> str:
    """An IPv4 address as browsers accept it: one to four numbers, each in any base."""
    packed = draw(
        st.one_of(st.sampled_from([0x7F000001, 0x0A000001, 0xC0A80101, 0xA9FEA9FE]), st.integers(0, 2**32 - 1))
    )
    parts = draw(st.integers(1, 4))
    numbers = [packed >> 8 * (3 - index) & 255 for index in range(parts - 1)]
    numbers.append(packed & (1 << 8 * (5 - parts)) - 1)
    host = ".".join(in_base(number, draw(st.sampled_from(["decimal", "octal", "hex", "HEX"]))) for number in numbers)
    return host + draw(st.sampled_from(["", "."]))


@st.composite
def dressed(draw: st.DrawFn, hosts: st.SearchStrategy[str]) -> str:
    """A host with some of its characters full-width, percent-encoded, or other dots."""
    shown = []
    for character in draw(hosts):
        forms = [character] * 3 + [f"%{ord(character):02x}", quote(chr(ord(character) + 0xFEE0))]
        forms += ["。", "．", "｡"] if character == "." else [chr(ord(character) + 0xFEE0)]
        shown.append(draw(st.sampled_from(forms)))
    return "".join(shown)


NAMES = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4})?(\.[a-z0-9]{1,6}){1,3}", fullmatch=True)


@given(host=st.one_of(disguised(), dressed(disguised())))
@example("127.0x1")
@example("192.168.0x1.0x1")
@example("0177.0.0.0x1")
@example("0x7f.1")
@example("2130706433")
@example("0x")
@example("１２７.0.0.1")
@example("%31%32%37.0.0.1")
@example("127。0。0。1")
def test_no_ip_address_passes_for_a_name(host: str) -> None:
    assert host_fault(host), host
    with pytest.raises(PydanticCustomError):
        parse_url(f"https://{host}/")
    with pytest.raises(fetch.Refused):
        fetch._parts(f"https://{host}/")


@given(host=st.one_of(NAMES, dressed(NAMES), disguised(), st.text("0123456789abcdefxX.-%[]:。１ａ", max_size=20)))
@example("127.0x1")
@example("a.0x")
@example("a.0xg")
@example("a.1")
@example("xn--a.org")
@example("xn--127-.org")
def test_a_host_that_passes_is_the_one_that_a_browser_asks(parser: Browser, host: str) -> None:
    url = f"https://{host}/"
    try:
        parse_url(url)
    except PydanticCustomError:
        return
    assert parser.host(url) == host.lower()


@given(text=st.text(st.sampled_from("htps:/\\@.?#[]%a0x7f1-:;&=+ \t\n。／＠：１"), max_size=40), start=st.booleans())
@example("https://example.org\\@127.0.0.1/", False)
@example("https:///127.0.0.1/", False)
@example("https://a.org@127.0.0.1/", False)
def test_an_address_that_passes_leads_where_it_says(parser: Browser, text: str, start: bool) -> None:
    url = f"https://{text}" if start else text
    try:
        parse_url(url)
    except PydanticCustomError:
        return
    assert url.lower().startswith((f"https://{parser.host(url)}", f"http://{parser.host(url)}"))


@given(host=st.one_of(NAMES, dressed(NAMES), st.text(max_size=20)))
def test_any_host_is_answered(host: str) -> None:
    fault = host_fault(host)
    assert fault is None or (fault[0] and fault[1])


@given(host=dressed(NAMES))
def test_a_host_is_read_as_browsers_read_it(parser: Browser, host: str) -> None:
    found = parser.host(f"https://{host}/")
    if found and not found.replace(".", "").isdigit() and "xn--" not in found and not host_fault(found):
        assert read_host(host) == found


# --- names that lead back


@pytest.mark.parametrize("name", sorted(WILDCARD_DNS))
def test_a_name_that_stands_for_any_address_is_refused(name: str) -> None:
    for host in (name, f"127.0.0.1.{name}", f"app.10-0-0-1.{name}", f"App.{name}".upper()):
        with pytest.raises(PydanticCustomError):
            parse_url(f"https://{host}/")
    assert host_fault(f"not{name}") is None


def test_the_look_up_asks_no_name_that_data_may_not_name() -> None:
    asked = []

    def resolve(host: str, port: int) -> list[tuple[str, int]]:
        asked.append(host)
        return [("127.0.0.1", port)]

    reach = Reach(resolve=resolve, allowed=lambda _: False)
    for host in ("127.0x1", "0177.1", "localhost", "a.local", "127.0.0.1.nip.io", "[::1]", "%6cocalhost", "a..b", "x."):
        assert look_up(f"http://{host}/", reach).trouble == "address"
    assert asked == []
    assert look_up("http://WWW.Example.ORG/", reach).trouble == "address"
    assert asked == ["www.example.org"]
