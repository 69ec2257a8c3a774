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


p = argparse.ArgumentParser(prog="prog", description="A description that is long enough to be wrapped because it has many words in it, more than eighty characters.", epilog="The end %(prog)s.")
p.add_argument("file", help="the file")
p.add_argument("rest", nargs="*", type=int, help="numbers")
p.add_argument("-v", "--verbose", action="count", default=0, help="more")
p.add_argument("-o", "--output", metavar="OUT", help="where to, default %(default)s", default="x.txt")
p.add_argument("--mode", choices=["fast", "slow"], help="how")
p.add_argument("-n", type=int, nargs=2, help="two numbers")
p.add_argument("--flag", action="store_true")
p.add_argument("--no-thing", dest="thing", action="store_false", help="no thing")
p.add_argument("--app", action="append")
p.add_argument("--const", action="store_const", const=42)
p.add_argument("--version", action="version", version="%(prog)s 1.0")
p.add_argument("--opt", nargs="?", const="C", default="D")
p.add_argument("--hidden", help=argparse.SUPPRESS)
p.add_argument("--color", action=argparse.BooleanOptionalAction, help="colored")
for line in ("f", "f 1 2 -vv -o z", "f --mode fast -n 1 2", "f --mode bad", "f -n 1", "f x", "", "f --unknown", "f --verb", "f --ver", "f --version", "f --app a --app=b --const", "f --opt", "f --opt z", "f --opt=z",
             "f -vo out", "f -voout", "f --flag=1", "-h", "-- -f", "f -1", "--no-color f", "f --no-thing --color", "f -o", "f -v5", "f -- 1 -- 2", "-x f"):
    run(p, *line.split())
