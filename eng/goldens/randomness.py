"""The random numbers of a training step, drawn as the runtime draws them, so that dropout has goldens too.

A stream of the step has a key of 64 bits, and the number at a position is a function of key and position alone
(src/Runtime/Simd/CounterRandom.cs holds the other copy). Layers take their streams in the order in which they are declared,
which is the order in which PyTorch calls them.
"""

import contextlib
import math

import numpy
import torch
from torch.nn import functional as F

import formula

MASK = (1 << 64) - 1
STREAMS_PER_STEP = 0x100000


def split_mix(value):
    value = (value + 0x9E3779B97F4A7C15) & MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
    return value ^ (value >> 31)


def uniform(stream, count, seed=0, step=0):
    """The first numbers in [0, 1) of a stream, fewer than 2**32."""
    key = split_mix(seed ^ split_mix(step * STREAMS_PER_STEP + stream))
    low, high = numpy.uint32(key & 0xFFFFFFFF), numpy.uint32(key >> 32)
    index = numpy.arange(count, dtype=numpy.uint32)
    bits = formula.mix(formula.mix(index * numpy.uint32(0x9E3779B9) + low) ^ high)
    return (bits >> numpy.uint32(8)).astype(numpy.float32) * numpy.float32(2.0**-24)


@contextlib.contextmanager
def drawn_as_at_run_time():
    """Within it dropout and stochastic depth keep what the first step of a trainer with seed 0 keeps."""
    from torchvision.ops import StochasticDepth

    streams = iter(range(1 << 20))

    def keep(shape, p, dtype):
        numbers = uniform(next(streams), math.prod(shape))
        return torch.from_numpy((numbers >= numpy.float32(p)).reshape(shape)).to(dtype) / (1 - p)

    def dropout(input, p=0.5, training=True, inplace=False):
        return input * keep(tuple(input.shape), p, input.dtype) if training and p > 0 else input

    def forward(self, input):
        if not self.training or self.p == 0:
            return input
        return input * keep((input.shape[0],) + (1,) * (input.dim() - 1), self.p, input.dtype)

    before = F.dropout, StochasticDepth.forward
    F.dropout, StochasticDepth.forward = dropout, forward
    try:
        yield
    finally:
        F.dropout, StochasticDepth.forward = before
