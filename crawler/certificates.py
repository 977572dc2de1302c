"""Certificates: what one says against the server that shows it. Pure.

Whether a trusted root stands behind it, only a handshake that insists on it can tell.
"""

from datetime import datetime
from ipaddress import ip_address

from cryptography.x509 import Certificate
from service_identity import CertificateError, VerificationError
from service_identity.cryptography import verify_certificate_hostname, verify_certificate_ip_address


def is_refuted(certificate: Certificate, host: str, now: datetime) -> bool:
    """Whether *certificate* can not be right for *host* at *now*: signed by itself, out of date, or another host's."""
    if certificate.issuer == certificate.subject:
        return True
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        return True
    try:
        verify(certificate, host)
    except (CertificateError, VerificationError):
        return True
    except ValueError:  # a name with an underscore is none to those who check names
        return False
    return False


def verify(certificate: Certificate, host: str) -> None:
    """Raise if *host*, a name or an address, is not among those that the certificate is for."""
    try:
        ip_address(host)
    except ValueError:
        verify_certificate_hostname(certificate, host)
    else:
        verify_certificate_ip_address(certificate, host)
