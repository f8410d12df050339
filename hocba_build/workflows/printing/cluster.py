"""The one door to Dask: batches printed on other machines, which must print exactly as this one does."""

from __future__ import annotations

import ipaddress
from concurrent.futures import Future
from typing import Any, Final
from urllib.parse import urlsplit

from hocba_build.domain.errors import HocbaError
from hocba_build.publishing.transcript.printing import Batch, Printed, edition, print_batch, warm_up

SCHEME: Final = "dask:"
WAIT_SECONDS: Final = 20
_INSTALL: Final = "Cài phần tuỳ chọn: pip install 'hocba[cluster]'."


class ClusterError(HocbaError):
    """The cluster cannot print for us; what was printed already is kept."""


def address_of(executor: str) -> str:
    """The scheduler's address behind ``dask:``; pupils' pages leave this machine encrypted or not at all.

    Raises:
        ClusterError: it is none, or an unprotected one of another machine.
    """
    address = executor.removeprefix(SCHEME)
    if not executor.startswith(SCHEME) or not address:
        raise ClusterError(f"Không hiểu --executor {executor}.", "Ví dụ: --executor dask:tls://may-in-chinh:8786.")
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    if parts.scheme != "tls" and not _is_here(parts.hostname or ""):
        raise ClusterError(
            "Trang học bạ không được gửi qua mạng mà không mã hoá.", "Chạy cụm máy với TLS rồi ghi dask:tls://MÁY:CỔNG."
        )
    return address


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Cluster:
    """The workers behind a scheduler; closing it leaves them as they are."""

    def __init__(self, executor: str) -> None:
        """Join the cluster.

        Raises:
            ClusterError: it cannot be reached, or one of its workers would print otherwise.
        """
        address = address_of(executor)
        self._client: Any = _joined(address)
        try:
            self.size = self._ready()
        except BaseException:
            self.close()
            raise

    def submit(self, batch: Batch) -> Future[Printed]:
        """Print a batch somewhere; a worker that is lost meanwhile is replaced by another."""
        promised: Future[Printed] = self._client.submit(print_batch, batch, pure=False)
        return promised

    def close(self) -> None:
        """Leave the cluster."""
        self._client.close()

    def _ready(self) -> int:
        """How many workers there are, once each has shown that it prints as we do."""
        threads = self._client.nthreads()
        if not threads:
            raise ClusterError("Cụm máy in chưa có tiến trình nào.", "Mở dask worker ở các máy rồi chạy lại.")
        if set(threads.values()) != {1}:
            raise ClusterError("Mỗi tiến trình in chỉ được một luồng.", "Mở dask worker với --nthreads 1.")
        editions = self._client.run(edition, on_error="return")
        strange = sum(said != edition() for said in editions.values())
        if strange:
            raise ClusterError(
                f"{strange}/{len(editions)} máy trong cụm in khác máy này, không giao việc.",
                "Cài cùng phiên bản hocba, WeasyPrint, Pango và phông chữ ở mọi máy.",
            )
        self._client.run(warm_up)
        return len(threads)


def _joined(address: str) -> Any:  # noqa: ANN401 - the library's own client
    try:
        from distributed import Client  # An optional part of the installation.
    except ImportError as error:
        raise ClusterError("Máy này chưa cài Dask để in trên nhiều máy.", _INSTALL) from error
    try:
        return Client(address, timeout=WAIT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call] # untyped there
    except (OSError, ValueError, RuntimeError) as error:
        raise ClusterError("Không nối được với cụm máy in.", "Xem lại địa chỉ, và chứng thư TLS của Dask.") from error
