"""tools/shrink.py on assembly that is small enough to be read."""

import importlib
import importlib.util
import itertools
import pathlib
import re
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tools"))
SPEC = importlib.util.spec_from_file_location("shrink", ROOT / "tools" / "shrink.py")
shrink = importlib.util.module_from_spec(SPEC)
lx106_messages = importlib.import_module("lx106_messages")
lx106_frames = importlib.import_module("lx106_frames")
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
    program, sources = shrink.read(sorted((folder / "in").glob("*.s")), [])
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


def calling(name, number, *same):
    """A function that does the same as others, between what only it does."""
    return function(name, *FRAME, "movi.n\ta2, %d" % number, *same, "bnez.n\ta2, .L%s" % name, "call0\tfar", ".L%s:" % name, "addi.n\ta2, a2, %d" % (number + 1), *BACK)


def test_a_piece_has_branches_within(tmp_path):
    same = lambda name: ("l32i.n\ta3, a2, 4", "extui\ta4, a3, 0, 3", "bnez.n\ta4, .L1%s" % name, "l32i.n\ta3, a3, 8", "l32i.n\ta3, a3, 16", ".L1%s:" % name, "add.n\ta2, a3, a2")
    code = shrunk(tmp_path, "".join(calling("f%d" % number, number, *same("f%d" % number)) for number in range(4)))
    assert words(code["in_file0.s"]).count("extui a4, a3, 0, 3") == 1


def test_a_piece_has_no_label_that_others_know(tmp_path):
    """A jump from outside would come into the piece without having been called."""
    same = lambda name: ("l32i.n\ta3, a2, 4", "extui\ta4, a3, 0, 3", ".L1%s:" % name, "l32i.n\ta3, a3, 8", "l32i.n\ta3, a3, 16", "add.n\ta2, a3, a2")
    body = lambda name, number: (*FRAME, "movi.n\ta2, %d" % number, *same(name), "addi.n\ta2, a2, %d" % (number + 5), "bnez.n\ta2, .L1%s" % name, "addi.n\ta2, a2, %d" % (number + 1), *BACK)
    code = words(shrunk(tmp_path, "".join(function("f%d" % n, *body("f%d" % n, n)) for n in range(4)))["in_file0.s"])
    assert sum(line.startswith("bnez.n a2, .L1f") for line in code) == 4
    for at, line in enumerate(code):
        assert not (line == "extui a4, a3, 0, 3" and code[at + 1] == "l32i.n a3, a3, 8")


def test_a_piece_with_calls_keeps_its_return_address_in_a_frame(tmp_path):
    known = "".join(function(name, "add.n\ta2, a2, a3", "ret.n") for name in ("one", "two", "three"))
    same = ("movi.n\ta3, 17", "call0\tone", "movi.n\ta3, 18", "call0\ttwo", "movi.n\ta3, 19", "s32i.n\ta2, sp, 4", "call0\tthree", "add.n\ta2, a2, a2")
    code = words(shrunk(tmp_path, known + "".join(calling("f%d" % number, number, *same) for number in range(4)))["in_file0.s"])
    assert code.count("call0 two") == 1
    at = code.index("call0 two")
    assert "addi sp, sp, -16" in code[at - 5:at] and "s32i.n a0, sp, 0" in code[at - 5:at]
    assert "s32i.n a2, sp, 20" in code[at:]


def test_a_frame_is_left_on_each_way_out_of_a_piece(tmp_path):
    """A branch to the end goes around the call that is the piece's last item."""
    raising = function("raising", "movi.n\ta2, 0", ".Lraising:", "j\t.Lraising") + function("known", *FRAME, "call0\traising")
    one = function("one", "add.n\ta2, a2, a3", "ret.n")
    same = lambda name: ("movi.n\ta3, 17", "call0\tone", "movi.n\ta3, 18", "beqz.n\ta2, .L1%s" % name, "movi\ta4, 999", "add.n\ta2, a2, a4", "call0\traising", ".L1%s:" % name)
    code = words(shrunk(tmp_path, raising + one + "".join(calling("f%d" % number, number, *same("f%d" % number)) for number in range(5)))["in_file0.s"])
    assert code.count("movi a4, 999") == 1
    at = code.index("s32i.n a0, sp, 0")
    piece = code[at:code.index("ret.n", at) + 1]
    assert "beqz.n a2" in " ".join(piece) and piece.count("call0 raising") == 1
    assert piece[-3:] == ["l32i.n a0, sp, 0", "addi sp, sp, 16", "ret.n"]
    assert piece[piece.index("call0 raising") - 1] == "addi sp, sp, 16"


def test_no_frame_comes_between_a_function_and_its_arguments_on_the_stack(tmp_path):
    known = function("one", "l32i.n\ta3, sp, 0", "add.n\ta2, a2, a3", "ret.n")
    variadic = function("three", "addi\tsp, sp, -32", "mov.n\ta3, sp", "l32i\ta2, a3, 32", "addi\tsp, sp, 32", "ret.n")
    for number, callee in enumerate(("one", "three", "unknown")):
        same = ("movi.n\ta3, 17", "call0\t" + callee, "movi.n\ta3, 18", "add.n\ta2, a2, a3", "movi.n\ta3, 19", "add.n\ta2, a2, a2")
        (tmp_path / callee).mkdir()
        code = words(shrunk(tmp_path / callee, known + variadic + "".join(calling("f%d" % number, number, *same) for number in range(5)))["in_file0.s"])
        assert "s32i.n a0, sp, 0" not in code
        assert code.count("call0 " + callee) + code.count("j " + callee) >= 1


def test_a_call_that_never_returns_needs_no_return_address(tmp_path):
    raising = function("raising", "movi.n\ta2, 0", ".Lraising:", "j\t.Lraising")
    known = function("known", *FRAME, "call0\traising")
    same = lambda name: ("l32i.n\ta3, a2, 4", "extui\ta4, a3, 0, 3", "beqz.n\ta4, .L1%s" % name, "movi\ta4, 999", "call0\traising", ".L1%s:" % name, "l32i.n\ta2, a3, 8")
    code = words(shrunk(tmp_path, raising + known + "".join(calling("f%d" % number, number, *same("f%d" % number)) for number in range(4)))["in_file0.s"])
    assert code.count("movi a4, 999") == 1
    assert "s32i.n a0, sp, 0" not in code


def test_blocks_that_end_alike_are_found_with_their_end(tmp_path):
    """Two ways into one end, in each of several functions."""
    ends = lambda name, number: function(name, *FRAME, "movi\ta3, %d" % (100 + number), "call0\tfar", "beqz.n\ta2, .L1%s" % name, "movi\ta4, 1000", "addmi\ta4, a4, 512", "add.n\ta2, a2, a4",
                                         "j\t.L2%s" % name, ".L1%s:" % name, "movi\ta2, %d" % (200 + number), ".L2%s:" % name, *BACK)
    code = words(shrunk(tmp_path, "".join(ends("f%d" % number, number) for number in range(4)))["in_file0.s"])
    assert code.count("movi a4, 1000") == 1
    at = code.index("movi a4, 1000")
    assert code[at + 3].startswith(("l32i.n a0", "j kr_piece"))


def test_instructions_of_one_line_are_several(tmp_path):
    byte = "ssa8l\ta2 ; srli\ta3, a2, 2 ; slli\ta3, a3, 2 ; l32i\ta3, a3, 0 ; srl\ta3, a3 ; extui\ta3, a3, 0, 8"
    code = words(shrunk(tmp_path, "".join(calling("f%d" % number, number, byte, "mov.n\ta2, a3") for number in range(3)))["in_file0.s"])
    assert code.count("srl a3, a3") == 1


def unpacked(packer, numbers):
    """Texts as core/writer.c reads them: from the words of the array."""
    width, codes = packer.width, [code for pair in packer.pairs for code in pair] + [code for text in packer.codes for code in [*text, 0]]
    words_ = lx106_messages.words(codes, width)
    at = lambda place: ((words_[place * width // 32 + 1] << 32 | words_[place * width // 32]) >> place * width % 32) & ((1 << width) - 1)

    def text(code):
        if code < lx106_messages.FIRST:
            return chr(code)
        first, second = at(2 * (code - lx106_messages.FIRST)), at(2 * (code - lx106_messages.FIRST) + 1)
        return {"%U": "%zu", "%D": "%zd"}.get("%" + chr(second), "%" + chr(second)) if first == ord("%") else text(first) + text(second)

    out = []
    for number in numbers:
        place = 2 * len(packer.pairs) + sum(len(codes) + 1 for codes in packer.codes[:number])
        out.append("".join(text(at(n)) for n in itertools.takewhile(at, itertools.count(place))))
    return out


def test_packed_texts_are_the_same_when_they_are_unpacked():
    texts = ["%s must be an integer, not %T", "%s must be a str, not %T", "an integer is required (got %T)", "%zd%% of %zu", "must be must be must be", ""]
    packer = lx106_messages.Packer(texts)
    assert unpacked(packer, range(len(texts))) == texts
    assert sum(map(len, packer.codes)) + 2 * len(packer.pairs) < sum(map(len, texts))


def test_pairs_of_all_widths_are_read_back():
    texts = ["%d words of %s, %d" % (number * number, chr(97 + number % 26) * (number % 7), number % 31) for number in range(3000)]
    for count in (10, 300, 3000):
        packer = lx106_messages.Packer(texts[:count])
        assert 128 + len(packer.pairs) <= 1 << packer.width
        assert unpacked(packer, range(0, count, 7)) == texts[:count:7]


def messages_of(tmp_path, *body, text="a text"):
    code = function("one", *body).replace("\t.literal_position\n", '\t.section .rodata.one.str1.1,"aMS",@progbits,1\n.LC0:\n\t.string "%s"\n' % text +
                                          '\t.section .text.one,"ax",@progbits\n\t.literal_position\n\t.literal .LC1, .LC0\n')
    (tmp_path / "one.s").write_text(code)
    program, _ = shrink.read([tmp_path / "one.s"], [])
    return [text for _, _, text in lx106_messages.messages(program)]


def test_a_text_that_is_only_a_message_is_found(tmp_path):
    assert messages_of(tmp_path, "l32r\ta3, .LC1", "call0\tkr_raise_type") == ["a text"]
    assert messages_of(tmp_path, "beqz\ta4, .L2", "l32r\ta3, .LC1", "j\t.L3", ".L2:", "movi\ta3, 0", ".L3:", "mov.n\ta2, a12", "call0\tkr_raise_type") == ["a text"]
    assert messages_of(tmp_path, "l32r\ta12, .LC1", "call0\tother", "mov.n\ta3, a12", "call0\tkr_str_format", "l32i\ta12, sp, 8", "ret.n") == ["a text"]


def test_a_text_for_a_conversion_is_found_unless_it_has_one_itself(tmp_path):
    assert messages_of(tmp_path, "l32r\ta5, .LC1", "call0\tkr_raise_type") == ["a text"]
    assert messages_of(tmp_path, "l32r\ta3, .LC1", "call0\tkr_write_text", "ret.n") == ["a text"]
    assert messages_of(tmp_path, "l32r\ta5, .LC1", "call0\tkr_raise_type", text="100%") == []
    assert messages_of(tmp_path, "l32r\ta3, .LC1", "call0\tkr_write_text", "ret.n", text="100%") == []


def test_a_text_that_somebody_else_may_look_at_is_none(tmp_path):
    assert messages_of(tmp_path, "l32r\ta3, .LC1", "call0\tkr_raise") == []
    assert messages_of(tmp_path, "l32r\ta4, .LC1", "call0\tkr_write_text", "ret.n") == []
    assert messages_of(tmp_path, "l32r\ta3, .LC1", "call0\tother") == []
    assert messages_of(tmp_path, "l32r\ta3, .LC1", "beqz\ta2, .L2", "call0\tkr_raise_type", ".L2:", "call0\tother") == []
    assert messages_of(tmp_path, "l32r\ta3, .LC1", "s32i\ta3, sp, 0", "call0\tkr_raise_type") == []
    assert messages_of(tmp_path, "l32r\ta12, .LC1", "mov.n\ta3, a12", "call0\tkr_str_format", "mov.n\ta2, a12", "ret.n") == []
    assert messages_of(tmp_path, "l32r\ta3, .LC1", "ret.n") == []


SAVES = ("addi\tsp, sp, -16", "s32i.n\ta0, sp, 12", "s32i.n\ta12, sp, 8", "s32i.n\ta13, sp, 4")
RESTORES = ("l32i.n\ta0, sp, 12", "l32i.n\ta12, sp, 8", "l32i.n\ta13, sp, 4", "addi\tsp, sp, 16", "ret.n")


def keeping(name, number, one, two, *more):
    """A function that keeps two values in these registers."""
    return function(name, *SAVES, *more, "mov.n\t%s, a2" % one, "mov.n\t%s, a3" % two, "movi.n\ta2, %d" % number, "call0\tfar", "addi.n\t%s, %s, 1" % (one, one),
                    "sub\t%s, %s, %s" % (two, one, two), "s32i.n\t%s, %s, 4" % (two, one), "mov.n\ta2, %s" % one, "mov.n\ta3, %s" % two, "call0\tother", *RESTORES)


def test_values_change_their_registers_when_that_makes_functions_alike(tmp_path):
    same = "".join(keeping("f%d" % number, number, "a12", "a13") for number in range(3))
    code = words(shrunk(tmp_path, same + keeping("g", 9, "a13", "a12"))["in_file0.s"])
    assert sum(line.startswith("sub a1") for line in code) == 1
    assert code.count("s32i.n a12, sp, 8") == 1 and code.count("l32i.n a12, sp, 8") == 1


def test_a_register_that_is_used_before_all_are_saved_keeps_its_name(tmp_path):
    same = "".join(keeping("f%d" % number, number, "a12", "a13") for number in range(3))
    early = function("g", "addi\tsp, sp, -16", "s32i.n\ta0, sp, 12", "s32i.n\ta13, sp, 4", "mov.n\ta13, a2", "s32i.n\ta12, sp, 8", "mov.n\ta12, a3", "addi.n\ta13, a13, 1", "sub\ta12, a13, a12",
                     "s32i.n\ta12, a13, 4", "mov.n\ta2, a13", "call0\tother", *RESTORES)
    code = words(shrunk(tmp_path, same + early)["in_file0.s"])
    assert "sub a12, a13, a12" in code


def test_registers_of_a_large_frame_stay(tmp_path):
    """Its end adds to sp first, so that it restores from other offsets than those where it saved."""
    same = "".join(keeping("f%d" % number, number, "a12", "a13") for number in range(3))
    large = function("g", "movi\ta9, 192", "sub\tsp, sp, a9", "s32i\ta0, sp, 188", "s32i\ta12, sp, 184", "s32i\ta13, sp, 180", "mov.n\ta13, a2", "mov.n\ta12, a3",
                     "movi.n\ta2, 9", "call0\tfar", "addi.n\ta13, a13, 1", "sub\ta12, a13, a12", "s32i.n\ta12, a13, 4", "mov.n\ta2, a13", "mov.n\ta3, a12", "call0\tother",
                     "movi\ta9, 160", "add.n\tsp, sp, a9", "l32i.n\ta0, sp, 28", "l32i.n\ta12, sp, 24", "l32i.n\ta13, sp, 20", "addi\tsp, sp, 32", "ret.n")
    code = words(shrunk(tmp_path, same + large)["in_file0.s"])
    assert "l32i.n a12, sp, 24" in code and "l32i.n a13, sp, 20" in code and "sub a12, a13, a12" in code


def lost(folder, *body):
    (folder / "in.s").write_text(function("one", *body) + function("two", "ret.n"))
    return lx106_frames.lost(shrink.read([folder / "in.s"], [])[0])


@pytest.mark.parametrize("body", [
    (*FRAME, "call0\ttwo", *BACK),
    (*FRAME, "beqz.n\ta2, .L1", "call0\ttwo", ".L1:", *BACK),
    ("beqz.n\ta2, .L1", *FRAME, "call0\ttwo", *BACK, ".L1:", "ret.n"),
    (*FRAME, ".L1:", "addi.n\ta2, a2, -1", "bnez.n\ta2, .L1", *BACK),
    ("sub\tsp, sp, a2", "ret.n"),
], ids=["straight", "branch", "late", "loop", "computed"])
def test_frames_that_are_given_back(tmp_path, body):
    assert lost(tmp_path, *body) == []


@pytest.mark.parametrize("body", [
    (*FRAME, "call0\ttwo", "ret.n"),
    (*FRAME, "beqz.n\ta2, .L1", *BACK, ".L1:", "ret.n"),
    (*FRAME, "j\ttwo"),
    ("addi\tsp, sp, 16", "ret.n"),
], ids=["never", "one way", "jump", "of others"])
def test_frames_that_are_lost(tmp_path, body):
    assert lost(tmp_path, *body) == ["one"]
