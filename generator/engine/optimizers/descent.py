"""Optimizers that move by the gradient, or by what has piled up of it, at one rate for all parameters."""

from generator.engine.optimizers.entry import DECAY_RATE, Array, Optimizer, Settings, State


def _descend(w: Array, g: Array, state: State, eta: float, settings: Settings, t: int) -> tuple[Array, State]:
    return w - eta * g, {}


GRADIENT_DESCENT = Optimizer(
    formula="w_t = w - eta*g",
    step=_descend,
    state={},
    settings={},
    symbols={},
)


def _roll(w: Array, g: Array, state: State, eta: float, settings: Settings, t: int) -> tuple[Array, State]:
    m = settings["momentum"] * state["velocity"] + g
    return w - eta * m, {"velocity": m}


MOMENTUM = Optimizer(
    # As PyTorch has it, with no dampening: since m begins at 0, the first m is the gradient itself.
    formula="m_t = mu*m + g\nw_t = w - eta*m_t",
    step=_roll,
    state={"velocity": "m"},
    settings={"momentum": DECAY_RATE},
    symbols={"momentum": "mu"},
)


def _look_ahead(
    w: Array, g: Array, state: State, eta: float, settings: Settings, t: int
) -> tuple[Array, State]:
    m = settings["momentum"] * state["velocity"] + g
    return w - eta * (g + settings["momentum"] * m), {"velocity": m}


NESTEROV = Optimizer(
    # PyTorch's form: the gradient is taken where one is; the move is what the next m would be with the same gradient.
    formula="m_t = mu*m + g\nd = g + mu*m_t\nw_t = w - eta*d",
    step=_look_ahead,
    state={"velocity": "m"},
    settings={"momentum": DECAY_RATE},
    symbols={"momentum": "mu"},
)
