"""The folder where krait keeps its devices, with things in it that are none."""

import os


def test_what_is_no_device_is_said_once_and_not_waited_for(krait):
    folder = krait.folder / "config" / "krait" / "devices"
    (folder / "empty").touch()
    (folder / "number").write_text('{"host": 5}')
    (folder / "noise").write_bytes(bytes(range(256)))
    (folder / "folder").mkdir()
    (folder / "endless").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe")
    bad = ["empty", "endless", "folder", "noise", "number", "pipe"]
    done = krait("devices", check=True)
    assert done.stderr.splitlines() == ["krait: %s is damaged and was skipped" % (folder / name) for name in bad]
    assert done.stdout.startswith("dev") and done.stdout.count("\n") == 1
    for name in bad:
        done = krait("-d", name, "info")
        assert (done.returncode, "is damaged; pair the device again" in done.stderr) == (2, True)
    assert krait("eval", "1").stdout == "1\n"  # the one that is left
