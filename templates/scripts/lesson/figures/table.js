/**
 * The figures that an article may have, by the name that its author writes: which options each takes in a
 * network, and what there is to show.
 *
 * @typedef {import("./spot.js").Spot} Spot
 * @typedef {import("./spot.js").FigureChoices} FigureChoices
 * @typedef {import("./spot.js").Options} Options
 * @typedef {object} FigureKind
 * @property {(graph: import("../../engine/graph.js").Graph) => Record<string, string[]>} room
 * @property {(spot: Spot, options: Options, choices: FigureChoices) => any} study
 */
import { bendOf, bendRoom } from "./bend.js";
import { chainOf, chainRoom } from "./chain.js";
import { costOf } from "./cost.js";
import { descentOf } from "./descent.js";
import { errorOf } from "./error.js";
import { meetingOf, meetingRoom } from "./meeting.js";
import { surpriseOf } from "./surprise.js";

const noOptions = () => ({});

/** @satisfies {Record<string, FigureKind>} */
export const FIGURES = {
  bend: { room: bendRoom, study: bendOf },
  loss: { room: noOptions, study: surpriseOf },
  error: { room: noOptions, study: errorOf },
  chain: { room: chainRoom, study: chainOf },
  paths: { room: meetingRoom, study: meetingOf },
  descent: { room: noOptions, study: descentOf },
  cost: { room: noOptions, study: costOf },
};
