/**
 * The way of an edge through the layers: straight along within a layer, where nothing else stands in its lane, and from
 * lane to lane only between two layers. So it meets no card, whatever the sizes.
 *
 * @typedef {import("./layered.js").Stop} Stop
 * @typedef {{along: number, across: number}} Spot
 * @typedef {{start: number, end: number}} Track where a layer begins and ends along the flow
 */

/** How far edges between the same two cards are apart, as long as there is room. */
const PARTED = 14;

/**
 * @param {Stop[]} stops from card to card
 * @param {Track[]} tracks
 * @param {{leaves: number, enters: number}} ends where along it begins and ends
 * @param {number} shift across the flow, where several run between the same cards
 * @returns {Spot[]} between two spots the way is straight, or goes over from one lane to another
 */
export function routeOf(stops, tracks, { leaves, enters }, shift) {
  const last = stops.length - 1;
  // What shares waypoints parts after them.
  const first = last > 1 ? 0 : shift;
  return stops.flatMap(({ rank, across }, k) => {
    const { start, end } = tracks[rank];
    if (k === 0) return [{ along: leaves, across: across + first }, { along: end, across: across + first }];
    if (k === last) return [{ along: start, across: across + shift }, { along: enters, across: across + shift }];
    return [{ along: start, across }, { along: end, across }];
  }).filter((spot, k, all) => !k || spot.along !== all[k - 1].along || spot.across !== all[k - 1].across);
}

/** How far the k-th of several edges between the same cards runs beside the middle. @param {number} k @param {number} count @param {number} room @returns {number} */
export const shiftOf = (k, count, room) => (count < 2 ? 0 : (k - (count - 1) / 2) * Math.min(PARTED, room / (count - 1)));
