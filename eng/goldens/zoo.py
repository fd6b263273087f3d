"""The networks that those of samples/Zoo are compared with, under the names of their classes."""

from collections import OrderedDict

import torch
import torchvision
from torch import nn
from torch.nn import functional as F

import networks
import zoo_coatnet
import zoo_graphs
import zoo_language
import zoo_recurrences
import zoo_sequences
from zoo_inputs import numbers, tokens


class Images(nn.Module):
    """A classifier of images, whose state_dict is that of the network it is made of; auxiliary ones count with a factor."""

    def __init__(self, network, shape, classes, batch, auxiliary=0):
        super().__init__()
        self.auxiliary = auxiliary
        self.network = network
        self.inputs = {"image": numbers(batch, *shape), "label": tokens(batch, count=classes)}

    def forward(self, image, **_):
        return self.network(image)

    def loss(self, output, label, **_):
        outputs = output if isinstance(output, tuple) else (output,)
        return sum((self.auxiliary if place else 1) * F.cross_entropy(logits, label) for place, logits in enumerate(outputs))


def vision(name, shape=(3, 224, 224), batch=2, norm_bias=None, scales=None, auxiliary=0, **options):
    def make():
        model = Images(getattr(torchvision.models, name)(weights=None, **options), shape, 1000, batch, auxiliary)
        if norm_bias:
            model.norm_bias = norm_bias
        if scales:
            model.scales = scales
        return model

    return make


class CifarBlock(nn.Module):
    """A block whose shortcut leaves pixels out and adds channels of zeros, half of them on either side."""

    def __init__(self, inputs, width, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(inputs, width, 3, stride=stride, padding=1, bias=False), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = nn.Conv2d(width, width, 3, padding=1, bias=False), nn.BatchNorm2d(width)

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        missing = y.shape[1] - x.shape[1]
        return F.relu(y + (F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, missing // 2, missing // 2)) if missing else x))


class ResNet110(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16)
        for stage, width in enumerate((16, 32, 64)):
            first = CifarBlock(width // 2 if stage else width, width, 2 if stage else 1)
            self.add_module(f"layer{stage + 1}", nn.Sequential(first, *(CifarBlock(width, width, 1) for _ in range(17))))
        self.fc = nn.Linear(64, 10)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x))))))
        return self.fc(x.mean((2, 3)))


class UNet(nn.Module):
    inputs = {"image": numbers(1, 3, 128, 128), "mask": tokens(1, 128, 128, count=2)}

    def __init__(self):
        super().__init__()
        norm = lambda width: nn.BatchNorm2d(width)
        conv = lambda inputs, width: nn.Conv2d(inputs, width, 3, padding=1, bias=False)

        def twice(inputs, width):
            layers = nn.Sequential(conv(inputs, width), norm(width), nn.ReLU(), conv(width, width), norm(width), nn.ReLU())
            return nn.Sequential(OrderedDict(double_conv=layers))

        self.inc, self.outc = twice(3, 64), nn.Sequential(OrderedDict(conv=nn.Conv2d(64, 2, 1)))
        for depth in range(1, 5):
            wide = 64 << depth
            self.add_module(f"down{depth}", nn.Sequential(OrderedDict(maxpool_conv=nn.Sequential(nn.MaxPool2d(2), twice(wide // 2, wide)))))
            wide = 2048 >> depth
            self.add_module(f"up{depth}", nn.ModuleDict({"up": nn.ConvTranspose2d(wide, wide // 2, 2, stride=2), "conv": twice(wide, wide // 2)}))

    def forward(self, image, **_):
        seen = [self.inc(image)]
        for depth in range(1, 5):
            seen.append(getattr(self, f"down{depth}")(seen[-1]))
        x = seen.pop()
        for step in range(1, 5):
            part = getattr(self, f"up{step}")
            x = part["conv"](torch.cat([seen.pop(), part["up"](x)], 1))
        return self.outc(x)

    def loss(self, output, mask, **_):
        return F.cross_entropy(output, mask)


def small(kind, shape=(1, 28, 28)):
    return lambda: Images(kind(), shape, 10, 4)


ALL = {
    "SimpleCnn": small(networks.SimpleCnn),
    "LeNet5": small(networks.LeNet5),
    "UNet": UNet,
    "ResNet110": small(ResNet110, (3, 32, 32)),
    "AlexNet": vision("alexnet"),
    "Vgg11": vision("vgg11", batch=1),
    "Vgg11Bn": vision("vgg11_bn", batch=1),
    "Vgg16": vision("vgg16", batch=1),
    "Vgg16Bn": vision("vgg16_bn", batch=1, norm_bias=(3, 5)),
    "GoogLeNet": vision("googlenet", norm_bias=(2, 4), auxiliary=0.3, init_weights=False),
    "InceptionV3": vision("inception_v3", auxiliary=0.4, shape=(3, 299, 299), init_weights=False),
    "ResNet18": vision("resnet18"),
    "ResNet50": vision("resnet50"),
    "ResNet152": vision("resnet152"),
    "ResNeXt50": vision("resnext50_32x4d", norm_bias=(4, 8)),
    "DenseNet121": vision("densenet121", norm_bias=(3, 4), scales={"norm0.bias": 0.125}),  # what nothing cuts, the next normalisation takes away
    "SqueezeNet": vision("squeezenet1_1"),
    "ShuffleNetV2": vision("shufflenet_v2_x1_0"),
    "MobileNetV2": vision("mobilenet_v2"),
    "MobileNetV3": vision("mobilenet_v3_large", norm_bias=(5, 6.5)),  # away from the kinks of the hard swish at -3 and 3
    "EfficientNetB0": vision("efficientnet_b0", norm_bias=(-0.25, 0.25)),  # it has no kinks
    "ConvNeXtTiny": vision("convnext_tiny"),
    "VitB16": vision("vit_b_16"),
    "SwinTiny": vision("swin_t"),
    "CoAtNet0": zoo_coatnet.CoAtNet0,
    **zoo_graphs.ALL,
    **zoo_sequences.ALL,
    **zoo_language.ALL,
    **zoo_recurrences.ALL,
}
