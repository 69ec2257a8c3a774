"""The programs of examples/tutorials as a user runs them: on the simulated board, whose journal tells what the outputs did, and against a real broker
and a real client."""

import json
import subprocess
import urllib.error
import urllib.request

import pytest

from broker import Broker
from conftest import BIN, PATIENCE, ROOT

TUTORIALS = ROOT / "examples" / "tutorials"
KRAITPY = str(BIN / "kraitpy")


@pytest.fixture
def tutorial(tmp_path):
    """Runs a program on the board; gives its output and the events of the journal."""
    def run(name):
        journal = tmp_path / "journal.jsonl"
        done = subprocess.run([KRAITPY, "--board", TUTORIALS / "board.json", "--board-log", journal, TUTORIALS / name], cwd=tmp_path,
                              capture_output=True, text=True, timeout=PATIENCE)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout, [json.loads(line) for line in journal.read_text().splitlines()]
    return run


def levels(events, pin):
    return [(e["t"], e["level"]) for e in events if e["event"] == "pin" and e["pin"] == pin]


def test_blink(tutorial):
    output, events = tutorial("blink.py")
    assert output == "blinked 5 times\n"
    led = levels(events, 2)
    assert [level for _, level in led] == [1, 0] * 5
    gaps = [b - a for (a, _), (b, _) in zip(led, led[1:])]
    assert all(abs(gap - 0.2) < 0.002 for gap in gaps)


def test_pwm_fade(tutorial):
    output, events = tutorial("pwm_fade.py")
    assert output == "faded\n"
    duty = [e["duty"] for e in events if e["event"] == "pwm" and e["pin"] == 2]
    assert duty[0] == 0 and max(duty) == 65535 and duty[-1] == 0
    turns = [i for i in range(1, len(duty) - 1) if (duty[i] - duty[i - 1]) * (duty[i + 1] - duty[i]) < 0]
    assert len(turns) >= 3


def test_button(tutorial):
    output, events = tutorial("button.py")
    assert output == "pressed 1\npressed 2\npressed 3\ntotal 3\n"
    assert [level for _, level in levels(events, 2)] == [1, 0, 1]
    for (at, _), pressed in zip(levels(events, 2), (1.0, 2.0, 3.5)):
        assert 0 <= at - pressed < 0.002


def test_temperature_logger(tutorial, tmp_path):
    output, _ = tutorial("temperature_logger.py")
    lines = output.splitlines()
    assert lines[:2] == ["23:59:55,21.00", "23:59:56,23.00"] and lines[5].startswith("00:00:00,")
    assert (tmp_path / "temperature.csv").read_text() == "time,celsius\n" + output
    assert [float(line.split(",")[1]) for line in lines] == [21, 23, 25, 23, 21, 19, 17, 19, 21, 23]


def test_neopixel_rainbow(tutorial):
    output, events = tutorial("neopixel_rainbow.py")
    frames = [e["pixels"] for e in events if e["event"] == "neopixel" and e["pin"] == 15]
    assert output == "done 8\n" and len(frames) == 17
    assert frames[0][0] == "ff0000" and len(set(frames[0])) == 8
    assert frames[1][0] == frames[0][1]
    assert frames[8] == ["404040"] + ["000000"] * 7 and frames[15][7] == "404040" and frames[16] == ["000000"] * 8


def test_ds18b20(tutorial):
    output, _ = tutorial("ds18b20.py")
    lines = output.splitlines()
    assert lines[0] == "found 2" and sum(line.endswith(" -7.25") for line in lines) == 3
    rising = [float(line.split()[1]) for line in lines[1:] if not line.endswith("-7.25")]
    assert rising[0] == 15.0 and rising == sorted(rising) and len(set(rising)) == 3


def test_dht22(tutorial):
    assert tutorial("dht22.py")[0] == "-1.5 C  61.2 %\n0.0 C  61.2 %\n23.4 C  61.2 %\n"


def test_distance(tutorial):
    assert tutorial("distance.py")[0] == "42 cm\n120 cm\n9 cm\nnothing near\n"


def test_oled(tutorial):
    output, events = tutorial("oled.py")
    frames = [e for e in events if e["event"] == "frame"]
    assert output == "shown\n" and len(frames) == 6
    first, last = frames[0]["rows"], frames[-1]["rows"]
    assert (frames[0]["width"], frames[0]["height"], len(first), len(first[0])) == (128, 64, 64, 128)
    assert first[16] == "#" * 128 and first[40] == "#" * 128 and first[45] == "#" + "." * 126 + "#"
    assert any("#" in row[12:116] for row in first[4:12]) and not any("#" in row for row in first[17:40])
    assert [frame["rows"][45].count("#") for frame in frames[1:]] == [2, 33, 64, 95, 126]
    assert last[45][2:126] == "#" * 124


@pytest.fixture
def broker(tmp_path):
    with Broker(tmp_path, "allow_anonymous true") as started:
        yield started


def test_mqtt_publish(broker):
    port = str(broker.port)

    def listener(topic, count):
        process = subprocess.Popen(["mosquitto_sub", "-p", port, "-t", topic, "-C", str(count), "-W", str(PATIENCE)], stdout=subprocess.PIPE, text=True)
        broker.await_log("\t%s (QoS 0)" % topic)
        return process

    readings, state = listener("krait/temperature", 3), listener("krait/state", 1)
    program = subprocess.Popen([KRAITPY, "-u", TUTORIALS / "mqtt_publish.py", "127.0.0.1", port], stdout=subprocess.PIPE, text=True)
    assert program.stdout.readline() == "published\n"
    subprocess.run(["mosquitto_pub", "-p", port, "-t", "krait/command", "-m", "turn on"], check=True, timeout=PATIENCE)
    assert program.communicate(timeout=PATIENCE)[0] == "krait/command turn on\n" and program.returncode == 0
    assert readings.communicate(timeout=PATIENCE)[0] == "20.0\n20.5\n21.0\n"
    assert state.communicate(timeout=PATIENCE)[0] == "done: turn on\n"


def test_web_server():
    server = subprocess.Popen([KRAITPY, "-u", TUTORIALS / "web_server.py", "0", "5"], stdout=subprocess.PIPE, text=True)
    port = int(server.stdout.readline().split()[-1])

    def get(path):
        with urllib.request.urlopen("http://127.0.0.1:%d%s" % (port, path), timeout=PATIENCE) as answer:
            return answer.headers["Content-Type"], answer.read().decode()
    kind, page = get("/")
    assert kind == "text/html" and "LED: off" in page and "Voltage: " in page
    assert "LED: on" in get("/on")[1] and "LED: on" in get("/")[1] and "LED: off" in get("/off")[1]
    with pytest.raises(urllib.error.HTTPError) as failed:
        get("/nosuch")
    assert failed.value.code == 404
    server.communicate(timeout=PATIENCE)
    assert server.returncode == 0
