"""The inputs of the zoo's references: a shape, a number of choices (0 for numbers between -1 and 1), and the least of them."""


def numbers(*shape):
    """An input of numbers between -1 and 1."""
    return shape, 0, 0


def tokens(*shape, count, first=0):
    """An input of integers from first to first + count - 1."""
    return shape, count, first
