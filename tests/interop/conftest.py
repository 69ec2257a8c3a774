"""What the tests with today's tools' protocols use: the device and the command of the end-to-end tests."""

import importlib.util
import pathlib

SPEC = importlib.util.spec_from_file_location("krait_e2e", pathlib.Path(__file__).resolve().parents[1] / "e2e" / "conftest.py")
krait_e2e = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(krait_e2e)
globals().update({name: value for name, value in vars(krait_e2e).items() if not name.startswith("_")})
