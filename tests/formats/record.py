"""Makes the files in recorded/, with what their own frameworks say of them. Run by hand, where PyTorch and Keras are:

    python -m tests.formats.record

PyTorch's numbers are of its own autograd, in double precision; Keras' predictions are in single precision.
"""

import json
import os
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).parent / "recorded"
SAMPLE = [0.6, -0.4]


def main() -> None:
    """Write all files."""
    RECORDED.mkdir(exist_ok=True)
    _pytorch()
    _keras()


def _pytorch() -> None:
    import torch
    from torch import nn

    torch.manual_seed(1)
    two = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1), nn.Sigmoid()).double()
    three = nn.Sequential(
        nn.Linear(2, 4, bias=False),
        nn.GELU(),
        nn.Dropout(0.5),
        nn.Sequential(nn.Linear(4, 3), nn.Softmax(dim=1)),
    ).double()
    three.eval()
    torch.save(two.state_dict(), RECORDED / "state_dict.pt")
    torch.save({"epoch": 3, "model_state_dict": two.state_dict()}, RECORDED / "checkpoint.pth")
    torch.save(three, RECORDED / "sequential.pt")
    half = nn.Linear(2, 2).to(torch.bfloat16)
    turned = torch.arange(6.0, dtype=torch.float64).reshape(2, 3).T
    torch.save({"0.weight": half.weight.detach(), "1.weight": turned}, RECORDED / "half_and_turned.pt")
    torch.onnx.export(two.float(), (torch.zeros(1, 2),), str(RECORDED / "gemm.onnx"), dynamo=False)
    two.double()
    x = torch.tensor([SAMPLE], dtype=torch.float64)
    answers: dict[str, Any] = {
        "half_and_turned.pt": {
            "weights": [half.weight.detach().double().tolist(), turned.tolist()],
        }
    }
    for names, model, loss in (
        (("state_dict.pt", "checkpoint.pth", "gemm.onnx"), two, nn.functional.binary_cross_entropy),
        (("sequential.pt",), three, None),
    ):
        model.zero_grad()
        prediction = model(x)
        target = torch.zeros_like(prediction)
        target[0, 0] = 1
        value = loss(prediction, target) if loss else -prediction[0, 0].log()
        value.backward()
        answer = {
            "x": SAMPLE,
            "prediction": prediction[0].tolist(),
            "target": target[0].tolist(),
            "loss": value.item(),
            "gradients": [parameter.grad.tolist() for parameter in model.parameters()],
        }
        answers |= dict.fromkeys(names, answer)
    (RECORDED / "pytorch.json").write_text(json.dumps(answers, indent=1) + "\n", encoding="utf-8")


def _keras() -> None:
    os.environ["KERAS_BACKEND"] = "jax"
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layers = keras.layers
    model = keras.Sequential(
        [
            layers.Input((2,)),
            layers.Dense(3, activation="silu"),
            layers.Dense(2, use_bias=False),
            layers.Softmax(),
        ]
    )
    model.compile(loss="categorical_crossentropy")
    model.save(RECORDED / "sequential.keras")
    inputs = keras.Input((2,))
    hidden = layers.Dense(3, activation="relu", name="first", bias_initializer="ones")(inputs)
    chain = keras.Model(inputs, layers.Dense(1, activation="sigmoid")(hidden))
    chain.save(RECORDED / "functional.keras")
    answers = {
        name: {"x": SAMPLE, "prediction": np.asarray(each(np.array([SAMPLE])))[0].tolist()}
        for name, each in (("sequential.keras", model), ("functional.keras", chain))
    }
    (RECORDED / "keras.json").write_text(json.dumps(answers, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
