"""tools/shrink.py on assembly that is small enough to be read."""

import importlib.util
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[3]
SPEC = importlib.util.spec_from_file_location("shrink", ROOT / "tools" / "shrink.py")
shrink = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(shrink)


def function(name, *body, visible=True):
    head = "\t.section .text.%s,\"ax\",@progbits\n\t.literal_position\n\t.align\t4\n" % name
    return head + ("\t.global\t%s\n" % name if visible else "") + "\t.type\t%s, @function\n%s:\n%s\t.size\t%s, .-%s\n" % (
        name, name, "".join(line + "\n" if line.endswith(":") else "\t%s\n" % line for line in body), name, name)


def shrunk(folder, *texts):
    """The files' code behind all passes, without directives: {file: lines}."""
    (folder / "in").mkdir()
    for number, text in enumerate(texts):
        (folder / "in" / ("file%d.s" % number)).write_text(text)
    for program, sources in shrink.groups(sorted((folder / "in").glob("*.s")), []):
        shrink.shrink(program, lambda text: None)
        paths = shrink.write(program, sources, folder, "")
    return {path.name: [line.split(None, 1) for line in path.read_text().splitlines() if re.match(r"\t[a-z]", line)] for path in paths}


def words(lines):
    return [" ".join(line) for line in lines]


FRAME = ("addi\tsp, sp, -16", "s32i.n\ta0, sp, 12")
BACK = ("l32i.n\ta0, sp, 12", "addi\tsp, sp, 16", "ret.n")


def test_a_call_whose_result_is_returned_is_a_jump_and_needs_no_frame(tmp_path):
    code = shrunk(tmp_path, function("one", "movi.n\ta3, 1", *FRAME, "call0\ttwo", *BACK) + function("two", "add.n\ta2, a2, a3", "ret.n"))
    assert words(code["in_file0.s"])[:2] == ["movi.n a3, 1", "j two"]


def test_a_frame_whose_address_is_known_stays(tmp_path):
    code = shrunk(tmp_path, function("one", *FRAME, "mov.n\ta2, sp", "call0\ttwo", *BACK) + function("two", "add.n\ta2, a2, a3", "ret.n"))
    assert "call0 two" in words(code["in_file0.s"])


def test_of_equal_functions_one_stays(tmp_path):
    body = ("extui\ta3, a2, 0, 3", "bnez.n\ta3, .L2", "l32i.n\ta2, a2, 0", ".L2:", "ret.n")
    user = lambda name: function(name, *FRAME, "call0\tsame", "addi.n\ta2, a2, 1", *BACK)
    code = shrunk(tmp_path, function("same", *body, visible=False) + user("a"), function("same", *body, visible=False) + user("b"))
    assert sum(words(lines).count("extui a3, a2, 0, 3") for lines in code.values()) == 1


def test_a_piece_replaces_no_return_address_that_is_needed(tmp_path):
    """In a leaf a0 is alive to its end: a call there would lose it."""
    same = ["l32i.n\ta%d, a2, %d" % (number, 4 * number) for number in range(3, 8)] + ["add.n\ta3, a4, a5"]
    leaf = lambda name, store: function(name, *same, "s32i.n\ta3, a2, %d" % store, "beqz.n\ta3, .L%s" % name, "movi.n\ta2, 0", ".L%s:" % name, "ret.n")
    code = shrunk(tmp_path, "".join(leaf("f%d" % number, 4 * number) for number in range(6)))
    assert not any(line.startswith("call0") for lines in code.values() for line in words(lines))
    assert words(code["in_file0.s"]).count("add.n a3, a4, a5") == 6


def test_a_piece_is_called_where_the_return_address_is_saved(tmp_path):
    same = ["l32i.n\ta%d, a2, %d" % (number, 4 * number) for number in range(3, 8)] + ["add.n\ta3, a4, a5"]
    user = lambda name, number: function(name, *FRAME, "movi.n\ta2, %d" % number, *same, "bnez.n\ta3, .L%s" % name, "call0\tfar", ".L%s:" % name, "addi.n\ta2, a2, %d" % (number + 1), *BACK)
    code = shrunk(tmp_path, "".join(user("f%d" % number, number) for number in range(6)))
    assert words(code["in_file0.s"]).count("add.n a3, a4, a5") == 1


def test_packed_texts_are_the_same_when_they_are_unpacked():
    texts = [b"%s must be an integer, not %T", b"%s must be a str, not %T", b"an integer is required (got %T)", b"%zd%% of %zu", b"must be must be must be", b""]
    packer = shrink.Packer(texts)

    def unpack(byte):
        return bytes([byte]) if byte < 128 else b"".join(map(unpack, packer.pairs[byte - 128]))

    for text in texts:
        assert b"".join(unpack(byte) for byte in packer.pack(text)) == text
    assert len(packer.pack(texts[0])) < len(texts[0])
    assert b"%zd%%" in packer.pack(texts[3])
