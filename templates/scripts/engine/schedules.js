/**
 * SCHEDULES: by name, how the learning rate changes from update to update. The same as
 * generator/engine/schedules.py.
 *
 * @typedef {object} Schedule
 * @property {string} formula the rate of update t, from 1, in the language of engine/expression.js: eta is
 *   the rate that was chosen, T the span, n how many whole spans lie before this update
 * @property {(eta: number, t: number, span: number) => number} rate
 */

/** What a step multiplies the rate with. */
const STEP_FACTOR = 0.5;

/** @type {Readonly<Record<string, Schedule>>} */
export const SCHEDULES = {
  constant: { formula: "eta_t = eta", rate: (eta) => eta },
  // The counts are PyTorch's StepLR, CosineAnnealingLR and LinearLR, which begin at 0 where t begins at 1.
  step: {
    formula: "eta_t = eta*0.5^n",
    rate: (eta, t, span) => eta * STEP_FACTOR ** Math.floor((t - 1) / span),
  },
  cosine: {
    formula: "eta_t = eta*(1 + cos(pi*min((t - 1)/T, 1)))/2",
    rate: (eta, t, span) => (eta * (1 + Math.cos(Math.PI * Math.min((t - 1) / span, 1)))) / 2,
  },
  warm_up: { formula: "eta_t = eta*min(t/T, 1)", rate: (eta, t, span) => eta * Math.min(t / span, 1) },
};
