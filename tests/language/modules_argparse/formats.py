import argparse
import io
import sys


def run(parser, *args):
    """Prints what a command line gives, with the texts."""
    streams = sys.stderr, sys.stdout
    out = sys.stderr = sys.stdout = io.StringIO()
    try:
        result = repr(parser.parse_args(list(args)))
    except SystemExit as error:
        result = "exit %s" % error.code
    except argparse.ArgumentError as error:
        result = "ArgumentError %s" % error
    finally:
        sys.stderr, sys.stdout = streams
    print(args, result)
    print(out.getvalue(), end="")


p = argparse.ArgumentParser(prog="x", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
p.add_argument("--alpha", default=3, help="the alpha")
p.add_argument("--beta", help="b (default: %(default)s)")
p.add_argument("pos", nargs="?", default=5, help="p")
p.print_help()
print(p.parse_known_args(["--zeta", "1", "2"]), p.get_default("alpha"))
p = argparse.ArgumentParser(prog="PROGRAM-with-long-name")
for i in range(8):
    p.add_argument("--option-number-%d" % i, metavar="VALUE%d" % i)
p.add_argument("a")
p.add_argument("b", nargs="+")
p.add_argument("c", nargs=argparse.REMAINDER)
p.add_argument("-z", nargs="*", metavar=("Q", "R"))
p.print_help()
for args in (["1", "2", "3"], ["1", "2", "--x"], ["1", "2", "-z", "3", "4"]):
    found = p.parse_args(args)
    print(found.a, found.b, found.c, found.z)
p = argparse.ArgumentParser(prog="raw", formatter_class=argparse.RawTextHelpFormatter)
p.add_argument("--long-option-that-does-not-fit", help="one\n  two")
p.add_argument("-t", type=int, metavar="N")
p.print_help()
p = argparse.ArgumentParser(prog="mt", formatter_class=argparse.MetavarTypeHelpFormatter)
p.add_argument("--n", type=int, help="a number: " + "long words " * 15)
p.add_argument("m", type=float)
p.print_help()
