"""The example programs, unchanged, on a device with its simulated board; their whole output is compared."""

import pathlib

import pytest

from conftest import ROOT, Krait

EXPECTED = pathlib.Path(__file__).parent / "examples"


@pytest.mark.parametrize("name,arguments", [("soil_moisture", ["3"]), ("heart_rate", ["40"]), ("air_quality", ["6", "4"])])
def test_example(new_device, tmp_path, name, arguments):
    krait = Krait(tmp_path / "u", new_device(heap="262144"))
    folder = ROOT / "examples" / name
    done = krait("mount", "-r", folder, "--", "run", folder / "main.py", *arguments)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout == (EXPECTED / (name + ".out")).read_text()


def test_the_logger_keeps_its_file_on_the_device(new_device, tmp_path):
    krait = Krait(tmp_path / "u", new_device(heap="262144"))
    krait("cp", "-r", ROOT / "examples" / "soil_moisture", ":/soil", check=True)
    krait("exec", "import sys; sys.path.append('/soil'); import main; main.main(2)", check=True)
    lines = krait.out("cat", ":/soil.csv").splitlines()
    assert lines[0] == "round,plant,moisture" and len(lines) == 9
