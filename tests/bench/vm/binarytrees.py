"""Allocation: binary trees of tuples and of objects."""


class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right


def tuples(depth):
    return (tuples(depth - 1), tuples(depth - 1)) if depth else (None, None)


def check(tree):
    left, right = tree
    return 1 if left is None else 1 + check(left) + check(right)


def nodes(depth):
    return Node(nodes(depth - 1), nodes(depth - 1)) if depth else Node(None, None)


def count(node):
    return 1 if node.left is None else 1 + count(node.left) + count(node.right)


long_lived = tuples(13)
print(sum(check(tuples(10)) for _ in range(120)), sum(count(nodes(10)) for _ in range(120)), check(long_lived))
