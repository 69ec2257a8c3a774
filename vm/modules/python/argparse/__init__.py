"""Reads command lines. What makes usage and help texts is in argparse._help, which is imported when a text is wanted."""

import sys

SUPPRESS = "==SUPPRESS=="
OPTIONAL = "?"
ZERO_OR_MORE = "*"
ONE_OR_MORE = "+"
REMAINDER = "..."
PARSER = "A..."
_REST = "_unrecognized_args"


def __getattr__(name):
    if name.endswith("Formatter"):
        import argparse._help

        return getattr(argparse._help, name)
    raise AttributeError("module 'argparse' has no attribute %r" % name)


def _argument_name(action):
    if action is None:
        return None
    if action.option_strings:
        return "/".join(action.option_strings)
    for name in (action.metavar, action.dest):
        if name not in (None, SUPPRESS):
            return "/".join(name) if isinstance(name, tuple) else name
    return "{%s}" % ",".join(map(str, action.choices)) if action.choices else None


class ArgumentError(Exception):
    """Something is wrong with an argument."""

    def __init__(self, argument, message):
        self.argument_name = _argument_name(argument)
        self.message = message

    def __str__(self):
        if self.argument_name is None:
            return self.message
        return "argument %s: %s" % (self.argument_name, self.message)


class ArgumentTypeError(Exception):
    """Raised by a type function to give a message of its own."""


class Namespace:
    """The result: an attribute for each argument."""

    def __init__(self, **kwargs):
        for name in kwargs:
            setattr(self, name, kwargs[name])

    def __eq__(self, other):
        return vars(self) == vars(other) if isinstance(other, Namespace) else NotImplemented

    def __contains__(self, key):
        return key in self.__dict__

    def __repr__(self):
        plain, odd = [], {}
        for name, value in self.__dict__.items():
            if name.isidentifier():
                plain.append("%s=%r" % (name, value))
            else:
                odd[name] = value
        if odd:
            plain.append("**%r" % odd)
        return "%s(%s)" % (type(self).__name__, ", ".join(plain))


class Action:
    """What an argument does: called with parser, namespace, values, option_string."""

    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None, required=False, help=None, metavar=None):
        self.option_strings = option_strings
        self.dest = dest
        self.nargs = nargs
        self.const = const
        self.default = default
        self.type = type
        self.choices = choices
        self.required = required
        self.help = help
        self.metavar = metavar
        self.container = None

    def format_usage(self):
        """How the argument is shown in the usage line."""
        return self.option_strings[0]

    def __call__(self, parser, namespace, values, option_string=None):
        raise NotImplementedError(".__call__() not defined")

    def __repr__(self):
        names = ("option_strings", "dest", "nargs", "const", "default", "type", "choices", "required", "help", "metavar")
        return "%s(%s)" % (type(self).__name__, ", ".join(["%s=%r" % (name, getattr(self, name)) for name in names]))


class _Store(Action):
    def __init__(self, option_strings, dest, nargs=None, const=None, **kwargs):
        if nargs == 0:
            raise ValueError("nargs for store actions must be != 0; if you have nothing to store, actions such as store true or store const may be more appropriate")
        if const is not None and nargs != OPTIONAL:
            raise ValueError("nargs must be %r to supply const" % OPTIONAL)
        Action.__init__(self, option_strings, dest, nargs, const, **kwargs)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)


class _Const(Action):
    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None, metavar=None):
        Action.__init__(self, option_strings, dest, 0, const, default, required=required, help=help, metavar=metavar)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, self.const)


class _True(_Const):
    def __init__(self, option_strings, dest, default=False, required=False, help=None):
        _Const.__init__(self, option_strings, dest, True, default, required, help)


class _False(_Const):
    def __init__(self, option_strings, dest, default=True, required=False, help=None):
        _Const.__init__(self, option_strings, dest, False, default, required, help)


def _items(namespace, dest):
    """A copy of the list so far."""
    items = getattr(namespace, dest, None)
    return [] if items is None else list(items)


class _Append(_Store):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, _items(namespace, self.dest) + [values])


class _Extend(_Store):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, _items(namespace, self.dest) + list(values))


class _AppendConst(_Const):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, _items(namespace, self.dest) + [self.const])


class _Count(Action):
    def __init__(self, option_strings, dest, default=None, required=False, help=None):
        Action.__init__(self, option_strings, dest, 0, None, default, required=required, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (getattr(namespace, self.dest, None) or 0) + 1)


class _Help(Action):
    def __init__(self, option_strings, dest=SUPPRESS, default=SUPPRESS, help=None):
        Action.__init__(self, option_strings, dest, 0, None, default, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        parser.print_help()
        parser.exit()


class _Version(Action):
    def __init__(self, option_strings, version=None, dest=SUPPRESS, default=SUPPRESS, help="show program's version number and exit"):
        Action.__init__(self, option_strings, dest, 0, None, default, help=help)
        self.version = version

    def __call__(self, parser, namespace, values, option_string=None):
        version = parser.version if self.version is None else self.version
        parser._print_message(parser._formatter().fill_version(version), sys.stdout)
        parser.exit()


class BooleanOptionalAction(Action):
    """--name and --no-name."""

    def __init__(self, option_strings, dest, default=None, type=None, choices=None, required=False, help=None, metavar=None):
        names = []
        for name in option_strings:
            names.append(name)
            if name.startswith("--"):
                names.append("--no-" + name[2:])
        if help is not None and default is not None and default is not SUPPRESS:
            help += " (default: %(default)s)"
        Action.__init__(self, names, dest, 0, None, default, type, choices, required, help, metavar)

    def format_usage(self):
        """--name | --no-name"""
        return " | ".join(self.option_strings)

    def __call__(self, parser, namespace, values, option_string=None):
        if option_string in self.option_strings:
            setattr(namespace, self.dest, not option_string.startswith("--no-"))


class _SubCommand:
    """A sub-parser's line in help texts."""

    option_strings = ()
    nargs = 0
    choices = None

    def __init__(self, name, aliases, help):
        self.dest = name
        self.metavar = name + (" (%s)" % ", ".join(aliases) if aliases else "")
        self.help = help


class _SubParsers(Action):
    def __init__(self, option_strings, prog, parser_class, dest=SUPPRESS, required=False, help=None, metavar=None):
        self._prog = prog
        self._parser_class = parser_class
        self._parsers = {}
        self._lines = []
        Action.__init__(self, option_strings, dest, PARSER, choices=self._parsers, required=required, help=help, metavar=metavar)

    def add_parser(self, name, *, aliases=(), **kwargs):
        """A parser for a sub-command."""
        if kwargs.get("prog") is None:
            kwargs["prog"] = "%s %s" % (self._prog, name)
        if "help" in kwargs:
            self._lines.append(_SubCommand(name, aliases, kwargs.pop("help")))
        parser = self._parser_class(**kwargs)
        for each in (name,) + tuple(aliases):
            self._parsers[each] = parser
        return parser

    def __call__(self, parser, namespace, values, option_string=None):
        name = values[0]
        if self.dest is not SUPPRESS:
            setattr(namespace, self.dest, name)
        if name not in self._parsers:
            raise ArgumentError(self, "unknown parser %r (choices: %s)" % (name, ", ".join(self._parsers)))
        inner, rest = self._parsers[name].parse_known_args(values[1:], None)
        for key, value in vars(inner).items():
            setattr(namespace, key, value)
        if rest:
            setattr(namespace, _REST, getattr(namespace, _REST, []) + rest)


_ACTIONS = {None: _Store, "store": _Store, "store_const": _Const, "store_true": _True, "store_false": _False, "append": _Append, "append_const": _AppendConst,
            "count": _Count, "extend": _Extend, "help": _Help, "version": _Version, "parsers": _SubParsers}


class FileType:
    """A type of argument: the name of a file, which is opened. "-" is stdin or stdout."""

    def __init__(self, mode="r", bufsize=-1, encoding=None, errors=None):
        self._mode = mode

    def __call__(self, string):
        if string == "-":
            stream = sys.stdin if "r" in self._mode else sys.stdout
            return stream.buffer if "b" in self._mode else stream
        try:
            return open(string, self._mode)
        except OSError as error:
            raise ArgumentTypeError("can't open '%s': %s" % (string, error))


class _Container:
    """What parsers and groups share: they take arguments."""

    def _init_container(self, description, prefix_chars, argument_default, conflict_handler):
        self.description = description
        self.prefix_chars = prefix_chars
        self.argument_default = argument_default
        self.conflict_handler = conflict_handler
        self._actions = []
        self._options = {}
        self._groups = []
        self._exclusive = []
        self._defaults = {}
        self._types = {}

    def register(self, registry_name, value, object):
        """Give an action or a type a name."""
        if registry_name == "action":
            _ACTIONS[value] = object
        else:
            self._types[value] = object

    def set_defaults(self, **kwargs):
        """Set attributes of the result that no argument may set."""
        self._defaults.update(kwargs)
        for action in self._actions:
            if action.dest in kwargs:
                action.default = kwargs[action.dest]

    def get_default(self, dest):
        """The default of an attribute of the result."""
        for action in self._actions:
            if action.dest == dest and action.default is not None:
                return action.default
        return self._defaults.get(dest)

    def add_argument(self, *args, **kwargs):
        """Add a positional argument, or an option when the names begin with a dash."""
        if not args or (len(args) == 1 and args[0][0] not in self.prefix_chars):
            if args and "dest" in kwargs:
                raise ValueError("dest supplied twice for positional argument")
            self._name_positional(args, kwargs)
        else:
            self._name_option(args, kwargs)
        if "default" not in kwargs:
            if kwargs["dest"] in self._defaults:
                kwargs["default"] = self._defaults[kwargs["dest"]]
            elif self.argument_default is not None:
                kwargs["default"] = self.argument_default
        action = kwargs.pop("action", None)
        kind = _ACTIONS.get(action, action)
        if not callable(kind):
            raise ValueError('unknown action "%s"' % (kind,))
        action = kind(**kwargs)
        if not callable(self._types.get(action.type, action.type)) and action.type is not None:
            raise ValueError("%r is not callable" % (action.type,))
        if isinstance(action.metavar, tuple):
            self._check_metavar(action)
        return self._add_action(action)

    def _check_metavar(self, action):
        wanted = action.nargs if isinstance(action.nargs, int) else 2 if action.nargs in ("*", "+") else 1
        if len(action.metavar) != wanted and not (action.nargs == "*" and len(action.metavar) == 1):
            raise ValueError("length of metavar tuple does not match nargs")

    def _name_positional(self, args, kwargs):
        if "required" in kwargs:
            raise TypeError("'required' is an invalid argument for positionals")
        if args:
            kwargs["dest"] = args[0]
        nargs = kwargs.get("nargs")
        if kwargs.get("action") in (None, "store", "append", "extend", "parsers") or nargs is not None:
            kwargs["required"] = not (nargs in (OPTIONAL, REMAINDER, SUPPRESS) or (nargs == ZERO_OR_MORE and "default" in kwargs))
            if nargs == ZERO_OR_MORE and "default" not in kwargs:
                kwargs["required"] = True
        kwargs["option_strings"] = []

    def _name_option(self, args, kwargs):
        for name in args:
            if name[0] not in self.prefix_chars:
                raise ValueError("invalid option string %r: must start with a character %r" % (name, self.prefix_chars))
        if not kwargs.get("dest"):
            long = [name for name in args if len(name) > 1 and name[1] in self.prefix_chars]
            dest = (long or args)[0].lstrip(self.prefix_chars)
            if not dest:
                raise ValueError("dest= is required for options like %r" % args[0])
            kwargs["dest"] = dest.replace("-", "_")
        kwargs["option_strings"] = list(args)

    def _add_action(self, action):
        taken = [name for name in action.option_strings if name in self._options]
        if taken:
            if self.conflict_handler != "resolve":
                raise ArgumentError(action, "conflicting option string%s: %s" % ("" if len(taken) == 1 else "s", ", ".join(taken)))
            for name in taken:
                self._take_name(name)
        self._actions.append(action)
        action.container = self
        for name in action.option_strings:
            self._options[name] = action
        return action

    def _take_name(self, name):
        """The option's older owner loses it."""
        action = self._options.pop(name)
        action.option_strings = [other for other in action.option_strings if other != name]
        if not action.option_strings:
            action.container._forget(action)

    def _forget(self, action):
        for actions in [self._actions] + [group._members for group in self._groups]:
            if action in actions:
                actions.remove(action)

    def add_argument_group(self, title=None, description=None, **kwargs):
        """A group with a title of its own in the help text."""
        group = _Group(self, title, description, **kwargs)
        self._groups.append(group)
        return group

    def add_mutually_exclusive_group(self, *, required=False):
        """A group of which only one argument may be given."""
        group = _Exclusive(self, required)
        self._exclusive.append(group)
        return group


class _Group(_Container):
    """Arguments that stand together in the help text; the parser knows them."""

    def __init__(self, owner, title=None, description=None, **kwargs):
        self._init_container(description, kwargs.get("prefix_chars", owner.prefix_chars), kwargs.get("argument_default", owner.argument_default),
                             kwargs.get("conflict_handler", owner.conflict_handler))
        self.title = title
        self.owner = owner
        self._options = owner._options
        self._defaults = owner._defaults
        self._types = owner._types
        self._exclusive = owner._exclusive
        self._members = []

    def _add_action(self, action):
        self.owner._keep(action, self)
        self._members.append(action)
        return action

    def _keep(self, action, group):
        self.owner._keep(action, group)

    def _forget(self, action):
        self.owner._forget(action)


class _Exclusive(_Group):
    """Arguments of which only one may be given."""

    def __init__(self, owner, required):
        _Group.__init__(self, owner)
        self.required = required

    def _add_action(self, action):
        if action.required:
            raise ValueError("mutually exclusive arguments must be optional")
        self.owner._add_action(action)
        self._members.append(action)
        return action


class ArgumentParser(_Container):
    """Knows the arguments of a program, and reads them."""

    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=(), formatter_class=None, prefix_chars="-", fromfile_prefix_chars=None,
                 argument_default=None, conflict_handler="error", add_help=True, allow_abbrev=True, exit_on_error=True):
        self._init_container(description, prefix_chars, argument_default, conflict_handler)
        self.prog = (sys.argv[0] if sys.argv else "").rpartition("/")[2] if prog is None else prog
        self.usage = usage
        self.epilog = epilog
        self.formatter_class = formatter_class
        self.fromfile_prefix_chars = fromfile_prefix_chars
        self.add_help = add_help
        self.allow_abbrev = allow_abbrev
        self.exit_on_error = exit_on_error
        self._positionals = self.add_argument_group("positional arguments")
        self._optionals = self.add_argument_group("options")
        self._subparsers = None
        self._commands = None
        if add_help:
            dash = "-" if "-" in prefix_chars else prefix_chars[0]
            self.add_argument(dash + "h", dash * 2 + "help", action="help", default=SUPPRESS, help="show this help message and exit")
        for parent in parents:
            self._adopt(parent)

    def _adopt(self, parent):
        """Takes over the arguments of another parser, group by group."""
        groups = {}
        for group in parent._groups:
            mine = {parent._positionals: self._positionals, parent._optionals: self._optionals}.get(group)
            if mine is None:
                mine = self.add_argument_group(group.title, group.description)
            for action in group._members:
                groups[action] = mine
        for action in parent._actions:
            groups.get(action, self)._add_action(action)
        for group in parent._exclusive:
            mine = self.add_mutually_exclusive_group(required=group.required)
            mine._members = list(group._members)
        self._defaults.update(parent._defaults)

    def _add_action(self, action):
        return (self._optionals if action.option_strings else self._positionals)._add_action(action)

    def _keep(self, action, group):
        _Container._add_action(self, action)
        action.container = self

    def add_subparsers(self, *, title=None, description=None, parser_class=None, prog=None, action=None, dest=SUPPRESS, required=False, help=None, metavar=None):
        """Let the program have sub-commands; the result has add_parser()."""
        if self._commands is not None:
            self.error("cannot have multiple subparser arguments")
        group = self._positionals
        if title or description:
            group = self.add_argument_group(title or "subcommands", description)
        if prog is None:
            positionals = [action for action in self._actions if not action.option_strings]
            prog = self._formatter().usage(self.usage, positionals, self._exclusive, "").strip()
        self._commands = _SubParsers([], prog, parser_class or type(self), dest, required, help, metavar)
        return group._add_action(self._commands)

    # Reading.

    def parse_args(self, args=None, namespace=None):
        """The result of a command line, by default sys.argv[1:]; what is wrong with it ends the program."""
        namespace, rest = self.parse_known_args(args, namespace)
        if rest:
            self.error("unrecognized arguments: " + " ".join(rest))
        return namespace

    parse_intermixed_args = parse_args

    def parse_known_args(self, args=None, namespace=None):
        """The result, and a list of what nobody knows."""
        args = list(sys.argv[1:] if args is None else args)
        if namespace is None:
            namespace = Namespace()
        for action in self._actions:
            if action.dest is not SUPPRESS and action.default is not SUPPRESS and not hasattr(namespace, action.dest):
                setattr(namespace, action.dest, action.default)
        for dest in self._defaults:
            if not hasattr(namespace, dest):
                setattr(namespace, dest, self._defaults[dest])
        if not self.exit_on_error:
            return self._read(args, namespace)
        try:
            return self._read(args, namespace)
        except ArgumentError as error:
            self.error(str(error))

    parse_known_intermixed_args = parse_known_args

    def _read(self, args, namespace):
        if self.fromfile_prefix_chars is not None:
            args = self._from_files(args)
        rest = _Reading(self, args, namespace).run()
        if hasattr(namespace, _REST):
            rest.extend(getattr(namespace, _REST))
            delattr(namespace, _REST)
        return namespace, rest

    def _from_files(self, args):
        out = []
        for arg in args:
            if not arg or arg[0] not in self.fromfile_prefix_chars:
                out.append(arg)
                continue
            try:
                with open(arg[1:]) as file:
                    words = []
                    for line in file.read().splitlines():
                        words.extend(self.convert_arg_line_to_args(line))
            except OSError as error:
                raise ArgumentError(None, str(error))
            out.extend(self._from_files(words))
        return out

    def convert_arg_line_to_args(self, arg_line):
        """The arguments in a line of a file."""
        return [arg_line]

    def _option(self, arg):
        """None for a positional; else (action, name, value behind '=' or None). Action is None for what looks like an option."""
        if not arg or arg[0] not in self.prefix_chars:
            return None
        if arg in self._options:
            return self._options[arg], arg, None
        if len(arg) == 1:
            return None
        name, equals, value = arg.partition("=")
        if equals and name in self._options:
            return self._options[name], name, value
        found = self._abbreviated(arg)
        if len(found) > 1:
            raise ArgumentError(None, "ambiguous option: %s could match %s" % (arg, ", ".join([one[1] for one in found])))
        if found:
            return found[0]
        if _is_negative(arg) and not any([_is_negative(name) for name in self._options]):
            return None
        return None if " " in arg else (None, arg, None)

    def _abbreviated(self, arg):
        """Options of which the argument is the beginning; of one letter, the letters behind it are their value."""
        if arg[1] in self.prefix_chars:
            if not self.allow_abbrev:
                return []
            name, equals, value = arg.partition("=")
            return [(action, full, value if equals else None) for full, action in self._options.items() if full.startswith(name)]
        found = []
        name, equals, value = arg.partition("=")
        for full, action in self._options.items():
            if full == arg[:2]:
                found.append((action, full, arg[2:]))
            elif self.allow_abbrev and full.startswith(name):
                found.append((action, full, value if equals else None))
        return found

    def _value(self, action, text):
        convert = self._types.get(action.type, action.type)
        if convert is None:
            return text
        try:
            return convert(text)
        except ArgumentTypeError as error:
            raise ArgumentError(action, str(error))
        except (TypeError, ValueError):
            raise ArgumentError(action, "invalid %s value: %r" % (getattr(action.type, "__name__", repr(action.type)), text))

    def _check(self, action, value):
        if action.choices is not None and value not in action.choices:
            raise ArgumentError(action, "invalid choice: %r (choose from %s)" % (value, ", ".join(map(repr, action.choices))))
        return value

    def _values(self, action, words):
        """What the action is called with."""
        nargs = action.nargs
        if nargs not in (PARSER, REMAINDER) and "--" in words:
            words.remove("--")
        if not words and nargs == OPTIONAL:
            value = action.const if action.option_strings else action.default
            return self._check(action, self._value(action, value)) if isinstance(value, str) else value
        if not words and nargs == ZERO_OR_MORE and not action.option_strings:
            return words if action.default is None else action.default
        if len(words) == 1 and nargs in (None, OPTIONAL):
            return self._check(action, self._value(action, words[0]))
        if nargs == REMAINDER:
            return [self._value(action, word) for word in words]
        values = [self._value(action, word) for word in words]
        for value in values[:1] if nargs == PARSER else values:
            self._check(action, value)
        return values

    # Texts.

    def _formatter(self):
        import argparse._help

        return (self.formatter_class or argparse._help.HelpFormatter)(prog=self.prog)

    def format_usage(self):
        """The usage text."""
        return self._formatter().usage(self.usage, self._actions, self._exclusive)

    def format_help(self):
        """The help text."""
        return self._formatter().whole(self)

    def print_usage(self, file=None):
        """Print the usage text, by default to stdout."""
        self._print_message(self.format_usage(), file)

    def print_help(self, file=None):
        """Print the help text, by default to stdout."""
        self._print_message(self.format_help(), file)

    def _print_message(self, message, file=None):
        if message:
            (sys.stdout if file is None else file).write(message)

    def exit(self, status=0, message=None):
        """End the program."""
        self._print_message(message, sys.stderr)
        sys.exit(status)

    def error(self, message):
        """Print usage and a message to stderr; end the program with status 2."""
        self.print_usage(sys.stderr)
        self.exit(2, "%s: error: %s\n" % (self.prog, message))

    def __repr__(self):
        names = ("prog", "usage", "description", "formatter_class", "conflict_handler", "add_help")
        return "ArgumentParser(%s)" % ", ".join(["%s=%r" % (name, getattr(self, name)) for name in names])


def _is_negative(text):
    whole, dot, part = text[1:].partition(".")
    return text[:1] == "-" and (whole + part).isdigit() and (part.isdigit() if dot else True)


def _bounds(nargs):
    """The least and the most words that an argument takes; -1: up to the next option, -2: all that follow."""
    if nargs is None:
        return 1, 1
    if isinstance(nargs, int):
        return nargs, nargs
    known = {OPTIONAL: (0, 1), ZERO_OR_MORE: (0, -1), ONE_OR_MORE: (1, -1), REMAINDER: (0, -2), PARSER: (1, -2), SUPPRESS: (0, 0)}
    if nargs not in known:
        raise ValueError("invalid nargs value")
    return known[nargs]


class _Reading:
    """A command line while it is read. `options` says of each word whether it is an option."""

    def __init__(self, parser, args, namespace):
        self.parser = parser
        self.args = args
        self.namespace = namespace
        self.rest = []
        self.seen = set()
        self.given = set()
        self.positionals = [action for action in parser._actions if not action.option_strings]
        self.options = []
        for i, arg in enumerate(args):
            if arg == "--":
                self.options += ["-"] + [None] * (len(args) - i - 1)
                break
            self.options.append(parser._option(arg))

    def run(self):
        at = 0
        last = max([i for i, option in enumerate(self.options) if isinstance(option, tuple)], default=-1)
        while at <= last:
            following = at
            while not isinstance(self.options[following], tuple):
                following += 1
            if following != at:
                moved = self.take_positionals(at)
                if moved > at:
                    at = moved
                    continue
            if not isinstance(self.options[at], tuple):
                self.rest.extend(self.args[at:following])
                at = following
            at = self.take_option(at)
        at = self.take_positionals(at)
        self.rest.extend(self.args[at:])
        self.check_required()
        return self.rest

    def count(self, at, nargs, reserved=0):
        """How many words from `at` on an argument takes when `reserved` are needed by others; -1 when there are too few."""
        least, most = _bounds(nargs)
        if most == -2:
            run = len(self.args) - at
            while least and at < len(self.args) and self.options[at] == "-":
                at += 1
                least += 1
            return run if run >= least and not (least and isinstance(self.options[at], tuple)) else -1
        words = dashes = 0
        while at < len(self.args) and not isinstance(self.options[at], tuple) and (most < 0 or words < most or self.options[at] == "-"):
            if self.options[at] == "-":
                dashes += 1
            else:
                words += 1
            at += 1
        if words < least:
            return -1
        return max(words - reserved, least) + dashes if reserved and self.left(at) < reserved else words + dashes

    def left(self, at):
        """How many words there are up to the next option."""
        n = 0
        while at < len(self.args) and not isinstance(self.options[at], tuple):
            n += self.options[at] != "-"
            at += 1
        return n

    def take_positionals(self, at):
        """Gives words to as many positional arguments as there are enough for."""
        counts = self.share(at)
        for action, count in zip(self.positionals, counts):
            self.act(action, self.args[at : at + count])
            at += count
        self.positionals = self.positionals[len(counts) :]
        return at

    def share(self, at):
        """How many words each of the next positional arguments gets: the first ones as many as they like."""
        for used in range(len(self.positionals), 0, -1):
            actions = self.positionals[:used]
            counts = []
            place = at
            for i, action in enumerate(actions):
                need = sum([_bounds(other.nargs)[0] for other in actions[i + 1 :]])
                count = self.fit(place, action.nargs, need)
                if count < 0:
                    break
                counts.append(count)
                place += count
            if len(counts) == used:
                return counts
        return []

    def fit(self, at, nargs, need):
        least, most = _bounds(nargs)
        if most == -2:
            return self.count(at, nargs)
        spare = self.left(at) - need
        if spare < least:
            return -1
        wanted = spare if most < 0 else min(most, spare)
        end = at
        while wanted > 0 or (end < len(self.args) and self.options[end] == "-" and (least or most)):
            wanted -= self.options[end] != "-"
            end += 1
        return end - at

    def act(self, action, words, option=None):
        parser = self.parser
        self.seen.add(action)
        values = parser._values(action, list(words))
        if values is not action.default:
            self.given.add(action)
            for group in parser._exclusive:
                if action in group._members:
                    for other in group._members:
                        if other is not action and other in self.given:
                            raise ArgumentError(action, "not allowed with argument %s" % _argument_name(other))
        if values is not SUPPRESS:
            action(parser, self.namespace, values, option)

    def take_option(self, at):
        """Reads an option, or several letters behind one dash, with what they take."""
        action, name, value = self.options[at]
        if action is None:
            self.rest.append(self.args[at])
            return at + 1
        at += 1
        pending = []
        while value is not None:
            count = self.explicit(action, name, value)
            if count:
                pending.append((action, [value], name))
                break
            pending.append((action, [], name))
            letter = name[0] + value[0]
            if letter not in self.parser._options:
                raise ArgumentError(action, "ignored explicit argument %r" % value)
            action, name, value = self.parser._options[letter], letter, value[1:] or None
            if value is not None and value[0] == "=" and _bounds(action.nargs)[1]:
                value = value[1:]
        else:
            count = self.count(at, action.nargs)
            if count < 0:
                raise ArgumentError(action, _too_few(action.nargs))
            pending.append((action, self.args[at : at + count], name))
            at += count
        for action, words, name in pending:
            self.act(action, words, name)
        return at

    def explicit(self, action, name, value):
        """1 when the action takes the value that its option brings along, 0 when it is more letters."""
        least, most = _bounds(action.nargs)
        if least > 1:
            raise ArgumentError(action, _too_few(action.nargs))
        if most != 0:
            return 1
        if not value or len(name) != 2 or name[1] in self.parser.prefix_chars:
            raise ArgumentError(action, "ignored explicit argument %r" % value)
        return 0

    def check_required(self):
        parser, namespace = self.parser, self.namespace
        missing = []
        for action in parser._actions:
            if action in self.seen:
                continue
            if action.required:
                missing.append(_argument_name(action))
            elif isinstance(action.default, str) and getattr(namespace, action.dest, None) is action.default:
                setattr(namespace, action.dest, parser._value(action, action.default))
        if missing:
            raise ArgumentError(None, "the following arguments are required: " + ", ".join(map(str, missing)))
        for group in parser._exclusive:
            if group.required and not any([action in self.given for action in group._members]):
                names = [_argument_name(action) for action in group._members if action.help is not SUPPRESS]
                raise ArgumentError(None, "one of the arguments %s is required" % " ".join(names))


def _too_few(nargs):
    if nargs is None:
        return "expected one argument"
    if nargs == OPTIONAL:
        return "expected at most one argument"
    if nargs == ONE_OR_MORE:
        return "expected at least one argument"
    return "expected %s argument%s" % (nargs, "" if nargs == 1 else "s")
