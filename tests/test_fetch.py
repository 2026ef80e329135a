from __future__ import annotations

import gzip
import ipaddress
import shutil
import socket
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from reader import fetch as fetching
from reader.errors import CancelledError, FetchError
from reader.fetch import Limits, fetch
from reader.formats import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = "<p>نص عربي</p>".encode("windows-1256")
RESOLVE = socket.getaddrinfo


class Site(BaseHTTPRequestHandler):
    """A small site with everything a fetch may meet."""

    protocol_version = "HTTP/1.1"
    waiting = threading.Event()
    hosts: list[str]

    def log_message(self, *arguments: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.hosts.append(self.headers["Host"])
        path, _, query = self.path.partition("?")
        getattr(self, f"get_{path.strip('/').split('/')[0] or 'page'}", self.get_nothing)(query)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def get_page(self, query: str) -> None:
        self.answer(200, PAGE, Content_Type="text/html; charset=windows-1256")

    def get_echo(self, query: str) -> None:
        self.answer(200, self.path.encode(), Content_Disposition='attachment; filename="a.txt"')

    def get_go(self, query: str) -> None:
        self.answer(302, Location=query)

    def get_arabic(self, query: str) -> None:
        self.answer(301, Location="/echo/مقال".encode().decode("latin-1"))

    def get_loop(self, query: str) -> None:
        self.answer(302, Location="/loop")

    def get_zipped(self, query: str) -> None:
        self.answer(200, gzip.compress(PAGE), Content_Encoding="gzip", Content_Type="text/html")

    def get_bomb(self, query: str) -> None:
        self.answer(200, gzip.compress(bytes(5_000_000)), Content_Encoding="gzip")

    def get_half(self, query: str) -> None:
        self.answer(200, PAGE, Content_Length="100000")
        self.close_connection = True

    def get_halfzip(self, query: str) -> None:
        self.answer(200, gzip.compress(bytes(range(256)) * 9)[:-20], Content_Encoding="gzip")

    def get_brotli(self, query: str) -> None:
        self.answer(200, b"x", Content_Encoding="br")

    def get_big(self, query: str) -> None:
        self.answer(200, bytes(3_000_000))

    def get_endless(self, query: str) -> None:
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        try:
            while True:
                self.wfile.write(bytes(100_000))
        except OSError:
            pass

    def get_silent(self, query: str) -> None:
        self.waiting.wait(20)
        self.close_connection = True

    def get_rude(self, query: str) -> None:
        self.close_connection = True

    def get_wrong(self, query: str) -> None:
        self.answer(200, b"x", Content_Length="many")

    def get_babble(self, query: str) -> None:
        self.close_connection = True
        self.wfile.write(b"nonsense\r\n\r\n")

    def get_chunks(self, query: str) -> None:
        self.close_connection = True
        self.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc")

    def get_bracket(self, query: str) -> None:
        self.answer(302, Location="http://[")

    def get_nothing(self, query: str) -> None:
        self.answer(404)


@pytest.fixture
def site() -> Iterator[str]:
    Site.hosts = []
    Site.waiting.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    Site.waiting.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_the_server_said_is_kept(site: str) -> None:
    page = fetch(f"{site}/page/%D9%85%D9%82%D8%A7%D9%84.html?a=1#part")
    assert page.data == PAGE
    assert (page.media_type, page.charset) == ("text/html", "windows-1256")
    assert page.url == f"{site}/page/%D9%85%D9%82%D8%A7%D9%84.html?a=1"
    assert page.name == "مقال.html"


def test_an_address_may_hold_arabic_letters(site: str) -> None:
    page = fetch(f" {site}/echo/مقال؟?س=ص&x=%20 ")
    assert page.data == b"/echo/%D9%85%D9%82%D8%A7%D9%84%D8%9F?%D8%B3=%D8%B5&x=%20"
    assert (page.media_type, page.charset, page.name) == ("", "", "a.txt")


def test_redirects_are_followed_to_the_final_address(site: str) -> None:
    assert fetch(f"{site}/go?/go?/page").url == f"{site}/page"
    assert fetch(f"{site}/arabic").data == b"/echo/%D9%85%D9%82%D8%A7%D9%84"


def test_a_length_that_is_no_number_is_passed_over(site: str) -> None:
    assert fetch(f"{site}/wrong").data == b"x"


def test_a_packed_page_is_unpacked(site: str) -> None:
    assert fetch(f"{site}/zipped").data == PAGE


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/nothing", "127.0.0.1 answered 404 Not Found."),
        ("/loop", "127.0.0.1 sent us on more than 8 times, so nothing was fetched."),
        ("/big", "The page is larger than 1 MB, so it was not fetched."),
        ("/endless", "The page is larger than 1 MB, so it was not fetched."),
        ("/bomb", "The page is larger than 1 MB, so it was not fetched."),
        ("/half", "127.0.0.1 could not be read: the connection broke off before the end."),
        ("/halfzip", "127.0.0.1 could not be read: the connection broke off before the end."),
        ("/brotli", "The server packed the page as br, which was not asked for and is not understood."),
        ("/rude", "127.0.0.1 could not be read: it closed the connection without an answer."),
        ("/babble", "127.0.0.1 could not be read: its answer is not HTTP."),
        ("/chunks", "127.0.0.1 could not be read: the connection broke off before the end."),
        ("/go?file:///etc/passwd", "Only addresses that begin with http:// or https:// are fetched."),
        ("/go?//a:b@127.0.0.1/", "An address with a user name or a password in it is not fetched."),
        ("/bracket", "127.0.0.1 sent us on to http://[, which is no web address."),
    ],
)
def test_every_failure_is_a_sentence(site: str, path: str, sentence: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(site + path, Limits(size=2**20))
    assert str(caught.value) == sentence


@pytest.mark.parametrize("path", ["/silent", "/page/slow"])
def test_a_server_that_takes_its_time_is_left(site: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if path == "/page/slow":  # one byte in every moment: no single read ever takes too long
        monkeypatch.setattr(Site, "answer", drip)
    with pytest.raises(FetchError, match=r"^127\.0\.0\.1 took longer than 0\.2 seconds, so nothing was fetched\.$"):
        fetch(site + path, Limits(seconds=0.2))


def drip(self: Site, status: int, body: bytes, **headers: str) -> None:
    self.close_connection = True
    try:
        while not self.waiting.wait(0.02):
            self.wfile.write(b"H")
    except OSError:
        pass


def test_it_stops_when_asked(site: str) -> None:
    with pytest.raises(CancelledError):
        fetch(f"{site}/big", watch=Watch(cancelled=lambda: True))


def test_it_stops_when_asked_while_the_server_is_silent(site: str) -> None:
    asked = threading.Event()
    threading.Timer(0.05, asked.set).start()
    with pytest.raises(CancelledError):
        fetch(f"{site}/silent", Limits(seconds=15), Watch(cancelled=asked.is_set))


def test_what_is_announced_too_long_is_not_even_read(site: str) -> None:
    told: list[float] = []
    with pytest.raises(FetchError, match="larger than"):
        fetch(f"{site}/big", Limits(size=2**20), Watch(progress=told.append))
    assert told == []


def test_progress_is_told(site: str) -> None:
    told: list[float] = []
    fetch(f"{site}/big", watch=Watch(progress=told.append))
    assert told == sorted(told)
    assert told[-1] == 1.0


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("ftp://example.org/a", "Only addresses that begin with http:// or https:// are fetched."),
        ("example.org", "Only addresses that begin with http:// or https:// are fetched."),
        ("http://", "http:// is no web address: it names no host."),
        ("http://a b/", "A web address holds no spaces, backslashes or control characters."),
        ("http://a\\b/", "A web address holds no spaces, backslashes or control characters."),
        ("http://a/\r\nHost: b", "A web address holds no spaces, backslashes or control characters."),
        ("http://u:p@example.org/", "An address with a user name or a password in it is not fetched."),
        ("http://example.org:99999/", "http://example.org:99999/ is no web address: Port out of range 0-65535."),
        (f"http://{'a' * 64}.org/", f"{'a' * 64}.org is no name of a host."),
    ],
)
def test_what_is_no_address_is_refused_before_anything_is_sent(address: str, sentence: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(address)
    assert str(caught.value) == sentence


def name_server(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Make every name lead to ``answers``, one after the other, and note which were asked for."""
    asked: list[str] = []

    def resolve(host: str, port: int, *rest: Any, **options: Any) -> Any:
        try:
            ipaddress.ip_address(host)
        except ValueError:
            asked.append(host)
            return RESOLVE(answers[min(len(asked), len(answers)) - 1], port, *rest, **options)
        return RESOLVE(host, port, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


@pytest.mark.parametrize(
    "number",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "192.168.1.1",
            "172.16.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "::", "ff02::1"),
    ],
)
def test_a_name_that_leads_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch, number: str) -> None:
    name_server(monkeypatch, number)
    with pytest.raises(FetchError, match=r"^news\.example leads to a private address of this machine or its network"):
        fetch("http://news.example/")


@pytest.mark.parametrize(
    "number", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::"]
)
def test_addresses_of_the_open_net(number: str) -> None:
    assert fetching._is_public(ipaddress.ip_address(number))


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "127.0.0.1.nip.example"])
def test_other_spellings_of_a_private_address_are_not_trusted(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    name_server(monkeypatch, "127.0.0.1")
    with pytest.raises(FetchError, match="private address"):
        fetch(f"http://{host}/")


def public(monkeypatch: pytest.MonkeyPatch, *numbers: str) -> None:
    monkeypatch.setattr(fetching, "_is_public", lambda address: str(address) in numbers)


def test_a_redirect_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch, site: str) -> None:
    name_server(monkeypatch, "127.0.0.1")
    public(monkeypatch, "127.0.0.1")
    port = site.rpartition(":")[2]
    with pytest.raises(FetchError, match=r"^10\.0\.0\.1 leads to a private address"):
        fetch(f"http://news.example:{port}/go?http://10.0.0.1/")
    assert fetch(f"http://news.example:{port}/go?/page").data == PAGE


def test_from_a_typed_private_address_no_redirect_leads_to_another(site: str) -> None:
    with pytest.raises(FetchError, match=r"^127\.0\.0\.2 leads to a private address"):
        fetch(f"{site}/go?http://127.0.0.2/")


def test_the_address_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch, site: str) -> None:
    asked = name_server(monkeypatch, "127.0.0.1", "127.0.0.2")
    public(monkeypatch, "127.0.0.1")
    port = site.rpartition(":")[2]
    assert fetch(f"http://news.example:{port}/").data == PAGE
    assert asked == ["news.example"]
    assert Site.hosts == [f"news.example:{port}"]
    with pytest.raises(FetchError, match="private address"):  # the name server changed its mind
        fetch(f"http://news.example:{port}/")
    assert Site.hosts == [f"news.example:{port}"]


def test_localhost_may_be_typed(site: str) -> None:
    assert fetch(site.replace("127.0.0.1", "localhost")).data == PAGE


def test_a_name_in_arabic_is_asked_for_in_ascii(monkeypatch: pytest.MonkeyPatch, site: str) -> None:
    asked = name_server(monkeypatch, "127.0.0.1")
    public(monkeypatch, "127.0.0.1")
    fetch(f"http://موقع.مصر:{site.rpartition(':')[2]}/")
    assert asked == ["xn--4gbrim.xn--wgbh1c"]
    assert Site.hosts[0].startswith("xn--4gbrim.xn--wgbh1c:")


def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FetchError, match=r"^127\.0\.0\.1 could not be read: Connection refused\.$"):
        fetch(f"http://127.0.0.1:{port}/")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Give a certificate for news.example with its key, signed by itself."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed, so there is no certificate to serve")
    path = tmp_path / "site.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-days", "2", "-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example"),
            *("-keyout", path, "-out", path),
        ],
        check=True,
        capture_output=True,
    )
    pem = path.read_text()
    if "BEGIN CERTIFICATE" not in pem or "PRIVATE KEY" not in pem:  # the second option wrote over the first
        pytest.skip("this openssl writes key and certificate apart")
    return path


def test_tls_is_spoken_in_the_name_that_was_typed(
    monkeypatch: pytest.MonkeyPatch, certificate: Path, site: str
) -> None:
    named: list[str | None] = []
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate)
    serving.sni_callback = lambda _socket, name, _context: named.append(name)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.socket = serving.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *arguments: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        name_server(monkeypatch, "127.0.0.1")
        public(monkeypatch, "127.0.0.1")
        port = server.server_address[1]
        with pytest.raises(FetchError, match=r"its certificate is not valid \(self.signed certificate\)"):
            fetch(f"https://news.example:{port}/")
        trusting = ssl.create_default_context(cafile=str(certificate))
        monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
        assert fetch(f"https://news.example:{port}/").data == PAGE
        assert named == ["news.example", "news.example"]
        with pytest.raises(FetchError, match=r"its certificate is not valid \(Hostname mismatch"):
            fetch(f"https://other.example:{port}/")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
