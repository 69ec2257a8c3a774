_values = {"alpha": 1}


def __getattr__(name):
    if name in _values:
        return _values[name]
    raise AttributeError("module has no " + name)


def __dir__():
    return ["alpha", "beta"]
