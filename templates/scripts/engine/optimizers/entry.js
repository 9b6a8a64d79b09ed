/**
 * What an optimizer is: how a gradient becomes a move. The same as generator/engine/optimizers/entry.py.
 *
 * @typedef {Readonly<Record<string, Float64Array>>} State what an optimizer remembers from one update to the
 *   next, one number a parameter under each name
 * @typedef {Readonly<Record<string, number>>} Settings
 *
 * @typedef {object} Setting a number that an optimizer is set with
 * @property {number} usual what it is at first
 * @property {number} least from where
 * @property {number} below to below where it may lie
 *
 * @typedef {object} Optimizer one entry of the table OPTIMIZERS
 * @property {string} formula its arithmetic for one parameter, in the language of engine/expression.js: w is
 *   the parameter and g its gradient, t counts updates from 1, eta is the learning rate, a setting goes by
 *   its symbol; what is kept goes by the symbol in `state`, and is called so with _t where it is computed
 *   anew, as w_t is. The last line is w_t.
 * @property {Step} step the same for all parameters at once, in place
 * @property {Readonly<Record<string, string>>} state the names of what is kept -> their symbols
 * @property {Readonly<Record<string, Setting>>} settings
 * @property {Readonly<Record<string, string>>} symbols the names of the settings -> their symbols
 *
 * @typedef {(w: Float64Array, g: Float64Array, state: State, eta: number, settings: Settings, t: number) =>
 *   void} Step
 */

/** How much of an average is kept from one update to the next. @type {Setting} */
export const DECAY_RATE = { usual: 0.9, least: 0, below: 1 };
