/** OPTIMIZERS: by name, how a gradient becomes a move. PyTorch's conventions. As generator/engine/optimizers has them. */
import { ADAGRAD, ADAM, ADAM_UNCORRECTED, ADAMW, RMSPROP } from "./adaptive.js";
import { GRADIENT_DESCENT, MOMENTUM, NESTEROV } from "./descent.js";

/** @type {Readonly<Record<string, import("./entry.js").Optimizer>>} */
export const OPTIMIZERS = {
  gradient_descent: GRADIENT_DESCENT,
  momentum: MOMENTUM,
  nesterov: NESTEROV,
  adagrad: ADAGRAD,
  rmsprop: RMSPROP,
  adam: ADAM,
  adam_uncorrected: ADAM_UNCORRECTED,
  adamw: ADAMW,
};
