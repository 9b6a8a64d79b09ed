/**
 * What the tests ask of the compiled engine; bundled with them for V8.
 */
import { BatchProgram } from "../../templates/scripts/engine/batch.js";
import { compile } from "../../templates/scripts/engine/compiled/compile.js";
import { backward, createGraph, forward } from "../../templates/scripts/engine/graph.js";
import { createPass } from "../../templates/scripts/engine/compiled/pass.js";
import { buildGraph, leafValues } from "../../templates/scripts/engine/network.js";
import { Training } from "../../templates/scripts/engine/training.js";
import { neededGradients, stepsOf } from "../../templates/scripts/engine/layers.js";

/** graph.js: the measure of all. */
export function interpret(nodes, leaves) {
  const graph = createGraph(nodes);
  const values = forward(graph, leaves);
  return { values, gradients: backward(graph, values) };
}

/** The passes of one program, one after the other; in each, forward and backward run as often as asked. */
export function runProgram(nodes, passes, wanted, times) {
  const program = compile(createGraph(nodes), wanted);
  return passes.map((leaves) => {
    program.setLeaves(leaves);
    for (let i = 0; i < times; i += 1) program.forward();
    for (let i = 0; i < times; i += 1) program.backward();
    return { values: program.byNode(program.values), gradients: program.byNode(program.gradients) };
  });
}

export function describeProgram(nodes, wanted) {
  const program = compile(createGraph(nodes), wanted);
  return { steps: program.steps.map((step) => step.constructor.name), leafNodes: program.leafNodes };
}

export function describeSteps(nodes, wanted) {
  const graph = createGraph(nodes);
  const needed = neededGradients(graph, wanted);
  return { needed, steps: stepsOf(graph, needed) };
}

/**
 * What pass.js answers: numbers, losses along a leaf, the loss of changed leaves, and the same numbers once
 * more.
 */
export function askPass(nodes, leaves, name, points) {
  const graph = createGraph(nodes);
  const pass = createPass(graph);
  const before = pass.compute(leaves);
  const losses = pass.lossesAlong(leaves, name, points);
  const halved = before.values.map((value) => value / 2);
  const loss = pass.lossOf(halved);
  return { before, losses, loss, after: pass.compute(leaves) };
}

export function missingLeaf(nodes, leaves) {
  try {
    compile(createGraph(nodes)).setLeaves(leaves);
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
  return null;
}

/** A loop for heap.py, which measures what it leaves behind. */
export function loopOf(nodes, leaves) {
  const program = compile(createGraph(nodes));
  program.setLeaves(leaves);
  return (count) => {
    for (let i = 0; i < count; i += 1) {
      program.leaves[0] = i % 2;
      program.forward();
      program.backward();
    }
  };
}

/** The sum of the losses of samples, and of their slopes, of batches of the same program one after the other. */
export function runBatches(nodes, leaves, inputs, targets, sizes) {
  const program = new BatchProgram(createGraph(nodes), Math.max(...sizes));
  program.names.forEach((name, slot) => (program.parameters[slot] = leaves[name]));
  const [x, y] = [inputs, targets].map((rows) => Float64Array.from(rows.flat()));
  const rows = Int32Array.from(inputs, (_, k) => k);
  return sizes.map((size) => {
    program.setSamples(x, y, rows, rows.length - size, size);
    const loss = program.forward();
    program.backward();
    return { loss, slopes: Object.fromEntries(program.names.map((name, k) => [name, program.slopes[k]])) };
  });
}

/** Updates of a run, for the same measurement. */
export function updatesOf(network) {
  const samples = {
    inputs: new Float64Array(200).fill(0.3),
    targets: new Float64Array(100).fill(1),
    count: 100,
  };
  const settings = { rate: 0.01, batch: 10, shuffle: false };
  const training = new Training(buildGraph(network), leafValues(network, network), samples, settings);
  return (count) => {
    for (let i = 0; i < count; i += 1) training.update();
  };
}
