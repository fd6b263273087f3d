"""Numbers that both sides make for themselves, so that goldens store results only.

The formula, in unsigned 32-bit arithmetic (tests/Sinter.Golden.Tests/Formula.cs holds the other copy):

    key(name)   = FNV-1a of the name's UTF-8 bytes: h = 0x811C9DC5; for each byte: h = (h ^ byte) * 0x01000193
    mix(x)      : x ^= x >> 16; x *= 0x7FEB352D; x ^= x >> 15; x *= 0x846CA68B; x ^= x >> 16
    unit(name,i)= (mix(i * 0x9E3779B9 + key(name)) >> 8) * 2^-24                    in [0, 1)
    uniform     = float32(low + (high - low) * unit), worked out in float64
    choice      = floor(unit * choices), worked out in float64

A weight of two axes or more lies in +-1/sqrt(fan in), fan in being the product of all extents but the first; other
parameters lie in +-1/4.
"""

import math

import numpy


def key(name):
    h = 0x811C9DC5
    for byte in name.encode("utf-8"):
        h = ((h ^ byte) * 0x01000193) & 0xFFFFFFFF
    return h


def mix(x):
    x = x ^ (x >> numpy.uint32(16))
    x = x * numpy.uint32(0x7FEB352D)
    x = x ^ (x >> numpy.uint32(15))
    x = x * numpy.uint32(0x846CA68B)
    return x ^ (x >> numpy.uint32(16))


def unit(name, count):
    index = numpy.arange(count, dtype=numpy.uint32)
    bits = mix(index * numpy.uint32(0x9E3779B9) + numpy.uint32(key(name)))
    return (bits >> numpy.uint32(8)).astype(numpy.float64) * 2.0**-24


def uniform(name, shape, low, high):
    return (low + (high - low) * unit(name, math.prod(shape))).astype(numpy.float32).reshape(shape)


def choice(name, count, choices):
    return numpy.floor(unit(name, count) * choices).astype(numpy.int64)


def weight(name, shape):
    bound = 1 / math.sqrt(math.prod(shape[1:])) if len(shape) >= 2 else 0.25
    return uniform(name, shape, -bound, bound)
