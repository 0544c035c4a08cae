"""The emulator is reached from this machine only, keeps accounts apart, and ends when the tests do."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cloud import Account, Emulator
from templates import Stack, in_order, log_group

LISTENING = "0A"


def listening_addresses(port: int) -> set[str]:
    """The addresses on which something listens at a port, as the kernel writes them."""
    rows = [row.split() for table in ("tcp", "tcp6") for row in Path("/proc/net", table).read_text().splitlines()[1:]]
    return {row[1].split(":")[0] for row in rows if row[3] == LISTENING and int(row[1].split(":")[1], 16) == port}


def test_it_listens_on_the_loopback_only(emulator):
    assert listening_addresses(urlsplit(emulator.endpoint).port) == {"0100007F"}


def test_an_account_sees_nothing_of_another(emulator, account):
    Stack(account).create(in_order(log_group()))
    other = Account(emulator.endpoint, 999)

    assert len(account.client("logs").describe_log_groups()["logGroups"]) == 1
    assert other.client("logs").describe_log_groups()["logGroups"] == []


def test_it_ends_with_the_process_that_started_it():
    emulator = Emulator("--stock")
    address = urlsplit(emulator.endpoint)
    socket.create_connection((address.hostname, address.port)).close()

    emulator.stop()

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((address.hostname, address.port))
