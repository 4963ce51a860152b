"""Makes the PyTorch files of this folder; run with torch 1.13 in the folder itself."""
import inspect
import struct

import torch


class Own(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = torch.nn.Linear(2, 3)


rows = torch.arange(12.0).reshape(3, 4)
state = {"a.weight": rows, "a.bias": torch.tensor([0.5, -1.0]), "mask": torch.zeros(0, 0, dtype=torch.bool)}
torch.save(state, "state.pt")
torch.save(state, "before-1.6.pth", _use_new_zipfile_serialization=False)
torch.save({"model": state, "epoch": 3, "losses": [1.5, 2.5]}, "wrapped.pt")
torch.save({"run": state, "state_dicts": [state, {"a.bias": torch.tensor([7.0])}]}, "checkpoints.pt")
torch.save(
    {
        "transposed": rows.t(),
        "half": rows.half(),
        "tail": rows.bfloat16()[1:],
        "double": rows.double(),
        "column": torch.nn.Parameter(rows[:, 1]),
        "whole": torch.arange(3),
    },
    "views.pt",
)
torch.save(Own(), "module.pt")
torch.save(torch.nn.Linear(2, 3), "linear-before-1.6.pt", _use_new_zipfile_serialization=False)
# The form before 1.6 carries where the module's source was, and the source: neither is kept here.
with open("linear-before-1.6.pt", "rb") as made:
    data = made.read()
for begins, instead in ((inspect.getsourcefile(torch.nn.Linear), b"linear.py"),
                        (inspect.getsource(torch.nn.Linear), b"")):
    text = begins.encode()
    old = b"X" + struct.pack("<I", len(text)) + text
    assert data.count(old) == 1
    data = data.replace(old, b"X" + struct.pack("<I", len(instead)) + instead)
with open("linear-before-1.6.pt", "wb") as made:
    made.write(data)
torch.jit.script(torch.nn.Linear(2, 3)).save("script.pt")
