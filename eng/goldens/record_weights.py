"""Writes small files of weights as PyTorch, NumPy and the safetensors format write them, and some that no reader may obey."""

import inspect
import io
import json
import os
import pickle
import struct
import sys
import unittest.mock
import zipfile
from collections import OrderedDict

import numpy
import torch

FOLDER = os.path.join(os.path.dirname(__file__), "../../tests/Sinter.Runtime.Tests/Loading/Files")
DTYPES = [torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool]


def path(name):
    return os.path.join(FOLDER, name)


def count(*shape):
    return torch.arange(1, 1 + numpy.prod(shape, dtype=int)).reshape(shape)


def everything():
    """One tensor of every type, and views of every kind."""
    state = OrderedDict((str(dtype).split(".")[1], count(2, 3).to(dtype)) for dtype in DTYPES)
    base = count(4, 6).float()
    state["transposed"] = base.t()
    state["part"] = base[1:3, 2:5]
    state["strided"] = base[::2, 1::2]
    state["expanded"] = base[0, :1].expand(3)
    state["permuted"] = count(2, 3, 4).half().permute(2, 0, 1)
    state["tied"] = base
    state["parameter"] = torch.nn.Parameter(count(2).float())
    state["scalar"] = torch.tensor(7.0)
    state["empty"] = torch.zeros(0, 3)
    return state


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(3, 2)
        self.bn = torch.nn.BatchNorm1d(2)
        with torch.no_grad():
            self.fc.weight.copy_(count(2, 3))
            self.fc.bias.copy_(count(2))

    def forward(self, x):
        return self.bn(self.fc(x))


def checkpoint():
    """What a training script keeps."""
    model = Net()
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.rand(4, 3)).sum().backward()
    optimizer.step()
    with torch.no_grad():
        model.fc.weight.copy_(count(2, 3))
        model.fc.bias.copy_(count(2))
    return {"epoch": 3, "best": torch.tensor(0.5), "arch": "net", "state_dict": model.state_dict(), "optimizer": optimizer.state_dict(), "losses": [1.0, 0.5, None]}


class Evil:
    def __init__(self, call, *arguments):
        self.reduced = (call, arguments)

    def __reduce__(self):
        return self.reduced


class Later(pickle.Pickler):
    """As versions of PyTorch write that came after this one: storages of bytes, types of eight bits."""

    def persistent_id(self, value):
        return ("storage", torch.UntypedStorage, value.key, "cpu", len(value.data)) if isinstance(value, Raw) else None


class Raw:
    def __init__(self, key, data):
        self.key, self.data = key, data


class Dtype:
    def __init__(self, name):
        self.name = name
        self.__module__ = "torch"

    def __reduce__(self):
        return self.name


class Rebuilt:
    def __init__(self, *arguments):
        self.arguments = arguments

    def __reduce__(self):
        return torch._utils._rebuild_tensor_v3, self.arguments


def _rebuild_tensor_v3(*arguments):
    raise NotImplementedError


def later():
    _rebuild_tensor_v3.__module__ = "torch._utils"
    torch._utils._rebuild_tensor_v3 = _rebuild_tensor_v3
    torch.UntypedStorage.__module__ = "torch.storage"
    torch.storage.UntypedStorage = torch.UntypedStorage
    for name in ("float8_e4m3fn", "float8_e5m2", "uint16"):
        setattr(torch, name, Dtype(name))
    storages = [Raw("0", bytes([0x38, 0x7E, 0x01, 0xB9])), Raw("1", bytes([0x3C, 0x7B, 0x01, 0xBD])), Raw("2", struct.pack("<4H", 9, 1, 65535, 3))]
    state = OrderedDict()
    state["e4m3"] = Rebuilt(storages[0], 0, (2, 2), (2, 1), False, OrderedDict(), torch.float8_e4m3fn)
    state["e5m2"] = Rebuilt(storages[1], 0, (2, 2), (1, 2), False, OrderedDict(), torch.float8_e5m2)
    state["uint16"] = Rebuilt(storages[2], 1, (3,), (1,), False, OrderedDict(), torch.uint16)
    stream = io.BytesIO()
    Later(stream, protocol=2).dump(state)
    archive("later.pt", {"data.pkl": stream.getvalue(), "byteorder": b"little", "version": b"3\n", **{"data/" + raw.key: raw.data for raw in storages}})


def archive(name, entries, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path(name), "w", compression) as file:
        for entry, data in entries.items():
            file.writestr(zipfile.ZipInfo("weights/" + entry), data, compression)


def torch_files():
    torch.save(everything(), path("everything.pt"))
    torch.save(everything(), path("everything-legacy.pt"), _use_new_zipfile_serialization=False)
    for protocol in (3, 4, 5):
        torch.save({"w": count(2, 3).float()}, path(f"protocol{protocol}.pt"), pickle_protocol=protocol)
    torch.save(checkpoint(), path("checkpoint.pt"))
    torch.save(checkpoint(), path("checkpoint-legacy.pt"), _use_new_zipfile_serialization=False)
    torch.save({"params": {"w": count(2).float()}, "params_ema": {"w": count(2).float() + 2}, "other": {"v": count(2).float()}}, path("two.pt"))
    torch.save({"a": {"x": count(2).float()}, "b": {"w": count(2).float()}}, path("one-fits.pt"))
    torch.save(Net(), path("model.pt"))
    # The older form keeps the source of a class, and where it was: from the project's root on.
    with unittest.mock.patch("torch.serialization.get_source_lines_and_file", lambda kind: (*inspect.getsourcelines(kind), "eng/goldens/record_weights.py")):
        torch.save(Net(), path("model-legacy.pt"), _use_new_zipfile_serialization=False)
    torch.jit.script(Net()).save(path("script.pt"))
    torch.save(count(3), path("tensor.pt"))
    torch.save({"epoch": 3}, path("nothing.pt"))
    torch.save({"w": count(2).float(), "c": count(2).to(torch.complex64)}, path("complex.pt"))
    later()
    for name, evil in {"system": Evil(os.system, "exit 1"), "eval": Evil(eval, "1"), "getattr": Evil(getattr, "a", "b")}.items():
        torch.save({"w": count(2).float(), "x": evil}, path(f"evil-{name}.pt"))
        torch.save({"w": count(2).float(), "x": evil}, path(f"evil-{name}-legacy.pt"), _use_new_zipfile_serialization=False)
    with zipfile.ZipFile(path("protocol4.pt")) as file:
        archive("compressed.pt", {name.split("/", 1)[1]: file.read(name) for name in file.namelist()}, zipfile.ZIP_DEFLATED)


def numpy_files():
    types = ["f8", "f4", "f2", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1", "b1"]
    arrays = {kind: count(2, 3).numpy().astype("<" + kind) for kind in types}
    arrays.update({"big-" + kind: count(2, 3).numpy().astype(">" + kind) for kind in ("f8", "f4", "f2", "i4", "u2")})
    arrays["fortran"] = numpy.asfortranarray(count(2, 3).numpy().astype("<f4"))
    arrays["fortran3"] = numpy.asfortranarray(count(2, 3, 4).numpy().astype(">i8"))
    arrays["scalar"] = numpy.float32(7)
    arrays["empty"] = numpy.zeros((0, 3), "<f4")
    numpy.savez(path("everything.npz"), **arrays)
    numpy.savez_compressed(path("everything-compressed.npz"), **arrays)
    numpy.save(path("fc.weight.npy"), count(2, 3).numpy().astype("<f4"))
    for version in ((1, 0), (2, 0), (3, 0)):
        with open(path(f"version{version[0]}.npy"), "wb") as file:
            numpy.lib.format.write_array(file, count(2, 3).numpy().astype("<f4"), version)
    numpy.savez(path("objects.npz"), w=numpy.array([1, "a", None], dtype=object))
    numpy.savez(path("structured.npz"), w=numpy.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]))
    numpy.savez(path("complex.npz"), w=numpy.zeros(2, dtype="<c8"))


def safetensors(name, tensors):
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for key, tensor in tensors.items():
        raw = tensor.numpy().tobytes()
        header[key] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path(name), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def folders():
    """As save_pretrained writes them: shards and an index."""
    parts = [{"a.weight": count(2, 3).float()}, {"a.bias": count(2).float(), "b.weight": count(2, 2).float()}]
    for name, write, pattern in (("safe", safetensors, "model-{:05}-of-00002.safetensors"), ("torch", lambda name, part: torch.save(part, path(name)), "pytorch_model-{:05}-of-00002.bin")):
        os.makedirs(path(name), exist_ok=True)
        places = {}
        for number, part in enumerate(parts, 1):
            write(f"{name}/{pattern.format(number)}", part)
            places.update({key: pattern.format(number) for key in part})
        index = "model.safetensors.index.json" if name == "safe" else "pytorch_model.bin.index.json"
        with open(path(f"{name}/{index}"), "w") as file:
            json.dump({"metadata": {"total_size": 48}, "weight_map": places}, file, indent=2)
    os.makedirs(path("one"), exist_ok=True)
    safetensors("one/model.safetensors", {key: value for part in parts for key, value in part.items()})
    with open(path("one/config.json"), "w") as file:
        file.write("{}")


if __name__ == "__main__":
    os.makedirs(FOLDER, exist_ok=True)
    torch.manual_seed(1)
    torch_files()
    numpy_files()
    folders()
    print(sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(FOLDER) for name in names), "bytes", file=sys.stderr)
