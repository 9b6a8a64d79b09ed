/**
 * How the parameters of a run have moved: the trail of each over its updates, and of two of them as a path.
 *
 * @typedef {import("./run.js").Run} Run
 */

/**
 * The trail of a parameter: update and number.
 * @param {Run} run
 * @param {number} k its place in the run's names
 * @returns {[number, number][]}
 */
export const trailOf = ({ trail, stride }, k) =>
  trail.map((parameters, place) => [place * stride, parameters[k]]);

/**
 * How far each parameter has come from where it began, over the whole run.
 * @param {Run} run
 */
export function distances({ trail, names }) {
  const [first, last] = [trail[0], trail[trail.length - 1]];
  return names.map((_, k) => Math.abs(last[k] - first[k]));
}

/**
 * Two different parameters: those that are chosen, or those that have moved most.
 * @param {Run} run
 * @param {readonly string[]} chosen names, "" for none
 * @returns {[number, number] | null} their places; null where there are not two
 */
export function twoOf(run, chosen) {
  const moved = distances(run);
  const inOrder = moved.map((_, k) => k).sort((a, b) => moved[b] - moved[a] || a - b);
  const wanted = chosen.map((name) => run.names.indexOf(name));
  const across = wanted[0] >= 0 ? wanted[0] : inOrder.find((k) => k !== wanted[1]);
  const up = wanted[1] >= 0 && wanted[1] !== across ? wanted[1] : inOrder.find((k) => k !== across);
  return across === undefined || up === undefined ? null : [across, up];
}

/**
 * The parameter whose trail is nearest to a place.
 * @param {Run} run
 * @param {number} update
 * @param {number} number
 * @returns {{k: number, update: number, number: number}} and what it was there
 */
export function nearestTrail({ trail, stride }, update, number) {
  const place = Math.min(Math.max(Math.round(update / stride), 0), trail.length - 1);
  const there = Array.from(trail[place], (each) => Math.abs(each - number));
  const k = there.indexOf(Math.min(...there));
  return { k, update: place * stride, number: trail[place][k] };
}

/**
 * The layer of each parameter, from 0.
 * @param {import("../engine/network.js").Network} network
 * @param {import("../engine/graph.js").Graph} graph
 * @param {readonly string[]} names
 */
export function layersOf({ layers }, { nodes, index }, names) {
  const ofNeuron = layers.flatMap(({ weights }, layer) => weights.map(() => layer));
  return names.map((name) => ofNeuron[(nodes[index[name]].neuron ?? 1) - 1]);
}
