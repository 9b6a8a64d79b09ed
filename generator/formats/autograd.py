"""The same network in PyTorch, where that is installed: what an import is held against."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from generator.formats.model import Array, Model

_TORCH_ACTIVATIONS = {
    "identity": "Identity",
    "tanh": "Tanh",
    "sigmoid": "Sigmoid",
    "relu": "ReLU",
    "leaky_relu": "LeakyReLU",
    "elu": "ELU",
    "softplus": "Softplus",
    "gelu": "GELU",
    "silu": "SiLU",
    "mish": "Mish",
}


def torch_gradients(
    model: Model, inputs: Sequence[float], target: Sequence[float]
) -> tuple[float, list[Array]] | None:
    """The loss and its gradients by weights and biases, layer by layer, of PyTorch's own autograd.

    None where PyTorch is not installed, or has no such loss. All in double precision.
    """
    try:
        import torch  # 750 MB that nobody else here needs
    except ImportError:
        return None
    tensors: list[Any] = []
    h = torch.tensor([float(number) for number in inputs], dtype=torch.float64)
    y = torch.tensor([float(number) for number in target], dtype=torch.float64)
    for layer in model.layers:
        biases = np.zeros(len(layer.weights)) if layer.biases is None else layer.biases
        w, b = (torch.tensor(np.array(each), requires_grad=True) for each in (layer.weights, biases))
        tensors += [w, b]
        z = w @ h + b
        if layer.activation == "softmax":
            h = torch.softmax(z, 0)
        elif layer.activation in _TORCH_ACTIVATIONS:
            h = getattr(torch.nn, _TORCH_ACTIVATIONS[layer.activation])()(z)
        else:
            return None
    functional = torch.nn.functional
    losses: dict[str, Any] = {
        "mse": lambda: functional.mse_loss(h, y),
        "mae": lambda: functional.l1_loss(h, y),
        "huber": lambda: functional.huber_loss(h, y),
        "half_squares": lambda: functional.mse_loss(h, y, reduction="sum") / 2,
        "bce": lambda: functional.binary_cross_entropy_with_logits(z, y),
        "cce": lambda: functional.cross_entropy(z[None], y[None]),
        "hinge": lambda: torch.mean(torch.clamp(1 - y * h, min=0)),
    }
    if model.loss not in losses:
        return None
    loss = losses[model.loss]()
    loss.backward()
    return float(loss.item()), [np.array(tensor.grad.numpy()) for tensor in tensors]
