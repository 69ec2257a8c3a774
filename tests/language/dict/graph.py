# Graph algorithms over dicts of sets and lists.
edges = [("a", "b", 4), ("a", "c", 1), ("c", "b", 2), ("b", "d", 5), ("c", "d", 8), ("d", "e", 3), ("f", "g", 1)]
graph = {}
for u, v, w in edges:
    graph.setdefault(u, {})[v] = w
    graph.setdefault(v, {})[u] = w


def shortest(start):
    distance = {start: 0}
    todo = {start}
    while todo:
        node = min(todo, key=lambda n: (distance[n], n))
        todo.remove(node)
        for neighbour, weight in graph[node].items():
            d = distance[node] + weight
            if d < distance.get(neighbour, float("inf")):
                distance[neighbour] = d
                todo.add(neighbour)
    return distance


print(sorted(shortest("a").items()), sorted(shortest("f").items()))


def components():
    left = set(graph)
    while left:
        todo = [min(left)]
        seen = set()
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo.extend(graph[node].keys() - seen)
        left -= seen
        yield sorted(seen)


print(list(components()))


def memoize(f):
    cache = {}

    def wrapper(*args):
        if args not in cache:
            cache[args] = f(*args)
        return cache[args]

    wrapper.cache = cache
    return wrapper


@memoize
def paths(x, y):
    return 1 if x == 0 or y == 0 else paths(x - 1, y) + paths(x, y - 1)


print(paths(16, 16), len(paths.cache), (3, 4) in paths.cache)
trie = {}
for word in ("tea", "ten", "to", "in", "inn"):
    node = trie
    for letter in word:
        node = node.setdefault(letter, {})
    node["$"] = word
print(trie)
