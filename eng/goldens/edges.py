"""Where functions change their form, saturate or overflow. The C# twins stand under the same names in tests/Sinter.Golden.Tests/Edges."""

import torch
from torch.nn import functional as F

INFINITY = float("inf")
NAN = float("nan")

POINTS = [
    -INFINITY, -3e38, -1e30, -1e10, -200, -104, -88, -50, -20, -17.5, -9, -6, -3, -2.5, -1, -0.5, -1e-4, -1e-30, -0.0,
    0.0, 1e-30, 1e-4, 0.5, 1, 2.5, 3, 6, 9, 17.5, 20, 50, 88, 104, 200, 1e10, 1e30, 3e38, INFINITY, NAN,
]

# Functions of one element.
SCALARS = {
    "relu": F.relu,
    "relu6": F.relu6,
    "leaky_relu": lambda x: F.leaky_relu(x, 0.1),
    "sigmoid": torch.sigmoid,
    "hardsigmoid": F.hardsigmoid,
    "tanh": torch.tanh,
    "gelu": F.gelu,
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"),
    "silu": F.silu,
    "elu": F.elu,
    "elu_half": lambda x: F.elu(x, 0.5),
    "selu": F.selu,
    "celu": lambda x: F.celu(x, 2.0),
    "softplus": F.softplus,
    "softplus_small": lambda x: F.softplus(x, 0.01),
    "softplus_large": lambda x: F.softplus(x, 100),
    "logsigmoid": F.logsigmoid,
    "mish": F.mish,
    "hardswish": F.hardswish,
    "exp": torch.exp,
    "log": torch.log,
    "log1p": torch.log1p,
    "sqrt": torch.sqrt,
    "rsqrt": torch.rsqrt,
    "reciprocal": lambda x: 1 / x,
    "erf": torch.erf,
    "abs": torch.abs,
    "sign": torch.sign,
    "floor": torch.floor,
    "ceil": torch.ceil,
    "round": torch.round,
    "sin": torch.sin,
    "cos": torch.cos,
    "tan": torch.tan,
    "asin": torch.asin,
    "acos": torch.acos,
    "atan": torch.atan,
    "sinh": torch.sinh,
    "cosh": torch.cosh,
    "reciprocal_function": torch.reciprocal,
    "mod_2.5": lambda x: torch.remainder(x, 2.5),
    "mod_-1.5": lambda x: torch.remainder(x, -1.5),
    "mod_by": lambda x: torch.remainder(x.clamp(-5, 5), x),
    "clamp": lambda x: x.clamp(-1, 2.5),
    "clamp_min": lambda x: x.clamp(min=0.5),
    "clamp_max": lambda x: x.clamp(max=-1),
    "maximum": lambda x: torch.maximum(x, -x),
    "minimum": lambda x: torch.minimum(x, x.abs()),
    "pow_-2.5": lambda x: x.pow(-2.5),
    "pow_-2": lambda x: x.pow(-2),
    "pow_-1": lambda x: x.pow(-1),
    "pow_-0.5": lambda x: x.pow(-0.5),
    "pow_-0.25": lambda x: x.pow(-0.25),
    "pow_0.3": lambda x: x.pow(0.3),
    "pow_0.5": lambda x: x.pow(0.5),
    "pow_1": lambda x: x.pow(1),
    "pow_1.5": lambda x: x.pow(1.5),
    "pow_2": lambda x: x.pow(2),
    "pow_2.5": lambda x: x.pow(2.5),
    "pow_3": lambda x: x.pow(3),
    "negate": lambda x: -x,
    "plus_zero": lambda x: x + 0.0,
    "plus_minus_zero": lambda x: x + -0.0,
    "minus_zero": lambda x: x - 0.0,
    "minus_minus_zero": lambda x: x - -0.0,
    "zero_minus": lambda x: 0.0 - x,
    "times_zero": lambda x: x * 0.0,
    "difference": lambda x: -(x - x.abs()),
    "signs_of_zero": lambda x: 1 / torch.where(x > 0, torch.tensor(0.0), torch.tensor(-0.0)) + x * 0,
}

# Functions of a row of four: ties, infinities, and rows without a spread.
ROWS = [
    [0, 0, 0, 0], [1, 1, 1, 1], [3, 3, 1, 3], [-INFINITY, 0, 1, 2], [-INFINITY, -INFINITY, 0, 0], [1e30, -1e30, 0, 0],
    [100, -100, 0, 88], [-0.0, 0.0, -0.0, 0.0], [1e-30, -1e-30, 0, 0],
]
ROW_FUNCTIONS = {
    "softmax": lambda x: F.softmax(x, -1),
    "log_softmax": lambda x: F.log_softmax(x, -1),
    "amax": lambda x: x.amax(-1, keepdim=True).expand(-1, 4),
    "max_pool": lambda x: F.max_pool2d(x[None, None], (1, 2))[0, 0].repeat(1, 2),
}

# Rows that a norm brings to finite numbers.
NORMS = {"layer_norm": lambda x: F.layer_norm(x, (4,))}
NORM_ROWS = [row if abs(row[0]) < 1e10 else [1, 2, 3, 4] for row in ROWS]

# Losses, of which each element has a gradient of its own.
LOSSES = {
    "l1": F.l1_loss,
    "mse": F.mse_loss,
    "huber": F.huber_loss,
    "huber_half": lambda x, y: F.huber_loss(x, y, delta=0.5),
    "bce": F.binary_cross_entropy_with_logits,
}
