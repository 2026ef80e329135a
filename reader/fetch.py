"""The network, only when a person asks: one GET of a web address, limited in size, time and redirects.

The address that was checked is the one connected to: a name is resolved once, its addresses are checked, and the socket
goes to that number, with the name in the Host field and for TLS (so no second answer of a name server can lead
elsewhere). Every redirect is checked the same way. Private addresses (RFC 6890 and what ``ipaddress`` holds for not
global) are fetched only where the person typed the number or ``localhost``, and redirects stay on that host. Proxies,
cookies and caches are not used. Standard library only; to be called on a thread of its own.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from reader import __version__
from reader.errors import FetchError
from reader.formats.hints import MAX_TEXT_BYTES, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_REDIRECTS = {301, 302, 303, 307, 308}
_CHUNK = 65_536
_LOOK = 0.1
"""Seconds between two looks whether the person has stopped it."""
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is waited for and taken."""

    size: int = MAX_TEXT_BYTES
    """Bytes, after decompression."""
    seconds: float = 30.0
    """For everything together, redirects too."""
    redirects: int = 8


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave."""

    data: bytes = field(repr=False)
    content_type: str
    """The field Content-Type as the server sent it, or empty."""
    url: str
    """Where it came from in the end, after redirects."""
    name: str = ""
    """A file name, as the server or the address says; a hint only."""

    @property
    def media_type(self) -> str:
        """Such as ``text/html``, or empty."""
        return self.content_type.partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The encoding the server named, or empty."""
        found = _CHARSET.search(self.content_type)
        return found[1] if found else ""


def fetch(address: str, limits: Limits = Limits(), watch: Watch = Watch()) -> Page:  # noqa: B008 - frozen values
    """Return what ``address`` (http or https) gives; blocks for up to ``limits.seconds``.

    Raises FetchError, one sentence for a person, where the address is none, must not be fetched, cannot be reached,
    answers with an error, or gives too much or takes too long; CancelledError when ``watch`` says so.
    """
    typed = _parts(address)
    trusted = _host(typed) if _names_private(_host(typed)) else ""
    deadline = time.monotonic() + limits.seconds
    here = typed
    for _ in range(limits.redirects + 1):
        with _answer(here, trusted, deadline, limits, watch) as answer:
            if answer.status in _REDIRECTS and answer.getheader("Location"):
                here = _next(here, str(answer.getheader("Location")))
                continue
            if answer.status != http.client.OK:
                raise FetchError(f"{_host(here)} answered {answer.status} {answer.reason}".strip() + ".")
            data = _body(answer, limits, watch, deadline)
            return Page(data, str(answer.getheader("Content-Type", "")), here.geturl(), _name(answer, here))
    raise FetchError(f"{_host(typed)} sent us on more than {limits.redirects} times, so nothing was fetched.")


# ---- addresses


def _parts(address: str) -> SplitResult:
    """Return the parts of an address, its path and query in ASCII. Raises FetchError where it is none."""
    if re.search(r"[\x00-\x20\x7f\\]", address.strip()):
        raise FetchError("A web address holds no spaces, backslashes or control characters.")
    try:
        parts = urlsplit(address.strip())
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise FetchError(f"{address} is no web address: {error}.") from error
    if parts.scheme not in {"http", "https"}:
        raise FetchError("Only addresses that begin with http:// or https:// are fetched.")
    if not host:
        raise FetchError(f"{address} is no web address: it names no host.")
    if parts.username is not None or parts.password is not None:
        raise FetchError("An address with a user name or a password in it is not fetched.")
    safe = "/%:@!$&'()*+,;=~-._?"
    path = quote(parts.path or "/", safe=safe)
    return parts._replace(path=path, query=quote(parts.query, safe=safe), fragment="")


def _next(here: SplitResult, location: str) -> SplitResult:
    """Return where a redirect leads. Servers send its letters as they are, and http.client reads them as Latin-1."""
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        address = urljoin(here.geturl(), location.strip().replace(" ", "%20"))
    except ValueError as error:
        raise FetchError(f"{_host(here)} sent us on to {location}, which is no web address.") from error
    return _parts(address)


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".")


def _ascii_host(parts: SplitResult) -> str:
    try:
        return _host(parts).encode("idna").decode("ascii")
    except UnicodeError as error:
        raise FetchError(f"{_host(parts)} is no name of a host.") from error


def _names_private(host: str) -> bool:
    """Tell whether a person who types this host means a private address: the number itself, or ``localhost``."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not _is_public(ipaddress.ip_address(host))
    except ValueError:
        return False


def _is_public(address: Address) -> bool:
    """Tell whether an address is one of the open net; a form that wraps an IPv4 address is what it wraps."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(inner)
    return address.is_global and not address.is_multicast


def _resolved(parts: SplitResult, trusted: str) -> list[str]:
    """Return the numbers of a host that may be connected to. Raises FetchError where there are none."""
    host = _ascii_host(parts)
    try:
        found = socket.getaddrinfo(host, _port(parts), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"The host {_host(parts)} was not found: {_reason(error)}.") from error
    numbers = list(dict.fromkeys(str(item[4][0]) for item in found))
    if _host(parts) == trusted:
        return numbers
    public = [number for number in numbers if _is_public(ipaddress.ip_address(number.partition("%")[0]))]
    if not public:
        raise FetchError(
            f"{_host(parts)} leads to a private address of this machine or its network, so it was not fetched; "
            "only an address typed as a number, or localhost, is."
        )
    return public


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


# ---- one request


@contextlib.contextmanager
def _answer(
    here: SplitResult, trusted: str, deadline: float, limits: Limits, watch: Watch
) -> Iterator[http.client.HTTPResponse]:
    """Give the answer to one GET; everything that goes wrong on the way is a FetchError."""
    numbers = _resolved(here, trusted)
    host = _host(here)
    late = threading.Event()
    try:
        with contextlib.ExitStack() as stack:
            connection = stack.enter_context(contextlib.closing(_connected(here, numbers, deadline)))
            stack.enter_context(_guard(connection.sock, deadline, late, watch))
            target = here.path + (f"?{here.query}" if here.query else "")
            connection.request("GET", target, headers=_headers(here))
            yield stack.enter_context(connection.getresponse())
    except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
        if _is_stopped(watch):
            watch.step(0.0)
        if late.is_set() or isinstance(error, TimeoutError):
            raise FetchError(f"{host} took longer than {limits.seconds:g} seconds, so nothing was fetched.") from error
        raise FetchError(f"{host} could not be read: {_reason(error)}.") from error


def _connected(here: SplitResult, numbers: list[str], deadline: float) -> http.client.HTTPConnection:
    """Return a connection to the first of ``numbers`` that answers, under TLS in the name of the host."""
    host = _ascii_host(here)
    connection = http.client.HTTPConnection(host, _port(here))
    plain = _socket(numbers, _port(here), deadline)
    if here.scheme == "https":
        try:
            connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise
    else:
        connection.sock = plain
    return connection


def _socket(numbers: list[str], port: int, deadline: float) -> socket.socket:
    for at, number in enumerate(numbers):
        left = deadline - time.monotonic()
        try:
            return socket.create_connection((number, port), timeout=max(0.001, left / (len(numbers) - at)))
        except OSError:
            if at == len(numbers) - 1:
                raise
    raise OSError("it has no address")


@contextlib.contextmanager
def _guard(guarded: socket.socket, deadline: float, late: threading.Event, watch: Watch) -> Iterator[None]:
    """Shut the socket at the deadline, or when the person stops it.

    A server that sends one byte now and then would outwait any single timeout, and one that sends none keeps a read
    from looking whether it should go on.
    """
    done = threading.Event()

    def look() -> None:
        while not done.wait(max(0.0, min(_LOOK, deadline - time.monotonic()))):
            if time.monotonic() >= deadline:
                late.set()
            if late.is_set() or _is_stopped(watch):
                with contextlib.suppress(OSError):
                    guarded.shutdown(socket.SHUT_RDWR)
                return

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield
        if late.is_set():
            raise TimeoutError
    finally:
        done.set()
        looking.join()


def _is_stopped(watch: Watch) -> bool:
    return watch.cancelled is not None and watch.cancelled()


def _headers(here: SplitResult) -> dict[str, str]:
    host = _ascii_host(here)
    shown = f"[{host}]" if ":" in host else host
    return {
        "Host": shown if here.port is None else f"{shown}:{here.port}",
        "User-Agent": f"Hamish/{__version__}",
        "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.5",
        "Accept-Encoding": "gzip, identity",
        "Connection": "close",
    }


def _body(answer: http.client.HTTPResponse, limits: Limits, watch: Watch, deadline: float) -> bytes:
    """Return the whole body, decompressed; stops as soon as it is too long, whatever was announced."""
    length = str(answer.getheader("Content-Length", ""))
    announced = int(length) if length.isdecimal() else 0
    if announced > limits.size:
        raise FetchError(_too_long(limits))
    unpack = _unpacker(str(answer.getheader("Content-Encoding", "")).strip().lower())
    data = bytearray()
    taken = 0
    while True:
        if time.monotonic() > deadline:
            raise TimeoutError
        part = answer.read1(_CHUNK)
        taken += len(part)
        data += unpack.decompress(part, limits.size + 1 - len(data)) if unpack else part
        if len(data) > limits.size or (unpack and unpack.unconsumed_tail):
            raise FetchError(_too_long(limits))
        watch.step(min(1.0, taken / announced) if announced else 0.0)
        if not part:
            break
    if announced and taken < announced:
        raise http.client.IncompleteRead(b"", announced - taken)
    if unpack and taken and not unpack.eof:
        raise http.client.IncompleteRead(b"")
    return bytes(data)


def _unpacker(encoding: str) -> zlib._Decompress | None:
    if encoding in {"gzip", "x-gzip", "deflate"}:
        return zlib.decompressobj(wbits=47 if encoding != "deflate" else 15)  # 32 + 15: zlib or gzip, by its header
    if encoding not in {"", "identity"}:
        raise FetchError(f"The server packed the page as {encoding}, which was not asked for and is not understood.")
    return None


def _too_long(limits: Limits) -> str:
    return f"The page is larger than {limits.size / 2**20:g} MB, so it was not fetched."


def _name(answer: http.client.HTTPResponse, here: SplitResult) -> str:
    return answer.headers.get_filename() or unquote(here.path.rpartition("/")[2], errors="replace")


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({error.verify_message})"
    if isinstance(error, http.client.IncompleteRead):
        return "the connection broke off before the end"
    if isinstance(error, ValueError | http.client.BadStatusLine) and not isinstance(error, ConnectionError):
        return "its answer is not HTTP"
    if isinstance(error, http.client.RemoteDisconnected):
        return "it closed the connection without an answer"
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).rstrip(".")
