"""Addresses of public pages, and why others are refused."""

from __future__ import annotations

import functools
import re
from typing import Any
from urllib.parse import unquote, urlsplit

from generator.model.plain import narrow, plain_text, refused

_LONGEST = 2000  # characters
_NOT_PUBLIC = {
    "alt", "arpa", "corp", "home", "internal", "intranet", "invalid", "lan", "local", "localdomain", "localhost",
    "onion", "private", "svc", "test",
}  # fmt: skip
WILDCARD_DNS = frozenset(
    {"1u.ms", "nip.io", "plex.direct", "rbndr.us", "sslip.io", "traefik.me", "xip.io"}  # IP address in the name
    | {"fuf.me", "lacolhost.com", "lcl.host", "localdev.me", "localtest.me", "lvh.me", "vcap.me"}  # localhost
)
"""Domains whose subdomains resolve to whatever address their author chooses. No such list can be complete."""
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")  # browsers read a host whose last label is a number as an IP address


def parse_url(value: Any) -> str:
    """Accept only the address of a public page, unchanged: no credentials, ports or local names."""
    text = plain_text(value)
    if reason := _url_fault(text):
        plain = narrow(text).rstrip("。，；,;") if len(text) <= _LONGEST and text.count("://") < 2 else ""
        candidates = (plain, re.sub(r"^(https?)[:;/]+\s*", r"\1://", plain), f"https://{plain}")
        meant = next((url for url in candidates if plain and not _url_fault(url)), "")
        raise refused("M110", value=text, meant=meant, reason_zh=reason[0], reason_en=reason[1])
    return text


def _symbol_fault(text: str) -> tuple[str, str] | None:
    if len(text) > _LONGEST:
        return f"超过 {_LONGEST} 个字符", f"it has more than {_LONGEST} characters"
    if re.search(r"[\s\\<>\"^`{|}\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]", text):
        return "含有空格或不允许的符号", "it has blanks or forbidden symbols"
    if re.search("[，。；：？＆＝／＃％“”‘’]", text):
        return "含有中文标点或全角符号", "it has Chinese punctuation or full-width symbols"
    return None


def _url_fault(text: str) -> tuple[str, str] | None:
    if fault := _symbol_fault(text):
        return fault
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        return "写法不完整", "it is malformed"
    if parts.scheme not in {"http", "https"} or not text.startswith(f"{parts.scheme}://"):
        return "不是以 https:// 或 http:// 开头", "it does not start with https:// or http://"
    if parts.username is not None or "@" in parts.netloc:
        return "含有用户名或密码", "it carries a user name or password"
    if port is not None or parts.netloc.endswith(":"):
        return "含有端口号", "it names a port"
    return host_fault(host) or (None if host == read_host(host) else _MALFORMED)


_MALFORMED = "域名写法不对（中文域名请用 xn-- 形式）", "its domain is malformed (write xn-- for other scripts)"


@functools.lru_cache(maxsize=1024)  # the same few hosts are cited again and again
def read_host(host: str) -> str:
    """Return a host as browsers read it: percent signs and full-width forms decoded, in lower-case ASCII.

    Raises ValueError for an invalid name.
    """
    return unquote(host, errors="strict").encode("idna").decode("ascii").lower()


@functools.lru_cache(maxsize=1024)
def host_fault(host: str) -> tuple[str, str] | None:
    """Return why a host, as browsers read it, is not a public name, in Chinese and English; None if it is one."""
    try:
        read = read_host(host)
    except ValueError:
        return _MALFORMED
    if read.endswith("."):
        return "域名末尾多了一个点", "its domain ends in a dot"
    labels = read.split(".")
    if ":" in read or _NUMBER.fullmatch(labels[-1]):
        return "用了 IP 地址而不是域名", "it names an IP address, not a domain"
    if not all(map(_is_plain_label, labels)):
        return "域名含有与其他字符相像的字符", "its domain has characters that pass for others"
    if "gov.cn." in f"{read}.".removesuffix("gov.cn."):
        return "域名冒充政府网站", "its domain poses as a government's"
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)):
        return _MALFORMED
    if labels[-1] in _NOT_PUBLIC or not WILDCARD_DNS.isdisjoint({read, ".".join(labels[-2:])}):
        return "不是公开的域名", "its domain is not public"
    return None


def on_public_domain(text: str) -> str:
    """Refuse a domain, or the address of a mailbox on one, that is not public or passes for another."""
    if reason := host_fault(text.rpartition("@")[2]):
        raise refused("M117", value=text, reason_zh=reason[0], reason_en=reason[1])
    return text


def _is_plain_label(label: str) -> bool:
    """Return whether a domain label is displayed unambiguously: in ASCII or, after xn--, in Chinese characters."""
    if not label.startswith("xn--"):
        return label.isascii()
    try:
        shown = label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return False
    is_han = ["\u4e00" <= character <= "\u9fff" for character in shown]
    return any(is_han) and all(han or character in "-0123456789" for han, character in zip(is_han, shown, strict=True))
