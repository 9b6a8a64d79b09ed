/**
 * Activations: what a neuron makes of its weighted sum z, and the slope dh/dz by which its gradient is
 * multiplied.
 *
 * The same as operations/activations.py. Each is one entry: its value h of z, its slope of z and h, and what
 * there is to know about it.
 */
import { createOperation } from "./operation.js";
import { gated, logistic, normalDensity, normal, sechSquared, softplus, step } from "./stable.js";

/** @typedef {import("./operation.js").Operation} Operation */

/** The slope of leaky_relu below 0. */
const LEAK = 0.01;

/**
 * h = value(z), with dh/dz = slope(z, h).
 * @param {(z: number) => number} value
 * @param {(z: number, h: number) => number} slope
 * @param {Partial<Operation>} [facts]
 */
function activation(value, slope, facts) {
  return createOperation({
    kind: "activation",
    forward: ([z]) => value(z),
    localDerivatives: ([z], h) => [slope(z, h)],
    arity: 1,
    ...facts,
  });
}

/** @param {number} taken */
const kinkAt0 = (taken) => ({ at: () => 0, taken });

/** @type {() => [number, number]} */
const oneProduct = () => [1, 0];

/** @type {Readonly<Record<string, Operation>>} */
export const ACTIVATIONS = Object.freeze({
  identity: activation(
    (z) => z,
    () => 1,
  ),

  tanh: activation(Math.tanh, (z) => sechSquared(z), {
    called: "tanh",
    saturates: [0, 0],
    slopeOfOutput: (h) => 1 - h * h,
  }),

  // Its slope is σ·(1 − σ) without its cancellation.
  sigmoid: activation(logistic, (z) => logistic(z) * logistic(-z), {
    called: "sigmoid",
    saturates: [0, 0],
    slopeOfOutput: (h) => h * (1 - h),
  }),

  // z where it is positive, else 0. At the kink the lower slope is taken, as everywhere.
  relu: activation(
    (z) => (z <= 0 ? 0 : z),
    (z) => step(z, 0, 1),
    { called: "relu", kink: kinkAt0(0), dies: ["below"], initialiser: "he" },
  ),

  // The same, with a slope of 0.01 below; that is taken at the kink.
  leaky_relu: activation(
    (z) => (z <= 0 ? LEAK * z : z),
    (z) => step(z, LEAK, 1),
    { called: "leaky_relu", kink: kinkAt0(LEAK), cost: oneProduct, initialiser: "he" },
  ),

  // z above 0, exp(z) − 1 below: with α = 1, where both sides meet with the same slope.
  elu: activation(
    (z) => (z > 0 ? z : Math.expm1(z)),
    (z) => (z > 0 ? 1 : Math.exp(z)),
    { called: "elu", saturates: [0, null], initialiser: "he" },
  ),

  // ln(1 + exp(z)), whose slope is σ(z).
  softplus: activation(softplus, logistic, {
    called: "softplus",
    saturates: [0, null],
    initialiser: "he",
  }),

  // z·Φ(z), the exact form, with the normal distribution Φ; its slope is Φ(z) + z·φ(z).
  gelu: activation(
    (z) => gated(z, normal(z)),
    (z) => normal(z) + gated(z, normalDensity(z)),
    {
      called: "gelu",
      cost: oneProduct,
      saturates: [-2.2, null],
      lowest: -0.7517915246935645,
      initialiser: "he",
    },
  ),

  // z·σ(z), whose slope is σ(z) + z·σ(z)·σ(−z).
  silu: activation(
    (z) => gated(z, logistic(z)),
    (z) => logistic(z) + gated(z, logistic(z) * logistic(-z)),
    {
      called: "silu",
      cost: oneProduct,
      saturates: [-4.09, null],
      lowest: -1.278464542761074,
      initialiser: "he",
    },
  ),

  // z·tanh(softplus(z)): a gate whose own slope is sech²(softplus(z))·σ(z).
  mish: activation(
    (z) => gated(z, Math.tanh(softplus(z))),
    (z) => Math.tanh(softplus(z)) + gated(z, sechSquared(softplus(z)) * logistic(z)),
    {
      called: "mish",
      cost: oneProduct,
      saturates: [-3.93, null],
      lowest: -1.1924312145154952,
      initialiser: "he",
    },
  ),
});
