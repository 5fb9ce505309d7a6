"""Looks up one address of a stranger's choosing, so that it can lead nowhere but to public machines.

Every hop's name is resolved once, every address that it has must be public, and the connection goes to the
address that was checked: a name that answers otherwise the second time gains nothing. Time, size, headers and
hops are bounded, and nothing is sent but the request itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit, urlunsplit

from generator import __version__
from generator.model.urls import host_fault, read_host

AGENT = f"policy-delivery-record-link-check/{__version__}"
_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_REDIRECTS = {301, 302, 303, 307, 308}

Resolve = Callable[[str, int], list[tuple[str, int]]]  # host and port → addresses and ports


class Refused(Exception):  # noqa: N818 - a decision, not a fault
    """An address that is not looked up; the text says why."""


def public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet, whatever it is wrapped in."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and (
        ip.ipv4_mapped or ip.sixtofour or ip.teredo or ip in _NAT64 or ip.scope_id
    ):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def resolve(host: str, port: int) -> list[tuple[str, int]]:
    """Ask the system for a name's addresses; raises OSError where there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys((str(address[0]), port) for *_, address in found))


@dataclass(frozen=True)
class Reach:
    """How far a look-up may go. Times are in seconds, sizes in bytes."""

    connect: float = 10
    idle: float = 10  # without a byte
    whole: float = 30  # of one hop, whatever trickles in
    body: int = 1 << 20
    hops: int = 5
    resolve: Resolve = resolve
    allowed: Callable[[str], bool] = public
    tls: Callable[[], ssl.SSLContext] = field(default=ssl.create_default_context)


@dataclass(frozen=True)
class Answer:
    """What an address came to: the last HTTP status, or the trouble that kept it from one."""

    status: int | None
    trouble: str  # "", name, address, redirects, timeout, tls, connection, answer
    url: str  # the last one asked
    moved: bool  # whether every redirect on the way said that it is permanent
    sha256: str | None  # of the body; None where it is larger than Reach.body or was not read
    body: bytes  # at most Reach.body of it
    reason: str = ""  # the words after the HTTP status
    headers: tuple[tuple[str, str], ...] = ()  # of the last answer

    @property
    def host(self) -> str:
        """The host that gave the last answer."""
        return urlsplit(self.url).hostname or ""


def look_up(url: str, reach: Reach) -> Answer:
    """Follow an address to its end; never raises for what is found there."""
    permanent = True
    for hop in range(reach.hops + 1):
        try:
            with _asked(url, reach) as response:
                target = response.headers.get("Location")
                if response.status in _REDIRECTS and target and hop < reach.hops:
                    permanent = permanent and response.status in {301, 308}
                    url = _joined(url, target)
                    continue
                if response.status in _REDIRECTS and target:
                    return Answer(response.status, "redirects", url, False, None, b"")
                body, whole = _body(response, reach.body)
                digest = hashlib.sha256(body).hexdigest() if whole else None
                headers = tuple(response.headers.items())
                return Answer(response.status, "", url, permanent and hop > 0, digest, body, response.reason, headers)
        except Refused as refused:
            return Answer(None, str(refused), url, False, None, b"")
        except socket.gaierror:
            return Answer(None, "name", url, False, None, b"")
        except ssl.SSLError:
            return Answer(None, "tls", url, False, None, b"")
        except TimeoutError:
            return Answer(None, "timeout", url, False, None, b"")
        except OSError:
            return Answer(None, "connection", url, False, None, b"")
        except (http.client.HTTPException, ValueError):
            return Answer(None, "answer", url, False, None, b"")
    raise AssertionError("the last hop returns")


def _joined(url: str, target: str) -> str:
    """Where a redirect leads; its fragment stays here."""
    try:
        return urlunsplit(urlsplit(urljoin(url, target))._replace(fragment=""))
    except ValueError as error:
        raise Refused("address") from error


@contextlib.contextmanager
def _asked(url: str, reach: Reach) -> Iterator[http.client.HTTPResponse]:
    """Send one request to a checked address; the connection is cut when the hop's time is over."""
    host, port, secure, path = _parts(url)
    address = _address(host, port, reach)
    connection = _Pinned(host, address, reach, secure=secure)
    late = threading.Event()

    def cut() -> None:
        late.set()
        connection.cut()

    timer = threading.Timer(reach.whole, cut)
    timer.daemon = True
    timer.start()
    try:
        connection.request("GET", path, headers={"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"})
        yield connection.getresponse()
        if late.is_set():  # what was cut off can look like an end
            raise TimeoutError
    except (OSError, http.client.HTTPException, ValueError) as error:
        if late.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()
        connection.close()


def _parts(url: str) -> tuple[str, int, bool, str]:
    """Take an address apart; refuses all but http and https on their own ports, without credentials."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused("address") from error
    wanted = _PORTS.get(parts.scheme)
    if wanted is None or not parts.hostname or "@" in parts.netloc or port not in {None, wanted}:
        raise Refused("address")
    if host_fault(parts.hostname):  # what data may not name, no redirect may either
        raise Refused("address")
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    quoted = "".join(character if "!" <= character <= "~" else _percent(character) for character in path)
    return read_host(parts.hostname), wanted, parts.scheme == "https", quoted


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def _address(host: str, port: int, reach: Reach) -> tuple[str, int]:
    """Resolve a name once; one address that is not allowed makes it refused."""
    try:
        found = reach.resolve(host, port)
    except UnicodeError as error:
        raise Refused("address") from error
    if not found:
        raise socket.gaierror(host)
    if not all(reach.allowed(address) for address, _ in found):
        raise Refused("address")
    return found[0]


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was checked, under the name that it was checked for."""

    def __init__(self, host: str, address: tuple[str, int], reach: Reach, *, secure: bool) -> None:
        name = f"[{host}]" if ":" in host else host
        super().__init__(name, _PORTS["https" if secure else "http"], timeout=reach.idle)
        self.default_port = self.port  # the Host header then names no port
        self._name, self._address, self._reach, self._secure = host, address, reach, secure
        self._open: socket.socket | None = None

    def connect(self) -> None:
        """Open the socket; with TLS the certificate must be the name's."""
        self.sock = self._open = socket.create_connection(self._address, self._reach.connect)
        self.sock.settimeout(self._reach.idle)
        if self._secure:
            secured = self._reach.tls().wrap_socket(
                self.sock, server_hostname=self._name, do_handshake_on_connect=False
            )
            self.sock = self._open = secured  # from here on `cut` reaches the right one
            secured.do_handshake()

    def cut(self) -> None:
        """End the connection from another thread."""
        if self._open is not None:
            with contextlib.suppress(OSError):
                self._open.shutdown(socket.SHUT_RDWR)


def _body(response: http.client.HTTPResponse, most: int) -> tuple[bytes, bool]:
    """Read at most so many bytes; whether that was all."""
    read = bytearray()
    while len(read) <= most:
        part = response.read1(16_384)
        if not part:
            return bytes(read), True
        read += part
    return bytes(read[:most]), False
