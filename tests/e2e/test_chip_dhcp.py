"""Where the chip's address comes from: leases that are renewed, refused, moved and lost, and addresses that a program sets. The DHCP server is ours (dhcp.py), and so is the time."""

import pytest

from chip import Chip, keep_busy
from conftest import Krait, free_port, wait_until
from debugger import Debugger
from dhcp import ANY, BROADCAST, DISCOVER, REQUEST, DhcpServer
from wire import CHIP_IP, HOST_MAC, Wire

OTHER_IP = "10.0.2.16"
SERVER = "10.0.2.2"
MINUTES = {"renew": 60, "rebind": 120, "lease": 180}
ADDRESS = "import network; print(network.WLAN(network.STA_IF).ifconfig()[0])"


class Leased:
    """A chip whose first address is CHIP_IP, and who may have OTHER_IP later; a client for each."""

    def __init__(self, folder):
        self.folder, self.wire, self.debugger, self.other = folder, Wire(), Debugger(), free_port()
        self.server = DhcpServer(self.wire, SERVER, CHIP_IP, **MINUTES)
        self.chip = Chip(folder / "chip", wire=self.wire, options=self.debugger.options, forward="hostfwd=tcp:127.0.0.1:%d-%s:8266" % (self.other, OTHER_IP)).start()
        self.krait = Krait(folder / "ann", self.chip)

    def minute(self):
        """What the chip has asked since the last one."""
        before = len(self.server.heard)
        self.debugger.minute()
        return self.server.heard[before:]

    def moved(self):
        """The client at the other address."""
        krait = Krait(self.folder / "bob")
        krait("pair", self.chip.uri.replace(":%d/" % self.chip.port, ":%d/" % self.other), check=True)
        return krait

    def heard(self, kind, since=0):
        return [heard for heard in self.server.heard[since:] if heard.kind == kind]


@pytest.fixture
def leased(tmp_path):
    it = Leased(tmp_path)
    yield it
    violations, _, report = it.chip.stop()
    it.wire.unplug()
    assert violations == 0, report


def test_a_lease_is_renewed(leased, background):
    """The server is asked itself, for the address that the chip has; sessions do not notice."""
    program = keep_busy(leased.krait, background)
    for _ in range(3):
        asked = leased.minute()
        wait_until(lambda: leased.heard(REQUEST), "the chip asks")
        assert [(heard.kind, heard.to, heard.client) for heard in asked or leased.server.heard[-1:]] == [(REQUEST, SERVER, CHIP_IP)]
    assert program.poll() is None and len(leased.heard(DISCOVER)) == 1
    leased.krait.out("interrupt")
    assert b"KeyboardInterrupt" in program.communicate(timeout=60)[1]


def test_somebody_else_extends_it(leased):
    """The server is gone; before the lease ends everybody is asked, and another server may answer."""
    leased.server.gives = None
    assert [(heard.kind, heard.to) for heard in leased.minute()] == [(REQUEST, SERVER)]
    second = DhcpServer(leased.wire, "10.0.2.50", CHIP_IP, mac=HOST_MAC, **MINUTES)
    leased.debugger.minute()
    wait_until(lambda: second.heard, "the chip asks everybody")
    assert [(heard.kind, heard.to, heard.client) for heard in second.heard] == [(REQUEST, BROADCAST, CHIP_IP)]
    leased.debugger.minute()  # the minute in which the first lease would have ended
    assert leased.krait.out("exec", ADDRESS) == CHIP_IP + "\n"
    assert not any(heard.kind == DISCOVER for heard in second.heard)


def test_a_refused_address_is_given_up(leased):
    """The server wants the address back (NAK): the chip asks for another one at once, and serves there."""
    leased.server.refuses = True
    leased.debugger.minute()
    wait_until(lambda: len(leased.heard(DISCOVER)) > 1, "it begins anew")
    leased.server.refuses, leased.server.gives = False, OTHER_IP
    krait = leased.moved()
    assert krait.out("exec", ADDRESS) == OTHER_IP + "\n"
    assert leased.krait("-t", "1", "eval", "1").returncode != 0


def test_a_server_with_another_address(leased):
    """A server that acknowledges a renewal with another address than the one that was asked for."""
    leased.server.gives = OTHER_IP
    leased.server.verdict = lambda heard: 5
    leased.debugger.minute()
    assert leased.moved().out("exec", ADDRESS) == OTHER_IP + "\n"


def test_a_lease_that_ends(leased):
    """No server any more: the address is not used a minute longer than it may be. The chip keeps asking, and comes back when somebody answers."""
    leased.server.gives = None
    for _ in range(3):
        leased.debugger.minute()
    wait_until(lambda: len(leased.heard(DISCOVER)) >= 2, "it asks for a new one")
    assert leased.krait("-t", "1", "eval", "1").returncode != 0
    assert leased.heard(DISCOVER)[-1].client == ANY
    leased.server.gives = OTHER_IP
    krait = leased.moved()
    assert krait.out("exec", ADDRESS) == OTHER_IP + "\n"
    assert krait.out("eval", "network.WLAN().isconnected()") == "True\n"


# --- addresses that a program sets ---

FIX = "import network\nw = network.WLAN(network.STA_IF)\nw.ifconfig((%r, '255.255.255.0', '10.0.2.2', '10.0.2.9'))\nprint(w.ifconfig())"


def test_a_fixed_address(leased):
    """The one that it has already, so that the session lives on: the lease is looked after no more."""
    assert leased.krait.out("exec", FIX % CHIP_IP) == "('10.0.2.15', '255.255.255.0', '10.0.2.2', '10.0.2.9')\n"
    assert leased.krait.out("eval", "w.ipconfig('dhcp4'), w.ipconfig('has_dhcp4'), w.ipconfig('addr4'), w.isconnected()") == \
        "(False, False, ('10.0.2.15', '255.255.255.0'), True)\n"
    for _ in range(4):
        assert leased.minute() == []
    assert leased.krait.out("exec", ADDRESS) == CHIP_IP + "\n"
    leased.krait("-t", "2", "exec", "w.ipconfig(dhcp4=True)")
    wait_until(lambda: len(leased.heard(DISCOVER)) == 2, "it asks for an address again")
    wait_until(lambda: leased.krait("exec", ADDRESS).stdout == CHIP_IP + "\n", "it has one")
    assert leased.krait.out("eval", "w.ipconfig('dhcp4'), w.ifconfig()[3]") == "(True, '10.0.2.3')\n"


def test_another_fixed_address(leased):
    """The session ends with the address; who comes to the new one is served."""
    leased.krait("-t", "2", "exec", FIX % OTHER_IP)
    krait = leased.moved()
    assert krait.out("exec", "print(w.ifconfig())") == "('10.0.2.16', '255.255.255.0', '10.0.2.2', '10.0.2.9')\n"
    assert leased.minute() == []
    krait("-t", "1", "reset", "--hard")  # and waits for it in vain
    leased.chip.wait_for_uri()
    assert leased.krait.out("exec", ADDRESS) == CHIP_IP + "\n"  # what a program sets lasts until the device starts anew


def test_parts_of_an_address(leased):
    krait = leased.krait
    assert krait.out("exec", "import network\nnetwork.ipconfig(dns='10.0.2.7')\nw = network.WLAN()\nprint(w.ifconfig()[3], w.ipconfig('dhcp4'))") == "10.0.2.7 True\n"
    assert krait.out("exec", "w.ipconfig(addr4='10.0.2.15/25', gw4='10.0.2.1')\nprint(w.ifconfig())") == "('10.0.2.15', '255.255.255.128', '10.0.2.1', '10.0.2.7')\n"
    assert "OSError" in krait("exec", "network.WLAN(network.AP_IF).ifconfig(('1.2.3.4', '255.0.0.0', '1.2.3.4', '1.2.3.4'))").stderr
