"""Layers that make images and sequences larger or smaller: the PyTorch twins of tests/Sinter.Golden.Tests/Images, made and recorded as layers.py says."""

from torch import nn
from torch.nn import functional as F

from layers import Case

TRANSPOSED = [
    Case("ConvTranspose2dCase", (3, 4, 5), nn.ConvTranspose2d(3, 4, 3)),
    Case("ConvTranspose2dStrideCase", (3, 4, 5), nn.ConvTranspose2d(3, 5, 3, stride=2, padding=1, output_padding=1)),
    Case("ConvTranspose2dGroupsCase", (4, 3, 4), nn.ConvTranspose2d(4, 6, 4, stride=2, padding=1, groups=2)),
    Case("ConvTranspose2dDepthwiseCase", (4, 3, 4), nn.ConvTranspose2d(4, 4, 3, stride=2, padding=1, groups=4, bias=False)),
    Case("ConvTranspose2dDilationCase", (2, 4, 3), nn.ConvTranspose2d(2, 3, 3, stride=3, padding=2, output_padding=1, dilation=2)),
    Case("ConvTranspose2dOblongCase", (2, 4, 5), nn.ConvTranspose2d(2, 3, (3, 4), stride=(2, 1), padding=(1, 3), output_padding=(1, 0), dilation=(1, 2))),
    Case("ConvTranspose2dCroppedCase", (3, 4, 5), nn.ConvTranspose2d(3, 2, 2, stride=2, padding=2)),
    Case("ConvTranspose2dPointwiseCase", (3, 3, 4), nn.ConvTranspose2d(3, 4, 1, stride=2, output_padding=1)),
    Case("ConvTranspose2dWeightCase", (4, 3, 4), lambda x, weight, offset: F.conv_transpose2d(x, weight, offset, stride=(2, 3), padding=(1, 0), groups=2),
         parameters={"weight": (4, 3, 2, 3), "offset": (6,)}),
    Case("ConvTranspose1dCase", (3, 7), nn.ConvTranspose1d(3, 4, 4, stride=2, padding=1)),
    Case("ConvTranspose1dGroupsCase", (4, 6), nn.ConvTranspose1d(4, 6, 3, stride=2, padding=2, output_padding=1, groups=2, bias=False, dilation=2)),
    Case("ConvTranspose1dWeightCase", (3, 5), lambda x, weight: F.conv_transpose1d(x, weight, stride=3, output_padding=2), parameters={"weight": (3, 2, 4)}),
]

POOLING = [
    Case("AvgPool2dCeilCase", (2, 6, 5), lambda x: F.avg_pool2d(x, 3, 2, 1, ceil_mode=True)),
    Case("AvgPool2dCeilInsideCase", (2, 6, 8), lambda x: F.avg_pool2d(x, 3, 2, 1, ceil_mode=True, count_include_pad=False)),
    Case("AvgPool2dCeilOblongCase", (2, 7, 6), lambda x: F.avg_pool2d(x, (2, 4), (2, 3), (0, 2), ceil_mode=True)),
    Case("AvgPool2dDivisorCase", (2, 6, 5), lambda x: F.avg_pool2d(x, 3, 2, 1, ceil_mode=True, divisor_override=5)),
    Case("AvgPool1dCeilCase", (2, 8), lambda x: F.avg_pool1d(x, 3, 2, 1, ceil_mode=True)),
    Case("AdaptiveAvgPool2dCase", (3, 8, 6), lambda x: F.adaptive_avg_pool2d(x, (4, 3))),
    Case("AdaptiveAvgPool2dUnevenCase", (3, 7, 8), lambda x: F.adaptive_avg_pool2d(x, 5)),
    Case("AdaptiveAvgPool2dLargerCase", (2, 3, 4), lambda x: F.adaptive_avg_pool2d(x, (5, None))),
    Case("AdaptiveMaxPool2dCase", (3, 13, 6), lambda x: F.adaptive_max_pool2d(x, (6, 2))),
    Case("AdaptiveMaxPool2dTiesCase", (3, 7, 8), lambda x: F.adaptive_max_pool2d(x, 5), values="coarse"),
    Case("AdaptiveAvgPool1dCase", (3, 7), lambda x: F.adaptive_avg_pool1d(x, 5)),
    Case("AdaptiveMaxPool1dCase", (3, 7), lambda x: F.adaptive_max_pool1d(x, 4)),
    Case("GlobalMaxPool2dCase", (5, 4, 3), lambda x: x.amax((2, 3))),
]

PADDING = [
    Case("PadReflectCase", (2, 5, 6), lambda x: F.pad(x, (1, 2, 3, 0), mode="reflect")),
    Case("PadReplicateCase", (2, 3, 4), lambda x: F.pad(x, (2, 0, 1, 3), mode="replicate")),
    Case("PadCircularCase", (2, 3, 4), lambda x: F.pad(x, (1, 4, 2, 3), mode="circular")),
    Case("PadConstantCase", (2, 3, 4), lambda x: F.pad(x, (1, 0, 0, 2, 1, 1), value=0.5)),
    Case("ReflectionPad2dCase", (2, 4, 5), nn.ReflectionPad2d((1, 3, 2, 0))),
    Case("ReplicationPad1dCase", (2, 4), nn.ReplicationPad1d(3)),
    Case("Conv2dReflectCase", (3, 6, 7), nn.Conv2d(3, 4, 3, stride=2, padding=(1, 2), padding_mode="reflect")),
    Case("Conv2dSameReplicateCase", (2, 5, 6), nn.Conv2d(2, 3, 4, padding="same", padding_mode="replicate")),
    Case("Conv1dCircularCase", (3, 7), nn.Conv1d(3, 4, 3, padding=2, dilation=2, padding_mode="circular")),
    Case("DepthwiseConv2dReflectCase", (4, 5, 6), nn.Conv2d(4, 8, (3, 2), stride=(2, 1), padding=(1, 2), groups=4, padding_mode="reflect")),
    Case("DepthwiseConv2dOblongCase", (4, 5, 6), nn.Conv2d(4, 4, (1, 5), padding=(0, 2), dilation=(1, 1), groups=4)),
    Case("Conv2dWeightCase", (4, 5, 6), lambda x, weight, offset: F.conv2d(x, weight, offset, stride=(2, 1), padding=(0, 2), dilation=(1, 2), groups=2),
         parameters={"weight": (6, 2, 3, 2), "offset": (6,)}),
    Case("Conv2dWeightSameCase", (2, 5, 6), lambda x, weight: F.conv2d(x, weight, padding="same", dilation=(2, 1)), parameters={"weight": (3, 2, 3, 4)}),
    Case("Conv2dSameStrideCase", (2, 6, 7), lambda x, weight: F.conv2d(F.pad(x, (1, 1, 0, 1)), weight, stride=2), parameters={"weight": (3, 2, 3, 3)}),
]

RESAMPLING = [
    Case("UpsampleNearestCase", (3, 3, 4), nn.Upsample(scale_factor=2)),
    Case("UpsampleNearestOblongCase", (2, 3, 4), lambda x: F.interpolate(x, scale_factor=(3, 2))),
    Case("UpsampleNearestSizeCase", (2, 3, 4), lambda x: F.interpolate(x, size=(5, 7))),
    Case("UpsampleNearestFractionCase", (2, 4, 5), lambda x: F.interpolate(x, scale_factor=1.7)),
    Case("UpsampleNearestExactCase", (2, 3, 7), lambda x: F.interpolate(x, size=(5, 3), mode="nearest-exact")),
    Case("UpsampleNearestSequenceCase", (3, 5), nn.Upsample(scale_factor=3)),
    Case("UpsampleBilinearCase", (3, 3, 4), nn.Upsample(scale_factor=2, mode="bilinear")),
    Case("UpsampleBilinearOblongCase", (2, 3, 4), lambda x: F.interpolate(x, scale_factor=(3, 4), mode="bilinear")),
    Case("UpsampleBilinearCornersCase", (2, 3, 4), nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True)),
    Case("UpsampleBilinearSizeCase", (2, 3, 6), lambda x: F.interpolate(x, size=(7, 4), mode="bilinear")),
    Case("UpsampleBilinearFractionCase", (2, 3, 5), lambda x: F.interpolate(x, scale_factor=1.5, mode="bilinear")),
    Case("UpsampleBilinearRecomputeCase", (2, 3, 5), lambda x: F.interpolate(x, scale_factor=1.5, mode="bilinear", recompute_scale_factor=True)),
    Case("UpsampleBicubicCase", (2, 3, 4), lambda x: F.interpolate(x, scale_factor=2, mode="bicubic")),
    Case("UpsampleBicubicCornersCase", (2, 4, 5), lambda x: F.interpolate(x, size=(7, 3), mode="bicubic", align_corners=True)),
    Case("UpsampleLinearCase", (3, 5), nn.Upsample(scale_factor=4, mode="linear")),
    Case("UpsampleLinearCornersCase", (3, 5), lambda x: F.interpolate(x, size=8, mode="linear", align_corners=True)),
]

ALL = [*TRANSPOSED, *POOLING, *PADDING, *RESAMPLING]
