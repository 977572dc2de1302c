"""Certificates: what is kept of them, and the strict way, against a server that signs for itself."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from loopback import Web, article_path, served
from processes import ask, make_archive, run

from crawler.certificates import is_refuted

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
YEAR = timedelta(days=365)
KEY = ec.generate_private_key(ec.SECP256R1())
NAMES: list[x509.GeneralName] = [x509.DNSName("*.paper.example"), x509.IPAddress(ip_address("127.0.0.1"))]


def certificate(issuer: str, *, since: datetime = NOW - YEAR, names: bool = True) -> x509.Certificate:
    """A certificate of the server's, signed by *issuer*."""

    def named(name: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])

    draft = (
        x509.CertificateBuilder().subject_name(named("paper")).issuer_name(named(issuer)).public_key(KEY.public_key())
    )
    draft = draft.serial_number(7).not_valid_before(since).not_valid_after(since + 2 * YEAR)
    return (draft.add_extension(x509.SubjectAlternativeName(NAMES), critical=False) if names else draft).sign(
        KEY, hashes.SHA256()
    )


@pytest.mark.parametrize(
    ("shown", "host", "refuted"),
    [
        (certificate("authority"), "www.paper.example", False),
        (certificate("authority"), "127.0.0.1", False),
        (certificate("authority"), "www_2.paper.example", False),
        (certificate("authority"), "other.example", True),
        (certificate("authority"), "127.0.0.2", True),
        (certificate("authority", names=False), "www.paper.example", True),
        (certificate("authority", since=NOW - 3 * YEAR), "www.paper.example", True),
        (certificate("authority", since=NOW + YEAR), "www.paper.example", True),
        (certificate("paper"), "www.paper.example", True),
    ],
)
def test_a_certificate_that_can_not_be_right_is_refuted(shown: x509.Certificate, host: str, *, refuted: bool) -> None:
    assert is_refuted(shown, host, NOW) is refuted


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    """A certificate that its own server has signed, and its key."""
    path = tmp_path / "server.pem"
    key = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(certificate("paper", since=datetime.now(UTC) - YEAR).public_bytes(Encoding.PEM) + key)
    return path


@pytest.fixture
def secure(pem: Path) -> Iterator[Web]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(pem)
    with served(Web(), tls=tls) as web:
        yield web


def test_a_server_that_signs_for_itself_is_read_unless_certificates_must_be_verified(
    secure: Web, tmp_path: Path, pem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(name: str) -> tuple[int, str, list[tuple[bool]]]:
        folder = make_archive(tmp_path / name, secure)
        done = run(folder, "fetch", secure.base + article_path(1), "--allow-private")
        return done.returncode, done.stderr, ask(folder, "SELECT tls_verified FROM captures")

    secure.publish(1)
    code, _, verified = fetch("lenient")
    assert (code, verified) == (0, [(False,)])
    monkeypatch.setenv("NEWS_ARCHIVE_VERIFY_CERTIFICATES", "true")
    code, said, verified = fetch("strict")
    assert (code, verified) == (6, [])  # not even its robots.txt was read, and that means no
    assert "certificate verify failed" in said
    assert secure.count(article_path(1)) == 1
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))  # what this machine trusts
    code, _, verified = fetch("trusting")
    assert (code, verified) == (0, [(True,)])
