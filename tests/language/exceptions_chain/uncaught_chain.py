def lookup(key):
    try:
        return {}[key]
    except KeyError as e:
        raise ValueError("no such key") from e


lookup("k")
