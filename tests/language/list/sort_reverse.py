# `reverse` is a number; its truth decides.
for reverse in True, False, 1, 0, 7, "yes", None, 1.0, []:
    for sort in sorted, lambda items, reverse: items.sort(reverse=reverse) or items:
        try:
            print(sort([1, 3, 2], reverse=reverse))
        except TypeError as e:
            print(type(e).__name__, type(reverse).__name__)
