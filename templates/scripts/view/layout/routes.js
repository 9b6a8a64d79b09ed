/**
 * The way of an edge through the layers: straight along within a layer, where nothing else stands in its
 * lane, and from lane to lane only between two layers. So it meets no card, whatever the sizes.
 *
 * @typedef {import("./ranks.js").Stop} Stop
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
  let across = stops[0].across + (last > 1 ? 0 : shift);
  const spots = [{ along: leaves, across }];
  for (let k = 1; k <= last; k += 1) {
    const next = stops[k].across + (k === last ? shift : 0);
    if (next === across) continue;
    spots.push(
      { along: tracks[stops[k].rank - 1].end, across },
      { along: tracks[stops[k].rank].start, across: next },
    );
    across = next;
  }
  return [...spots, { along: enters, across }];
}

/**
 * How far the k-th of several edges between the same cards runs beside the middle.
 * @param {number} k
 * @param {number} count
 * @param {number} room
 * @returns {number}
 */
export const shiftOf = (k, count, room) =>
  count < 2 ? 0 : (k - (count - 1) / 2) * Math.min(PARTED, room / (count - 1));
