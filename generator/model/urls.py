"""Addresses of public pages, and what poses as one."""

from __future__ import annotations

import ipaddress
import re
from typing import Any
from urllib.parse import urlsplit

from generator.model.plain import narrow, plain_text, refused

_LONGEST = 2000  # characters
_NOT_PUBLIC = {
    "arpa", "corp", "home", "internal", "intranet", "invalid", "lan", "local", "localdomain", "localhost", "onion",
    "private", "svc", "test",
}  # fmt: skip
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


def parse_url(value: Any) -> str:
    """Accept only the address of a public page, as it is written: no credentials, ports or local names."""
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
    return _host_fault(host)


def _host_fault(host: str) -> tuple[str, str] | None:
    if host.endswith("."):
        return "域名末尾多了一个点", "its domain ends in a dot"
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return "用了 IP 地址而不是域名", "it names an IP address, not a domain"
    if not all(_is_plain_label(label) for label in host.split(".")):
        return "域名含有与其他字符相像的字符", "its domain has characters that pass for others"
    if "gov.cn." in f"{host}.".removesuffix("gov.cn."):
        return "域名冒充政府网站", "its domain poses as a government's"
    labels = host.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        return "域名写法不对（中文域名请用 xn-- 形式）", "its domain is malformed (write xn-- for other scripts)"
    if labels[-1] in _NOT_PUBLIC:
        return "不是公开的域名", "its domain is not public"
    return None


def _is_plain_label(label: str) -> bool:
    """Tell whether a part of a domain shows as what it is: in ASCII or, behind xn--, in Chinese characters."""
    if not label.startswith("xn--"):
        return all(character.isascii() or "\u4e00" <= character <= "\u9fff" for character in label)
    try:
        shown = label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return False
    return all(character in "-0123456789" or "\u4e00" <= character <= "\u9fff" for character in shown)
