"""Files of torch.save that checkpoints could be, with their values as JSON. Written by PyTorch 1.13.

python make_pickles.py
"""
import collections
import io
import json
import os
import pickle
import zipfile

import torch

torch.manual_seed(0)


def values(state):
    return {name: {"dtype": str(t.dtype)[6:], "shape": list(t.shape), "values": t.detach().double().flatten().tolist()} for name, t in state.items()}


def write(name, state, flat=None, **options):
    torch.save(state, name + ".bin", **options)
    with open(name + ".json", "w") as f:
        json.dump(values(flat or state), f, indent=1)
        f.write("\n")


base = torch.randn(6, 4)
write("views", collections.OrderedDict(
    whole=base,
    transposed=base.t(),
    rows=base[2:5],
    column=base[:, 1],
    every_second=base[::2, ::3],
    expanded=torch.arange(3.0).expand(2, 3),
    permuted=torch.randn(2, 3, 4).permute(2, 0, 1),
    scalar=torch.tensor(2.5),
    empty=torch.empty(0, 4),
    one=torch.randn(1, 1, 1).expand(1, 1, 1),
    parameter=torch.nn.Parameter(torch.randn(3)),
))
write("types", {
    "half": torch.randn(4).half(), "bfloat16": torch.randn(4).bfloat16(), "double": torch.randn(4).double(),
    "long": torch.tensor([-2**62, 7]), "int": torch.tensor([-5, 6], dtype=torch.int32), "short": torch.tensor([-5, 6], dtype=torch.int16),
    "char": torch.tensor([-5, 6], dtype=torch.int8), "byte": torch.tensor([250, 6], dtype=torch.uint8), "bool": torch.tensor([True, False]),
})
module = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.BatchNorm1d(3))
write("module", module.state_dict())
write("nested", {"epoch": 3, "loss": 0.5, "model": module.state_dict(), "done": None, "steps": [1, 2]}, module.state_dict())
torch.save(module.state_dict(), "legacy.bin", _use_new_zipfile_serialization=False)
torch.save(module, "whole-module.bin")


class Evil:
    def __reduce__(self):
        return os.system, ("touch /tmp/pwned",)


with zipfile.ZipFile("evil.bin", "w") as z:
    z.writestr("evil/data.pkl", pickle.dumps({"weight": Evil()}, protocol=2))
    z.writestr("evil/version", "3\n")
with zipfile.ZipFile("compressed.bin", "w", zipfile.ZIP_DEFLATED) as z, zipfile.ZipFile("module.bin") as source:
    for entry in source.namelist():
        z.writestr(entry, source.read(entry))
