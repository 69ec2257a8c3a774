"""Several clients at once: one owns the console, the others watch, list, copy, and are told who owns it and how to take over."""

import re
import signal
import socket
import threading

from conftest import PATIENCE, Krait, wait_until


def spin(krait, background):
    process = background(krait.start("exec", "print('go')\nwhile True: pass"))
    assert process.stdout.readline() == b"go\n"
    return process


def test_files_and_facts_while_a_program_spins(krait, other, background, tmp_path):
    process = spin(krait, background)
    (tmp_path / "f").write_text("x" * 1000)
    other("cp", tmp_path / "f", ":/f", check=True)
    assert other.out("ls", "-1") == "f\n"
    assert other.out("cat", ":/f") == "x" * 1000
    info = other.json("info")[0]
    assert any("ann@" in str(value) for value in info.values()), info
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)


def test_a_second_program_is_told_who_holds_the_device(krait, other, background):
    spin(krait, background)
    done = other("exec", "print(2)")
    assert done.returncode == 6, done
    assert "busy" in done.stderr and "ann@" in done.stderr and "--take" in done.stderr


def test_waiting_for_the_device(krait, other, background):
    first = spin(krait, background)
    second = background(other.start("exec", "--wait", "print('my turn')"))
    assert b"waiting" in second.stderr.readline()
    first.send_signal(signal.SIGINT)
    out, _ = second.communicate(timeout=60)
    assert second.returncode == 0 and out == b"my turn\n"


def test_taking_over(krait, other, background):
    first = spin(krait, background)
    assert other.out("exec", "--take", "print('mine')") == "mine\n"
    _, err = first.communicate(timeout=60)
    assert first.returncode == 1
    assert b"bob@" in err or b"KeyboardInterrupt" in err


def test_one_console_owner(krait, other, terminal):
    t = terminal(krait, "repl")
    t.expect(">>> ")
    done = other("repl", input="1\n")
    assert done.returncode == 6 and "ann@" in done.stderr and "--take" in done.stderr
    assert other.out("ls", "-1") == ""
    second = terminal(other, "repl", "--take")
    second.expect(">>> ")
    t.expect("taken|bob@")
    second.type("print('bo' + 'b')\n")
    second.expect("bob")
    second.expect(">>> ")
    second.type("\x04")
    assert second.wait() == 0


def test_many_clients_at_once(krait, device, tmp_path, background):
    users = [Krait(tmp_path / ("user%d" % i), device) for i in range(6)]
    processes = [background(user.start("exec", "--wait", "print(%d)" % i)) for i, user in enumerate(users)]
    said = [p.communicate(timeout=PATIENCE) for p in processes]
    assert [out for out, _ in said] == [b"%d\n" % i for i in range(6)], said


def test_a_soft_reset_keeps_other_connections(krait, other, background, tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "m.py").write_text("v = 1\n")
    process = background(krait.start("mount", tmp_path / "src"))
    process.stderr.readline()
    other("exec", "x = 1", check=True)
    other("reset", check=True)
    assert other("eval", "x").returncode == 1
    assert other.out("exec", "import m; print(m.v)") == "1\n"
    assert process.poll() is None


def test_reset_of_a_busy_device(krait, other, background):
    process = spin(krait, background)
    other("reset", check=True)
    process.communicate(timeout=60)
    assert process.returncode != 0
    assert other.out("eval", "1 + 1") == "2\n"


def test_hard_reset_comes_back(krait, device):
    krait("exec", "x = 1", check=True)
    boots = krait.json("info")[0]["boots"]
    krait("reset", "--hard", check=True)
    assert krait("eval", "x").returncode == 1
    assert int(krait.json("info")[0]["boots"]) == int(boots) + 1


def test_boot_and_main_run_at_the_start_but_not_in_safe_mode(krait, device):
    (device.root / "boot.py").write_text("booted = 1\n")
    (device.root / "main.py").write_text("started = booted + 1\n")
    krait("reset", check=True)
    wait_until(lambda: krait("eval", "started").stdout == "2\n", "main.py has run")
    (device.root / "main.py").write_text("while True:\n    try:\n        while True: pass\n    except BaseException:\n        pass\n")
    krait("reset", "--hard", check=True)
    assert krait.out("ls", "-1").split() == ["boot.py", "main.py"]
    krait("reset", "--safe", check=True)
    assert krait.out("eval", "1 + 1") == "2\n"
    assert "safe" in str(krait.json("info")[0]).lower()


class Doorman:
    """Stands before a device: turns the first ones away without a word and shows the others in."""

    def __init__(self, port, turned_away):
        self.port, self.turned_away, self.seen = port, turned_away, 0
        self.door = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self.stand, daemon=True)
        self.thread.start()

    def stand(self):
        while True:
            try:
                guest, _ = self.door.accept()
            except OSError:
                return
            self.seen += 1
            if self.seen <= self.turned_away:
                guest.close()
                continue
            inside = socket.create_connection(("127.0.0.1", self.port))
            for here, there in ((guest, inside), (inside, guest)):
                threading.Thread(target=self.carry, args=(here, there), daemon=True).start()

    @staticmethod
    def carry(here, there):
        try:
            while data := here.recv(65536):
                there.sendall(data)
            there.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def uri(self, uri):
        return re.sub(r":\d+/", ":%d/" % self.door.getsockname()[1], uri)

    def close(self):
        self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        self.thread.join(PATIENCE)


def test_who_is_turned_away_tries_again(device, tmp_path):
    """A chip that is crowded drops connections that have not said who they are."""
    doorman = Doorman(device.port, 2)
    try:
        assert Krait(tmp_path / "eve")("pair", doorman.uri(device.uri)).returncode == 0
        assert doorman.seen == 3
    finally:
        doorman.close()


def test_who_is_always_turned_away_is_told(device, tmp_path):
    doorman = Doorman(device.port, 1000)
    try:
        done = Krait(tmp_path / "eve")("pair", doorman.uri(device.uri))
        assert done.returncode == 3 and "closed the connection" in done.stderr, done
        assert doorman.seen == 5
    finally:
        doorman.close()
