"""Optimizers that give each parameter a rate of its own, by the sizes that its gradients have had.

In all of them epsilon stands outside the root, as in PyTorch.
"""

import numpy as np

from generator.engine.optimizers.entry import Array, Optimizer, Setting, Settings, State


def _epsilon(usual: float) -> Setting:
    return Setting(usual, 0.0, 1.0)


def _adagrad(w: Array, g: Array, state: State, eta: float, settings: Settings, t: int) -> tuple[Array, State]:
    s = state["sum_of_squares"] + g * g
    return w - eta * g / (np.sqrt(s) + settings["epsilon"]), {"sum_of_squares": s}


ADAGRAD = Optimizer(
    # J. Duchi, E. Hazan, Y. Singer, "Adaptive Subgradient Methods", 2011.
    formula="s_t = s + g^2\nw_t = w - eta*g/(sqrt(s_t) + epsilon)",
    step=_adagrad,
    state={"sum_of_squares": "s"},
    settings={"epsilon": _epsilon(1e-10)},
    symbols={"epsilon": "epsilon"},
)


def _rmsprop(w: Array, g: Array, state: State, eta: float, settings: Settings, t: int) -> tuple[Array, State]:
    alpha = settings["smoothing"]
    v = alpha * state["second_moment"] + (1 - alpha) * (g * g)
    return w - eta * g / (np.sqrt(v) + settings["epsilon"]), {"second_moment": v}


RMSPROP = Optimizer(
    # G. Hinton's lecture 6e of 2012, as PyTorch has it.
    formula="v_t = alpha*v + (1 - alpha)*g^2\nw_t = w - eta*g/(sqrt(v_t) + epsilon)",
    step=_rmsprop,
    state={"second_moment": "v"},
    settings={"smoothing": Setting(0.99, 0.0, 1.0), "epsilon": _epsilon(1e-8)},
    symbols={"smoothing": "alpha", "epsilon": "epsilon"},
)


_MOMENTS = "m_t = beta_1*m + (1 - beta_1)*g\nv_t = beta_2*v + (1 - beta_2)*g^2\n"
_CORRECTED = _MOMENTS + "m_hat = m_t/(1 - beta_1^t)\nv_hat = v_t/(1 - beta_2^t)\n"
_ADAM_STATE = {"first_moment": "m", "second_moment": "v"}
_ADAM_SETTINGS = {
    "beta1": Setting(0.9, 0.0, 1.0),
    "beta2": Setting(0.999, 0.0, 1.0),
    "epsilon": _epsilon(1e-8),
}
_ADAM_SYMBOLS = {"beta1": "beta_1", "beta2": "beta_2", "epsilon": "epsilon"}


def _moments(g: Array, state: State, settings: Settings) -> tuple[Array, Array]:
    beta1, beta2 = settings["beta1"], settings["beta2"]
    m = beta1 * state["first_moment"] + (1 - beta1) * g
    v = beta2 * state["second_moment"] + (1 - beta2) * (g * g)
    return m, v


def _adam(w: Array, g: Array, state: State, eta: float, settings: Settings, t: int) -> tuple[Array, State]:
    m, v = _moments(g, state, settings)
    corrected_m, corrected_v = m / (1 - settings["beta1"] ** t), v / (1 - settings["beta2"] ** t)
    moved = w - eta * corrected_m / (np.sqrt(corrected_v) + settings["epsilon"])
    return moved, {"first_moment": m, "second_moment": v}


ADAM = Optimizer(
    # D. Kingma and J. Ba, "Adam", 2015, algorithm 1.
    formula=_CORRECTED + "w_t = w - eta*m_hat/(sqrt(v_hat) + epsilon)",
    step=_adam,
    state=_ADAM_STATE,
    settings=_ADAM_SETTINGS,
    symbols=_ADAM_SYMBOLS,
)


def _uncorrected(
    w: Array, g: Array, state: State, eta: float, settings: Settings, t: int
) -> tuple[Array, State]:
    m, v = _moments(g, state, settings)
    return w - eta * m / (np.sqrt(v) + settings["epsilon"]), {"first_moment": m, "second_moment": v}


ADAM_UNCORRECTED = Optimizer(
    # Without the division that makes up for averages which begin at 0: the first moves are about three times too long.
    formula=_MOMENTS + "w_t = w - eta*m_t/(sqrt(v_t) + epsilon)",
    step=_uncorrected,
    state=_ADAM_STATE,
    settings=_ADAM_SETTINGS,
    symbols=_ADAM_SYMBOLS,
)


def _adamw(w: Array, g: Array, state: State, eta: float, settings: Settings, t: int) -> tuple[Array, State]:
    return _adam(w - eta * settings["decay"] * w, g, state, eta, settings, t)


ADAMW = Optimizer(
    # I. Loshchilov and F. Hutter, "Decoupled Weight Decay Regularization", 2019: m and v know nothing of the decay.
    formula=_CORRECTED + "u = w - eta*lambda*w\nw_t = u - eta*m_hat/(sqrt(v_hat) + epsilon)",
    step=_adamw,
    state=_ADAM_STATE,
    settings={**_ADAM_SETTINGS, "decay": Setting(0.01, 0.0, 1.0)},
    symbols={**_ADAM_SYMBOLS, "decay": "lambda"},
)
