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


def checked(text):
    if text != "ok":
        raise argparse.ArgumentTypeError("not ok: " + text)
    return text


class Both(argparse.Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (values, option_string))


p = argparse.ArgumentParser(prog="t")
p.add_argument("h", type=checked)
p.add_argument("-e", action="extend", nargs="+")
p.add_argument("--ac", action="append_const", const=1, dest="e")
run(p, "no")
run(p, "ok", "-e", "1", "2", "-e", "3", "--ac")
p = argparse.ArgumentParser(prog="t2")
p.add_argument("--z", action=Both)
p.add_argument("w", action=Both, nargs=2)
run(p, "--z", "1", "2", "3")
p = argparse.ArgumentParser(prog="t3", prefix_chars="+-", allow_abbrev=False, argument_default=argparse.SUPPRESS)
p.add_argument("+x", type=int)
p.add_argument("--long")
for line in ("+x 3", "--lon 3", "--long 4", "-5"):
    run(p, *line.split())
p = argparse.ArgumentParser(prog="t4", fromfile_prefix_chars="@")
p.add_argument("-i", type=int, default="7")
p.add_argument("--numbers", type=int, nargs="+", choices=range(5))
for line in ("", "-i 3", "-ix", "--numbers 1 2", "--numbers 7", "--numbers", "@no.such.file"):
    run(p, *line.split())
