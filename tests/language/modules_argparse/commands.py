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


p = argparse.ArgumentParser(prog="git")
p.add_argument("--g", action="store_true")
s = p.add_subparsers(dest="cmd", required=True, title="commands", help="sub")
a = s.add_parser("add", help="adds", aliases=["a"])
a.add_argument("what", nargs="+")
a.add_argument("-f")
a.set_defaults(fn=1)
c = s.add_parser("commit")
c.add_argument("-m", required=True)
for line in ("add x y -f 1", "--g a x", "", "bad", "commit", "commit -m t", "add", "-h", "add -h", "add x --zz"):
    run(p, *line.split())
base = argparse.ArgumentParser(add_help=False)
base.add_argument("--shared", default=5, type=int, help="of all")
q = argparse.ArgumentParser(prog="kid", parents=[base], usage="%(prog)s [opts]", formatter_class=argparse.RawDescriptionHelpFormatter, description="raw\n  text")
q.print_help()
run(q, "--shared", "6")
q.set_defaults(shared=9, other="o")
run(q)
