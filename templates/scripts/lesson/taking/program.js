/**
 * The present pass as a program: for plain Python and NumPy with the chain rule written out, for PyTorch and
 * JAX by their own autograd. Its last lines assert the numbers of the page.
 *
 * A network is written by layers, but in plain Python, which has no matrices, and where places share a
 * parameter; a formula line by line.
 *
 * @typedef {import("./subject.js").Subject} Subject
 * @typedef {"python" | "numpy" | "torch" | "jax"} Language
 */
import { isTied } from "../../engine/network.js";
import { baseOf, OPS } from "../../engine/operations/table.js";
import { withNumbers } from "../networks.js";

/** How near a number has to be: the frameworks sum in another order. */
const RELATIVE = "1e-9";
const ABSOLUTE = "1e-12";

/**
 * Value and slope of what reads one number a, with its value f, in a form that holds for numbers and arrays
 * alike; @ is the module.
 * @type {Readonly<Record<string, readonly [string, string]>>}
 */
export const OF_ONE = {
  identity: ["a", "1.0"],
  stop: ["a", "0.0"],
  negate: ["-a", "-1.0"],
  exp: ["@exp(a)", "f"],
  log: ["@log(a)", "1 / a"],
  sqrt: ["@sqrt(a)", "0.5 / f"],
  sin: ["@sin(a)", "@cos(a)"],
  cos: ["@cos(a)", "-@sin(a)"],
  abs: ["abs(a)", "1.0 * (a > 0) - 1.0 * (a < 0)"],
  tanh: ["@tanh(a)", "1 - f**2"],
  sigmoid: ["sigmoid(a)", "f * sigmoid(-a)"],
  relu: ["a * (a > 0)", "1.0 * (a > 0)"],
  leaky_relu: ["a * (0.01 + 0.99 * (a > 0))", "0.01 + 0.99 * (a > 0)"],
  elu: ["a * (a > 0) + (@exp(-abs(a)) - 1) * (a <= 0)", "1.0 * (a > 0) + @exp(-abs(a)) * (a <= 0)"],
  softplus: ["softplus(a)", "sigmoid(a)"],
  gelu: [
    "0.5 * a * (1 + erf(a / @sqrt(2.0)))",
    "0.5 * (1 + erf(a / @sqrt(2.0))) + a * @exp(-0.5 * a * a) / @sqrt(2 * @pi)",
  ],
  silu: ["a * sigmoid(a)", "sigmoid(a) * (1 + a * sigmoid(-a))"],
  mish: ["a * @tanh(softplus(a))", "@tanh(softplus(a)) + a * (1 - @tanh(softplus(a))**2) * sigmoid(a)"],
};

/**
 * Functions that these call, and what they are in forms that do not overflow; for Python and NumPy.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const DEFINED = {
  sigmoid: ["def sigmoid(a):", "    e = @exp(-abs(a))", "    return ((a >= 0) + (a < 0) * e) / (1 + e)"],
  softplus: ["def softplus(a):", "    return @log1p(@exp(-abs(a))) + a * (a > 0)"],
  log_sum_exp: [
    "def log_sum_exp(*z):",
    "    top = max(z)",
    "    return top + @log(sum(@exp(a - top) for a in z))",
  ],
};

/**
 * The definitions that a program has to begin with.
 * @param {string} text
 * @param {Language} language
 * @returns {string[]}
 */
export function definitionsFor(text, language) {
  const calls = (/** @type {string} */ name) => new RegExp(`\\b${name}\\(`).test(text);
  const erf = { python: ["from math import erf"], numpy: ERF_OF_ARRAYS }[String(language)];
  return [
    ...(erf && calls("erf") ? erf : []),
    ...(erf ? Object.keys(DEFINED).filter(calls) : []).flatMap((name) => [
      "",
      "",
      ...DEFINED[name].map((line) => line.replaceAll("@", MODULES[language])),
      "",
    ]),
  ];
}

/** What frameworks have of their own, where it computes the same, at a kink too. */
export const OWN = {
  torch: {
    tanh: "torch.tanh(a)",
    sigmoid: "torch.sigmoid(a)",
    relu: "F.relu(a)",
    leaky_relu: "F.leaky_relu(a)",
    elu: "F.elu(a)",
    softplus: "F.softplus(a, threshold=700)", // which is 20 otherwise
    gelu: "F.gelu(a)",
    silu: "F.silu(a)",
    mish: "F.mish(a)",
    softmax: "torch.softmax(a, 0)",
    stop: "a.detach()",
  },
  jax: {
    tanh: "jnp.tanh(a)",
    sigmoid: "jax.nn.sigmoid(a)",
    relu: "jax.nn.relu(a)",
    leaky_relu: "jnp.where(a > 0, a, 0.01 * a)",
    elu: "jax.nn.elu(a)",
    softplus: "jax.nn.softplus(a)",
    gelu: "jax.nn.gelu(a, approximate=False)",
    silu: "jax.nn.silu(a)",
    mish: "jax.nn.mish(a)",
    softmax: "jax.nn.softmax(a)",
    stop: "jax.lax.stop_gradient(a)",
    abs: "a * jnp.sign(a)", // the slope of its abs at 0 is 1
  },
};

/**
 * The term of a loss, of prediction p and target y, and its slope by p.
 * @type {Readonly<Record<string, readonly [string, string]>>}
 */
export const TERMS = {
  mse: ["(p - y)**2", "2 * (p - y)"],
  half_squares: ["0.5 * (p - y)**2", "p - y"],
  mae: ["abs(p - y)", "1.0 * (p > y) - 1.0 * (p < y)"],
  huber: [
    "(abs(p - y) <= 1) * 0.5 * (p - y)**2 + (abs(p - y) > 1) * (abs(p - y) - 0.5)",
    "(abs(p - y) <= 1) * (p - y) + 1.0 * (p - y > 1) - 1.0 * (p - y < -1)",
  ],
  hinge: ["(1 - y * p) * (y * p < 1)", "-y * (y * p < 1)"],
};

/**
 * The same for JAX, whose |p − y| has a slope of 1 at 0.
 * @param {string} loss
 * @param {Language} language
 */
export const termOf = (loss, language) =>
  language === "jax" && loss === "mae" ? "(p - y) * jnp.sign(p - y)" : TERMS[loss][0];

export const HEADS = {
  python: ["import math"],
  numpy: ["import numpy as np"],
  torch: ["import torch", "import torch.nn.functional as F", "", "torch.set_default_dtype(torch.float64)"],
  jax: ["import jax", "import jax.numpy as jnp", "", 'jax.config.update("jax_enable_x64", True)'],
};
const MODULES = { python: "math.", numpy: "np.", torch: "torch.", jax: "jnp." };

/**
 * A template with these in the place of its letters.
 * @param {string} template
 * @param {Language} language
 * @param {Readonly<Record<string, string>>} names
 */
export const filled = (template, language, names) =>
  template.replace(/\b[afpy]\b/g, (letter) => names[letter] ?? letter).replaceAll("@", MODULES[language]);

/**
 * A number with all its digits.
 * @param {number} number
 */
export const digits = (number) => {
  const text = Object.is(number, -0) ? "-0.0" : String(number);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
};

/** @param {readonly number[]} numbers */
export const row = (numbers) => `[${numbers.map(digits).join(", ")}]`;

/** @param {readonly (readonly number[])[]} rows */
export const matrix = (rows) => `[${rows.map(row).join(", ")}]`;

/**
 * Names that Python keeps to itself get an underscore.
 * @param {string} name
 */
const safe = (name) =>
  /^(and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield|abs|max|min|sum|dict|tuple|range|math|np|torch|F|jax|jnp|erf|sigmoid|softplus|log_sum_exp|forward|given|value|gradients|close)$/.test(
    name,
  )
    ? `${name}_`
    : name;

/**
 * A program in which the loss has the name that it has in the graph, or L where the program calls something
 * else so.
 * @param {import("../../engine/graph.js").Graph} graph
 * @param {(L: string) => string} write the program, by the loss's name in it
 */
export function withLossName({ nodes }, write) {
  const name = safe(nodes[nodes.length - 1].name);
  const usual = write("L");
  return new RegExp(`\\b${name}\\b`).test(usual) ? usual : write(name);
}

/**
 * @param {Subject} subject all of whose numbers are finite
 * @param {Language} language
 * @returns {string}
 */
export function programOf(subject, language) {
  const { network, graph } = subject;
  const whole = (/** @type {string[]} */ body) =>
    [...HEADS[language], ...definitionsFor(body.join("\n"), language), "", ...body, ""].join("\n");
  return network && language !== "python" && !isTied(network)
    ? withLossName(graph, (L) => whole(byLayers(subject, language, L)))
    : whole(byNodes(subject, language));
}

const ERF_OF_ARRAYS = ["import math", "", "erf = np.vectorize(math.erf)"];

/**
 * The value of a node as an expression of the names of its parents.
 * @param {Subject} subject
 * @param {number} index
 * @param {Language} language
 */
function valueOf({ graph }, index, language) {
  const { op, parents } = graph.nodes[index];
  const names = parents.map((parent) => safe(graph.nodes[parent].name));
  const half = names.slice(0, names.length / 2);
  const targets = names.slice(names.length / 2);
  /** @type {Readonly<Record<string, string>>} */
  const own = language === "torch" || language === "jax" ? OWN[language] : {};
  const list = `(${language === "torch" ? "torch" : "jnp"}.stack([${names.join(", ")}])`;
  if (op === "softmax" && own === OWN.torch) return `torch.softmax${list}, 0)[0]`;
  if (op === "softmax" && own === OWN.jax) return `jax.nn.softmax${list})[0]`;
  if (Object.hasOwn(own, op)) return filled(own[op], language, { a: names[0] });
  if (Object.hasOwn(OF_ONE, op)) return filled(OF_ONE[op][0], language, { a: names[0] });
  switch (op) {
    case "add":
      return names.join(" + ");
    case "subtract":
      return names.join(" - ");
    case "multiply":
      return names.join(" * ");
    case "divide":
      return names.join(" / ");
    case "power":
      return names.join(" ** ");
    case "minimum":
    case "maximum":
      return extremum(op.slice(0, 3), names, language);
    case "weighted_sum": {
      const pairs = Math.floor(names.length / 2);
      const terms = Array.from({ length: pairs }, (_, k) => `${names[2 * k]} * ${names[2 * k + 1]}`);
      return [...terms, ...names.slice(2 * pairs)].join(" + "); // last the bias, if there is one
    }
    case "softmax":
      return filled(`@exp(${names[0]} - log_sum_exp(${names.join(", ")}))`, language, {});
  }
  const logits = half.map((_, k) => safe(graph.nodes[graph.sources[index][k]].name));
  const loss = baseOf(op);
  if (loss === "cce") {
    const stacked = `stack([${logits.join(", ")}])`;
    const total =
      { torch: `torch.logsumexp(torch.${stacked}, 0)`, jax: `jax.nn.logsumexp(jnp.${stacked})` }[
        String(language)
      ] ?? `log_sum_exp(${logits.join(", ")})`;
    return logits.map((z, k) => `${targets[k]} * (${total} - ${z})`).join(" + ");
  }
  const terms =
    loss === "bce"
      ? logits.map(
          (z, k) =>
            `${filled(own.softplus ?? OF_ONE.softplus[0], language, { a: z })} - ${targets[k]} * ${z}`,
        )
      : half.map((p, k) => filled(termOf(loss, language), language, { p, y: targets[k] }));
  const total = terms.join(" + ");
  return isMean(op, terms.length) ? `(${total}) / ${terms.length}` : total;
}

/**
 * @param {string} op
 * @param {number} count
 */
const isMean = (op, count) => OPS[op].reduction === "mean" && count > 1;

/**
 * @param {string} name "min" or "max"
 * @param {string[]} names
 * @param {Language} language
 */
function extremum(name, names, language) {
  const list = names.join(", ");
  if (language === "torch") return `torch.stack([${list}]).a${name}()`; // which shares the slope where several tie
  return language === "jax" ? `jnp.${name}(jnp.stack([${list}]))` : `${name}(${list})`;
}

/**
 * The derivative of a node by the receiver at a position, as an expression; for Python and NumPy.
 * @param {Subject} subject
 * @param {number} index
 * @param {number} position among its receivers
 * @param {Language} language
 */
function slopeOf({ graph }, index, position, language) {
  const { op, parents, name } = graph.nodes[index];
  const names = parents.map((parent) => safe(graph.nodes[parent].name));
  const f = safe(name);
  if (Object.hasOwn(OF_ONE, op)) return filled(OF_ONE[op][1], language, { a: names[0], f });
  const [a, b] = names;
  const others = names.toSpliced(position, 1);
  const half = names.length / 2;
  const k = position % half;
  const y = names[half + k];
  switch (baseOf(op)) {
    case "add":
      return "1.0";
    case "subtract":
      return position === 0 ? "1.0" : "-1.0";
    case "multiply":
      return others.join(" * ");
    case "divide":
      return position === 0 ? `1 / ${b}` : `-${a} / ${b} / ${b}`;
    case "power":
      return position === 0
        ? `${b} * ${a} ** (${b} - 1)`
        : filled(`(${f} * @log(${a}) if ${a} > 0 else 0.0)`, language, {});
    case "minimum":
    case "maximum":
      return `1.0 * (${names[position]} == ${f}) / (${names.map((each) => `1.0 * (${each} == ${f})`).join(" + ")})`;
    case "weighted_sum":
      return position === names.length - 1 && names.length % 2 === 1
        ? "1.0"
        : names[position % 2 === 0 ? position + 1 : position - 1];
    case "bce":
      return isMean(op, half) ? `(${names[k]} - ${y}) / ${half}` : `${names[k]} - ${y}`;
    case "cce":
      return `${names[k]} * (${names.slice(half).join(" + ")}) - ${y}`;
  }
  const slope = filled(TERMS[baseOf(op)][1], language, { p: names[k], y });
  return isMean(op, half) ? `(${slope}) / ${half}` : slope;
}

/**
 * @param {Subject} subject
 * @param {Language} language
 */
function byNodes(subject, language) {
  const { graph, values, gradients } = subject;
  const { nodes } = graph;
  const last = nodes.length - 1;
  const leaves = nodes.flatMap((node, index) => (node.op === "leaf" ? [index] : []));
  const changed = leaves.filter((index) => !["constant", "target"].includes(nodes[index].role));
  const name = (/** @type {number} */ index) => safe(nodes[index].name);
  const number = (/** @type {number} */ index) => digits(values[index]);
  const slope = `d${name(last)}_d`;
  const computed = nodes.flatMap((node, index) =>
    node.op === "leaf" ? [] : [`${name(index)} = ${valueOf(subject, index, language)}`],
  );
  if (language === "torch") {
    return [
      ...leaves.map(
        (index) =>
          `${name(index)} = torch.tensor(${number(index)}${changed.includes(index) ? ", requires_grad=True" : ""})`,
      ),
      "",
      ...computed,
      `${name(last)}.backward()`,
      "",
      `close = dict(rtol=${RELATIVE}, atol=${ABSOLUTE})`,
      `torch.testing.assert_close(${name(last)}.detach(), torch.tensor(${number(last)}), **close)`,
      ...changed.map(
        (index) =>
          `torch.testing.assert_close(${name(index)}.grad, torch.tensor(${digits(gradients[index])}), **close)`,
      ),
    ];
  }
  if (language === "jax") {
    const list = changed.map(name).join(", ");
    return [
      `def forward(${list}):`,
      ...leaves
        .filter((index) => !changed.includes(index))
        .map((index) => `    ${name(index)} = jnp.array(${number(index)})`),
      ...computed.map((line) => `    ${line}`),
      `    return ${name(last)}`,
      "",
      "",
      `given = (${changed.map(number).join(", ")},)`,
      `value, gradients = jax.value_and_grad(forward, argnums=tuple(range(${changed.length})))(*given)`,
      "",
      `close = dict(rtol=${RELATIVE}, atol=${ABSOLUTE})`,
      `assert jnp.allclose(value, ${number(last)}, **close)`,
      ...changed.map(
        (index, k) =>
          `assert jnp.allclose(gradients[${k}], ${digits(gradients[index])}, **close)  # ${name(index)}`,
      ),
    ];
  }
  /** @type {string[][]} */
  const arriving = nodes.map(() => []);
  /** @type {string[]} */
  const back = [`${slope}${name(last)} = 1.0`];
  const reached = new Set([last]);
  for (let index = last; index >= 0; index -= 1) {
    if (index !== last) {
      if (arriving[index].length === 0) continue;
      back.push(`${slope}${name(index)} = ${arriving[index].join(" + ")}`);
      reached.add(index);
    }
    graph.receivers[index].forEach((receiver, position) => {
      const { role, op } = nodes[receiver];
      const isCanonical = graph.sources[index] !== nodes[index].parents;
      // A loss that reads the logits itself passes nothing to its predictions; data and constants do not move.
      if (role === "constant" || role === "target" || (isCanonical && op !== "weighted_sum")) return;
      const local = slopeOf(subject, index, position % nodes[index].parents.length, language);
      const factor = /^\w+$/.test(local) ? local : `(${local})`;
      arriving[receiver].push(`${slope}${name(index)}${local === "1.0" ? "" : ` * ${factor}`}`);
    });
  }
  const close = language === "python" ? "math.isclose" : "np.isclose";
  const tolerance =
    language === "python" ? `rel_tol=${RELATIVE}, abs_tol=${ABSOLUTE}` : `rtol=${RELATIVE}, atol=${ABSOLUTE}`;
  return [
    ...leaves.map((index) => `${name(index)} = ${number(index)}`),
    "",
    ...computed,
    "",
    ...back,
    "",
    ...nodes.flatMap((node, index) =>
      node.op === "leaf" ? [] : [`assert ${close}(${name(index)}, ${number(index)}, ${tolerance})`],
    ),
    ...nodes.flatMap((_, index) =>
      reached.has(index)
        ? [`assert ${close}(${slope}${name(index)}, ${digits(gradients[index])}, ${tolerance})`]
        : [],
    ),
  ];
}

/**
 * A network by matrices.
 * @param {Subject} subject
 * @param {Exclude<Language, "python">} language
 * @param {string} L the loss's name
 */
function byLayers(subject, language, L) {
  const network = /** @type {import("../../engine/network.js").Network} */ (subject.network);
  const { layers } = network;
  const loss = baseOf(network.loss);
  const count = layers.length;
  const slopes = subject.graph.nodes.map(({ name }, index) => [name, subject.gradients[index]]);
  const by = withNumbers(network, Object.fromEntries(slopes));
  const array = { numpy: "np.array", torch: "torch.tensor", jax: "jnp.array" }[language];
  const mark = language === "torch" ? ", requires_grad=True" : "";
  const named = [
    ["x", row(subject.present.inputs), row(by.sample.inputs)],
    ...layers.flatMap(({ weights, biases }, k) => [
      [`W${k + 1}`, matrix(weights), matrix(by.network.layers[k].weights)],
      [`b${k + 1}`, row(biases), row(by.network.layers[k].biases)],
    ]),
  ];
  const d = `d${L}_d`;
  const p = `h${count}`;
  const z = `z${count}`;
  const isMeanLoss = OPS[network.loss].reduction === "mean";
  const reduced = (/** @type {string} */ term) => `(${term}).${isMeanLoss ? "mean" : "sum"}()`;
  const LOG_SOFTMAX = {
    numpy: `${z} - np.logaddexp.reduce(${z})`,
    torch: `F.log_softmax(${z}, 0)`,
    jax: `jax.nn.log_softmax(${z})`,
  };
  const SOFTPLUS = {
    numpy: `np.logaddexp(0, ${z})`,
    torch: `F.softplus(${z}, threshold=700)`,
    jax: `jnp.logaddexp(0, ${z})`,
  };
  const total =
    loss === "cce"
      ? `-(y * (${LOG_SOFTMAX[language]})).sum()`
      : loss === "bce"
        ? reduced(`${SOFTPLUS[language]} - y * ${z}`)
        : reduced(filled(termOf(loss, language), language, { p }));
  const bent = (/** @type {string} */ op, /** @type {string} */ a) =>
    language !== "numpy" && Object.hasOwn(OWN[language], op)
      ? /** @type {any} */ (OWN[language])[op].replace(/\ba\b/g, a)
      : op === "softmax"
        ? `np.exp(${a} - np.logaddexp.reduce(${a}))`
        : filled(OF_ONE[op][0], language, { a });
  const forwardLines = [
    ...layers.flatMap(({ activation }, k) => [
      `z${k + 1} = W${k + 1} @ ${k === 0 ? "x" : `h${k}`} + b${k + 1}`,
      `h${k + 1} = ${bent(activation, `z${k + 1}`)}`,
    ]),
    `${L} = ${total}`,
  ];
  const value = digits(subject.values[subject.values.length - 1]);
  const close = `rtol=${RELATIVE}, atol=${ABSOLUTE}`;
  const target = `y = ${array}(${row(subject.present.target)})`;
  if (language === "jax") {
    const names = named.map(([name]) => name).join(", ");
    return [
      target,
      ...named.map(([name, numbers]) => `${name} = jnp.array(${numbers})`),
      "",
      "",
      `def forward(${names}):`,
      ...forwardLines.map((line) => `    ${line}`),
      `    return ${L}`,
      "",
      "",
      `${L}, gradients = jax.value_and_grad(forward, argnums=tuple(range(${named.length})))(${names})`,
      "",
      `assert jnp.allclose(${L}, ${value}, ${close})`,
      ...named.map(
        ([name, , gradient], k) =>
          `assert jnp.allclose(gradients[${k}], jnp.array(${gradient}), ${close})  # ${name}`,
      ),
    ];
  }
  const givenLines = [...named.map(([name, numbers]) => `${name} = ${array}(${numbers}${mark})`), target, ""];
  if (language === "torch") {
    return [
      ...givenLines,
      ...forwardLines,
      `${L}.backward()`,
      "",
      `close = dict(${close})`,
      `torch.testing.assert_close(${L}.detach(), torch.tensor(${value}), **close)`,
      ...named.map(
        ([name, , gradient]) =>
          `torch.testing.assert_close(${name}.grad, torch.tensor(${gradient}), **close)`,
      ),
    ];
  }
  const slope = TERMS[loss] && filled(TERMS[loss][1], language, { p });
  const share = isMeanLoss ? " / len(y)" : "";
  const back = layers.flatMap((_, position) => {
    const k = count - position;
    const { activation } = layers[k - 1];
    const bend = filled(OF_ONE[activation]?.[1] ?? "", language, { a: `z${k}`, f: `h${k}` });
    const upstream =
      k < count
        ? `${d}z${k} = (W${k + 1}.T @ ${d}z${k + 1}) * (${bend})`
        : loss === "cce"
          ? `${d}z${k} = ${p} * y.sum() - y`
          : loss === "bce"
            ? `${d}z${k} = (${p} - y)${share}`
            : `${d}z${k} = (${slope})${share} * (${bend})`;
    return [
      upstream,
      `${d}W${k} = np.outer(${d}z${k}, ${k === 1 ? "x" : `h${k - 1}`})`,
      `${d}b${k} = ${d}z${k}`,
    ];
  });
  return [
    ...givenLines,
    ...forwardLines,
    "",
    ...back,
    `${d}x = W1.T @ ${d}z1`,
    "",
    `close = dict(${close})`,
    `np.testing.assert_allclose(${L}, ${value}, **close)`,
    ...named.map(([name, , gradient]) => `np.testing.assert_allclose(${d}${name}, ${gradient}, **close)`),
  ];
}
