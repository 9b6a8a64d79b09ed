/**
 * Optimizers that move by the gradient, or by what has piled up of it, at one rate for all parameters. The
 * same as generator/engine/optimizers/descent.py.
 *
 * @typedef {import("./entry.js").Optimizer} Optimizer
 */
import { DECAY_RATE } from "./entry.js";

/** @type {Optimizer} */
export const GRADIENT_DESCENT = {
  formula: "w_t = w - eta*g",
  step(w, g, _, eta) {
    for (let i = 0; i < w.length; i += 1) w[i] -= eta * g[i];
  },
  state: {},
  settings: {},
  symbols: {},
};

/** @type {Optimizer} */
export const MOMENTUM = {
  // As PyTorch has it, with no dampening: since m begins at 0, the first m is the gradient itself.
  formula: "m_t = mu*m + g\nw_t = w - eta*m_t",
  step(w, g, { velocity }, eta, { momentum }) {
    for (let i = 0; i < w.length; i += 1) {
      velocity[i] = momentum * velocity[i] + g[i];
      w[i] -= eta * velocity[i];
    }
  },
  state: { velocity: "m" },
  settings: { momentum: DECAY_RATE },
  symbols: { momentum: "mu" },
};

/** @type {Optimizer} */
export const NESTEROV = {
  // PyTorch's form: the gradient is taken where one is; the move is what the next m would be with the same gradient.
  formula: "m_t = mu*m + g\nd = g + mu*m_t\nw_t = w - eta*d",
  step(w, g, { velocity }, eta, { momentum }) {
    for (let i = 0; i < w.length; i += 1) {
      velocity[i] = momentum * velocity[i] + g[i];
      w[i] -= eta * (g[i] + momentum * velocity[i]);
    }
  },
  state: { velocity: "m" },
  settings: { momentum: DECAY_RATE },
  symbols: { momentum: "mu" },
};
