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


p = argparse.ArgumentParser(prog="p2", add_help=False)
g = p.add_mutually_exclusive_group(required=True)
g.add_argument("-a", action="store_true")
g.add_argument("-b", type=float)
gr = p.add_argument_group("Special", "about it")
gr.add_argument("--deep", default=1, type=int, help="deep %(type)s")
for line in ("", "-a", "-a -b 1", "-b x", "-b 1.5"):
    run(p, *line.split())
p.print_help()
p.print_usage()
p = argparse.ArgumentParser(prog="neg", exit_on_error=False)
p.add_argument("x", type=int)
p.add_argument("y", nargs="?")
p.add_argument("--foo")
for line in ("-5", "5 --foo q b", "--foo q 5 b", "zz", "1 2", "1 --foo"):
    run(p, *line.split())
print(argparse.Namespace(a=1, **{"b c": 2}), "a" in argparse.Namespace(a=1), argparse.Namespace(a=1) == argparse.Namespace(a=1))
p = argparse.ArgumentParser(prog="dup")
p.add_argument("--z")
try:
    p.add_argument("--z")
except argparse.ArgumentError as error:
    print(error)
p = argparse.ArgumentParser(prog="res", conflict_handler="resolve")
p.add_argument("-f", "--foo", help="old")
p.add_argument("--foo", help="new")
p.print_help()
