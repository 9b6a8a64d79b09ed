/**
 * Times the compiled engine, run by engine.py in a process of its own for each network, so that none is
 * compiled with
 * what the machine has seen of another. Prints JSON.
 *
 *   node engine.js floor 2 8 8 1     ns a pass, of the engine and of its floors, round by round
 *   node engine.js epoch 2 4 2 1     ns an epoch of 500 samples in tens, likewise
 *   node engine.js floor 16 64 64 10 softmax   the same with softmax and categorical cross-entropy
 *   node engine.js growth 4 29 29 2  ns a pass, and ns to compile the graph
 */
import { compile } from "../../templates/scripts/engine/compiled/compile.js";
import { buildGraph, leafValues } from "../../templates/scripts/engine/network.js";
import { Training } from "../../templates/scripts/engine/training.js";
import { blockedLoops, straightLine } from "./floor.js";

const ROUND_NS = 4e5; // so short that most rounds are not interrupted
const WARM_UP_NS = 2e8;
const SAMPLES = 1024;

/** Numbers at random, the same in every run (a linear congruential generator). */
function random() {
  seed = (1664525 * seed + 1013904223) % 2 ** 32;
  return seed / 2 ** 32 - 0.5;
}
let seed = 1;

function randomNetwork(sizes, softmax) {
  const numbers = (length) => Array.from({ length }, random);
  return {
    inputs: numbers(sizes[0]),
    target: numbers(sizes.at(-1)).map((number, k) => Number(softmax ? k === 0 : number > 0)),
    loss: softmax ? "cce" : "bce",
    layers: sizes.slice(1).map((size, depth) => ({
      activation: depth < sizes.length - 2 ? "tanh" : softmax ? "softmax" : "sigmoid",
      weights: Array.from({ length: size }, () => numbers(sizes[depth])),
      biases: numbers(size),
    })),
  };
}

/** Passes over samples whose first input differs, lest anything could be computed beforehand. */
function engineRun(network) {
  const program = compile(buildGraph(network));
  program.setLeaves(leafValues(network, network));
  const inputs = Float64Array.from({ length: SAMPLES }, random);
  const { leaves } = program;
  const run = (count) => {
    for (let i = 0; i < count; i += 1) {
      leaves[0] = inputs[i % SAMPLES];
      program.forward();
      program.backward();
    }
  };
  return { run, program };
}

function floorRun(network, floor) {
  floor.parameters.set(
    network.layers.flatMap(({ weights, biases }) => weights.flatMap((row, j) => [...row, biases[j]])),
  );
  floor.inputs.set(network.inputs);
  floor.target.set(network.target);
  const inputs = Float64Array.from({ length: SAMPLES }, random);
  // Made from text, so that each floor has a loop of its own, with its own code called in it.
  return new Function(
    "pass",
    "x",
    "inputs",
    `return (count) => {
    for (let i = 0; i < count; i += 1) {
      x[0] = inputs[i % ${SAMPLES}];
      pass();
    }
  }`,
  )(floor.pass, floor.inputs, inputs);
}

function checkFloor(network, floor) {
  floorRun(network, floor);
  floor.pass();
  const { program } = engineRun(network);
  program.setLeaves(leafValues(network, network));
  program.forward();
  program.backward();
  const gradients = program.gradients.subarray(
    network.inputs.length + network.target.length,
    program.leaves.length,
  );
  const difference = Math.max(...gradients.map((gradient, k) => Math.abs(gradient - floor.gradients[k])));
  if (!(difference < 1e-12)) throw new Error(`the floor computes something else: ${difference}`);
}

const now = () => Number(process.hrtime.bigint());

function timed(run, count) {
  const began = now();
  run(count);
  return (now() - began) / count;
}

/** ns a pass of each, in turn, round by round. */
function compared(runs, rounds) {
  const counts = Object.values(runs).map((run) => {
    for (let began = now(), count = 10; now() - began < WARM_UP_NS; count = Math.min(2 * count, 1000))
      run(count);
    return Math.max(1, Math.round(ROUND_NS / timed(run, 20)));
  });
  const times = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    Object.entries(runs).forEach(([name, run], k) => times[name].push(timed(run, counts[k])));
  }
  return times;
}

/** An epoch of plain descent on random samples: as the page trains, and sample by sample in straight-line code. */
function epochRuns(network, sizes) {
  const [count, size, rate] = [500, 10, 0.03];
  const inputs = Float64Array.from({ length: count * sizes[0] }, random);
  const targets = Float64Array.from({ length: count * sizes.at(-1) }, () => Number(random() > 0));
  const settings = { rate, batch: size, shuffle: false };
  const training = new Training(
    buildGraph(network),
    leafValues(network, network),
    { inputs, targets, count },
    settings,
  );
  const floor = straightLine(sizes, false);
  floorRun(network, floor);
  const { parameters, gradients } = floor;
  const sums = new Float64Array(parameters.length);
  function byHand() {
    for (let start = 0; start < count; start += size) {
      sums.fill(0);
      for (let s = start; s < start + size; s += 1) {
        for (let k = 0; k < sizes[0]; k += 1) floor.inputs[k] = inputs[s * sizes[0] + k];
        for (let k = 0; k < sizes.at(-1); k += 1) floor.target[k] = targets[s * sizes.at(-1) + k];
        floor.pass();
        for (let i = 0; i < sums.length; i += 1) sums[i] += gradients[i];
      }
      for (let i = 0; i < sums.length; i += 1) parameters[i] -= (rate * sums[i]) / size;
    }
  }
  const epoch = () => {
    for (let update = 0; update < count / size; update += 1) training.update();
  };
  byHand();
  epoch();
  const apart = Math.max(...training.parameters.map((number, i) => Math.abs(number - parameters[i])));
  if (!(apart < 1e-12)) throw new Error(`the floor learns something else: ${apart}`);
  const times = (run) => (rounds) => {
    for (let round = 0; round < rounds; round += 1) run();
  };
  return { engine: times(epoch), floor: times(byHand) };
}

const [what, ...words] = process.argv.slice(2);
const sizes = words.filter((word) => /^\d/.test(word)).map(Number);
const softmax = words.includes("softmax");
const network = randomNetwork(sizes, softmax);
if (what === "floor") {
  const floors = sizes.some((size) => size > 16)
    ? { floor: blockedLoops(sizes, softmax) }
    : { floor: straightLine(sizes, true), lean: straightLine(sizes, false) };
  const runs = { engine: engineRun(network).run };
  for (const [name, floor] of Object.entries(floors)) {
    checkFloor(network, floor);
    runs[name] = floorRun(network, floor);
  }
  console.log(JSON.stringify(compared(runs, 400)));
} else if (what === "epoch") {
  console.log(JSON.stringify(compared(epochRuns(network, sizes), 200)));
} else {
  const graph = buildGraph(network);
  const { run } = engineRun(network);
  const compiling = (count) => {
    for (let i = 0; i < count; i += 1) compile(graph);
  };
  console.log(
    JSON.stringify({
      ...compared({ pass: run }, 100),
      compiling: Array.from({ length: 5 }, () => timed(compiling, 2)),
    }),
  );
}
