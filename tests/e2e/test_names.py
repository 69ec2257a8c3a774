"""Names of files that are hard to show and to keep."""

import os
import pty
import subprocess

from conftest import BIN, PATIENCE

ODD = [b"new\nline", b"esc\x1b[31m", b"\xff\xfe", "h\u00e9 \u20ac".encode(), b" ", b"-x", b"colon:x", b"back\\slash", b"n" * 244, b"m" * 255]


def test_odd_names_there_and_back(krait, device, tmp_path):
    here, back = tmp_path / "here", tmp_path / "back"
    here.mkdir()
    for number, name in enumerate(ODD):
        with open(os.path.join(os.fsencode(here), name), "w") as file:
            file.write("%d\n" % number)
    krait("sync", here, ":odd", check=True, binary=True)
    assert krait.out("sync", here, ":odd") == "0 sent, 10 unchanged, 0 removed\n"
    krait("cp", "-r", ":odd", back, check=True)
    for number, name in enumerate(ODD):
        for folder in (device.root / "odd", back):
            with open(os.path.join(os.fsencode(folder), name)) as file:
                assert file.read() == "%d\n" % number
    assert sorted(os.listdir(os.fsencode(back))) == sorted(ODD)


def test_json_has_every_name(krait, device):
    for name in ODD:
        open(os.path.join(os.fsencode(device.root), name), "w").close()
    for verb in ("ls", "tree"):
        entries = krait.json(verb, ":")
        paths = sorted(bytes.fromhex(entry["path_hex"]) if "path_hex" in entry else entry["path"].encode() for entry in entries)
        assert paths == sorted(b"/" + name for name in ODD)
        assert [entry["path"] for entry in entries if "path_hex" in entry] == ["/\ufffd\ufffd"]
    missing = krait.json("cat", os.fsdecode(b":\xfe-no"))
    assert missing[0]["code"] == 6 and "\ufffd-no" in missing[0]["error"]


def shown(krait, *arguments):
    """What the command writes to a terminal."""
    ours, its = pty.openpty()
    with subprocess.Popen([BIN / "krait", *arguments], env=krait.environment, stdin=subprocess.DEVNULL, stdout=its) as process:
        os.close(its)
        assert process.wait(PATIENCE) == 0
    with open(ours, "rb", buffering=0) as terminal:
        return terminal.read(65536)


def test_a_terminal_gets_no_control_characters(krait, device):
    for name in (b"esc\x1b[31m", b"c1\xc2\x9b31m", "h\u00e9".encode()):
        open(os.path.join(os.fsencode(device.root), name), "w").close()
    for arguments in (("ls", "-1", ":"), ("tree", ":")):
        text = shown(krait, *arguments)
        assert b"esc?[31m" in text and b"c1?31m" in text and b"\x1b" not in text and b"\xc2\x9b" not in text and "h\u00e9".encode() in text
    assert krait("ls", "-1", ":", binary=True).stdout.splitlines() == [b"c1\xc2\x9b31m", b"esc\x1b[31m", "h\u00e9".encode()]
