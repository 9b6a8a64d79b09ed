/**
 * A run as a program: its samples, its weights in the beginning, its settings, its loop. NumPy has the chain
 * rule written out, JAX and PyTorch their own autograd, and PyTorch its own optimizers, where it has them. The
 * last lines assert the loss that the page has.
 *
 * @typedef {import("../engine/graph.js").Graph} Graph
 * @typedef {import("../engine/network.js").Network} Network
 * @typedef {import("../engine/training.js").Training} Training
 * @typedef {"numpy" | "torch" | "jax"} Framework
 */
import { isTied, leafNames } from "../engine/network.js";
import { baseOf, OPS } from "../engine/operations/table.js";
import { FIRST_STREAM } from "../engine/training.js";
import { SCHEDULES } from "../engine/schedules.js";
import { withNumbers } from "../lesson/networks.js";
import {
  definitionsFor,
  digits,
  filled,
  HEADS,
  matrix,
  OF_ONE,
  OWN,
  row,
  termOf,
  TERMS,
  withLossName,
} from "../lesson/taking/program.js";

/** How near the loss has to be: the frameworks sum in another order, and each update adds to that. */
const CLOSE = 1e-7;

/** docs/random-numbers.md, as far as the order of samples needs it. */
const ORDER = `
def mixed(word):
    word = (word ^ word >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    word = (word ^ word >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return word ^ word >> 16


def order_of(seed, stream, count):
    """The samples of an epoch, shuffled: xoshiro128**, Fisher and Yates."""
    start = mixed((mixed(seed) + stream) & 0xFFFFFFFF)
    s = [mixed((start + k * 0x9E3779B9) & 0xFFFFFFFF) for k in range(1, 5)]

    def turned(word, by):
        return (word << by | word >> 32 - by) & 0xFFFFFFFF

    def bits():
        found = turned(s[1] * 5 & 0xFFFFFFFF, 7) * 9 & 0xFFFFFFFF
        moved = s[1] << 9 & 0xFFFFFFFF
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= moved
        s[3] = turned(s[3], 11)
        return found

    order = list(range(count))
    for last in range(count - 1, 0, -1):
        upper, lower = bits() >> 5, bits() >> 6
        other = int((upper * 67108864 + lower) / 9007199254740992 * (last + 1))
        order[last], order[other] = order[other], order[last]
    return order
`.trim();

/** The same by PyTorch's own; what it lacks is written out. @type {Readonly<Record<string, string>>} */
const OF_TORCH = {
  gradient_descent: "torch.optim.SGD(P, lr=eta)",
  momentum: "torch.optim.SGD(P, lr=eta, momentum=mu)",
  nesterov: "torch.optim.SGD(P, lr=eta, momentum=mu, nesterov=True)",
  adagrad: "torch.optim.Adagrad(P, lr=eta, eps=epsilon)",
  rmsprop: "torch.optim.RMSprop(P, lr=eta, alpha=alpha, eps=epsilon)",
  adam: "torch.optim.Adam(P, lr=eta, betas=(beta_1, beta_2), eps=epsilon)",
  adamw: "torch.optim.AdamW(P, lr=eta, betas=(beta_1, beta_2), eps=epsilon, weight_decay=lambda_)",
};

/**
 * @param {Graph} graph
 * @param {Network} network
 * @param {Readonly<Record<string, number>>} start the parameters in the beginning
 * @param {import("./run.js").Run} run
 * @param {number} updates
 * @param {Framework} framework
 * @returns {string}
 */
export const runProgram = (graph, network, start, run, updates, framework) =>
  withLossName(graph, (L) => programLines(L, network, start, run, updates, framework).join("\n"));

/**
 * @param {string} L the loss's name
 * @param {Network} network
 * @param {Readonly<Record<string, number>>} start
 * @param {import("./run.js").Run} run
 * @param {number} updates
 * @param {Framework} framework
 * @returns {string[]}
 */
function programLines(L, network, start, run, updates, framework) {
  const { training } = run;
  const { settings, samples, optimizer, options } = training;
  const { layers } = network;
  const array = { numpy: "np.array", torch: "torch.tensor", jax: "jnp.array" }[framework];
  const module = { numpy: "np", torch: "torch", jax: "jnp" }[framework];
  const [before, after] = [run.lossAt(0), run.lossAt(updates)];
  const rows = (/** @type {Float64Array} */ numbers) =>
    matrix(
      Array.from({ length: samples.count }, (_, k) =>
        Array.from(
          numbers.subarray((k * numbers.length) / samples.count, ((k + 1) * numbers.length) / samples.count),
        ),
      ),
    );
  /** A list of numbers for each of P: those that `of` has for the parameter at every place. */
  const numbersOf = (/** @type {(name: string) => number} */ of) => {
    const leaves = Object.fromEntries(leafNames(network).map((name) => [name, of(name)]));
    return withNumbers(network, leaves).network.layers.flatMap(({ weights, biases }) => [
      matrix(weights),
      row(biases),
    ]);
  };
  const names = layers.flatMap((_, k) => [`W${k + 1}`, `b${k + 1}`]);
  const moving = numbersOf((name) => Number(training.names.includes(name)));
  const isHeld = training.names.length < training.program.names.length;
  const places = isTied(network) ? numbersOf((name) => training.program.names.indexOf(name)) : null;
  const settled = Object.entries(optimizer.symbols).map(
    ([name, symbol]) => `${pythonic(symbol)} = ${digits(options[name])}`,
  );
  const size = settings.batch || samples.count;
  const kept = Object.values(optimizer.state);
  const own = framework === "torch" && Object.hasOwn(OF_TORCH, settings.optimizer);
  const mark = framework === "torch" ? ", requires_grad=True" : "";
  return [
    ...HEADS[framework].flatMap((line) => (line.startsWith("import") ? [line] : [])),
    ...(settings.schedule === "cosine" ? ["from math import cos, pi"] : []),
    "",
    ...HEADS[framework].flatMap((line) => (line === "" || line.startsWith("import") ? [] : [line])),
    ...definitionsFor(JSON.stringify(layers.map(({ activation }) => OF_ONE[activation])), framework),
    ...(network.features ? [`# A column of X each: ${network.features.join(", ")}`] : []),
    `X = ${array}(${rows(samples.inputs)})`,
    `Y = ${array}(${rows(samples.targets)})`,
    "P = [",
    ...numbersOf((name) => start[name]).map(
      (numbers, k) => `    ${array}(${numbers}${mark}),  # ${names[k]}`,
    ),
    "]",
    ...(isHeld ? [`MOVING = [${moving.map((numbers) => `${array}(${numbers})`).join(", ")}]`] : []),
    ...(places ? sumOverPlaces(places, module) : []),
    "",
    "",
    ORDER,
    "",
    "",
    "def forward(P, X, Y):",
    `    ${names.join(", ")} = P`,
    ...forwardLines(L, network, framework).map((line) => `    ${line}`),
    ...(framework === "numpy"
      ? [`    return ${L}, ${layers.flatMap((_, k) => [`Z${k + 1}`, `H${k + 1}`]).join(", ")}`]
      : [`    return ${L}`]),
    "",
    "",
    ...gradientLines(network, names, framework),
    "",
    "",
    `eta, T = ${digits(settings.rate)}, ${settings.span}`,
    ...settled,
    ...(own
      ? [`optimizer = ${OF_TORCH[settings.optimizer]}`]
      : [`kept = {${kept.map((symbol) => `"${symbol}": [0 * w for w in P]`).join(", ")}}`]),
    `size, epoch = ${size}, ${Math.ceil(samples.count / size)}`,
    `for t in range(1, ${updates} + 1):`,
    "    number, place = divmod(t - 1, epoch)",
    "    if place == 0:",
    `        rows = ${settings.shuffle ? `order_of(${settings.seed}, ${FIRST_STREAM} + number, len(X))` : "list(range(len(X)))"}`,
    `    batch = ${framework === "jax" ? "jnp.array(rows[place * size : (place + 1) * size])" : "rows[place * size : (place + 1) * size]"}`,
    `    G = ${places ? "added_up(gradients(P, X[batch], Y[batch]))" : "gradients(P, X[batch], Y[batch])"}`,
    ...(settings.l1 || settings.l2
      ? [
          `    G = [g + (w.ndim == 2) * (${digits(settings.l2)} * w + ${digits(settings.l1)} * ${module}.sign(w)) for w, g in zip(P, G)]`,
        ]
      : []),
    ...(isHeld ? ["    G = [g * moves for g, moves in zip(G, MOVING)]"] : []),
    ...(settings.clip
      ? [
          places
            ? "    norm = sum((g * g / uses).sum() for g, uses in zip(G, USES)) ** 0.5"
            : "    norm = sum((g * g).sum() for g in G) ** 0.5",
          `    G = [g * min(${digits(settings.clip)} / (norm + 1e-6), 1.0) for g in G]`,
        ]
      : []),
    ...(settings.schedule === "step" ? ["    n = (t - 1) // T"] : []),
    `    ${pythonic(SCHEDULES[settings.schedule].formula)}`,
    ...(own ? steppedByTorch(isHeld) : steppedByFormula(optimizer, kept, isHeld, module)),
    "",
    `start, end = ${digits(before)}, ${digits(after)}`,
    `loss = float(forward(P, X, Y)${{ numpy: "[0]", torch: ".detach()", jax: "" }[framework]})`,
    `assert abs(loss - end) <= ${CLOSE} * max(1.0, abs(end)), (loss, end)`,
    `print(f"{start:.6f} -> {loss:.6f}, as on the page")`,
    "",
  ];
}

/**
 * A formula of engine/expression.js as Python writes it.
 * @param {string} formula
 */
const pythonic = (formula) => formula.replaceAll("^", "**").replace(/\blambda\b/g, "lambda_");

/**
 * Of a network whose places share numbers: the gradient of each is the sum over its places, which so move together.
 * @param {string[]} places for each of P, which number stands at each place
 * @param {string} module
 */
const sumOverPlaces = (places, module) => [
  "# Which number stands at each place: several places share one.",
  `SAME = [${places.map((same) => `${module}.${module === "torch" ? "tensor" : "array"}(${same.replace(/\.0\b/g, "")})`).join(", ")}]`,
  "",
  "",
  "def added_up(G):",
  '    """The gradient of a number is the sum over its places."""',
  `    total = ${module}.zeros(1 + max(int(same.max()) for same in SAME))`,
  "    for g, same in zip(G, SAME):",
  {
    np: "        np.add.at(total, same, g)",
    jnp: "        total = total.at[same].add(g)",
    torch: "        total = total.index_put((same,), g, accumulate=True)",
  }[module] ?? "",
  "    return [total[same] for same in SAME]",
  "",
  "",
  `USES = added_up([${module}.ones_like(w) for w in P])`,
];

/**
 * @param {string} L the loss's name
 * @param {Network} network
 * @param {Framework} framework
 * @returns {string[]} from X and Y to the loss
 */
function forwardLines(L, network, framework) {
  const { layers } = network;
  const loss = baseOf(network.loss);
  const last = layers.length;
  const z = `Z${last}`;
  const p = `H${last}`;
  const bent = (/** @type {string} */ op, /** @type {string} */ a) => {
    if (op === "softmax") {
      return {
        numpy: `np.exp(${a} - np.logaddexp.reduce(${a}, 1, keepdims=True))`,
        torch: `torch.softmax(${a}, 1)`,
        jax: `jax.nn.softmax(${a})`,
      }[framework];
    }
    return framework !== "numpy" && Object.hasOwn(OWN[framework], op)
      ? /** @type {any} */ (OWN[framework])[op].replace(/\ba\b/g, a)
      : filled(OF_ONE[op][0], framework, { a });
  };
  const logs = {
    numpy: `${z} - np.logaddexp.reduce(${z}, 1, keepdims=True)`,
    torch: `F.log_softmax(${z}, 1)`,
    jax: `jax.nn.log_softmax(${z})`,
  }[framework];
  const softplus = {
    numpy: `np.logaddexp(0, ${z})`,
    torch: `F.softplus(${z}, threshold=700)`,
    jax: `jnp.logaddexp(0, ${z})`,
  }[framework];
  const term =
    loss === "cce"
      ? `-Y * (${logs})`
      : loss === "bce"
        ? `${softplus} - Y * ${z}`
        : filled(termOf(loss, framework), framework, { p, y: "Y" });
  return [
    ...layers.flatMap(({ activation }, k) => [
      `Z${k + 1} = ${k === 0 ? "X" : `H${k}`} @ W${k + 1}.T + b${k + 1}`,
      `H${k + 1} = ${bent(activation, `Z${k + 1}`)}`,
    ]),
    `${L} = (${term}).${OPS[network.loss].reduction === "mean" ? "mean()" : "sum() / len(X)"}`,
  ];
}

/**
 * @param {Network} network
 * @param {string[]} names of the parameters
 * @param {Framework} framework
 * @returns {string[]} the function `gradients`
 */
function gradientLines(network, names, framework) {
  const { layers } = network;
  const loss = baseOf(network.loss);
  if (framework === "jax") return ["gradients = jax.jit(jax.grad(forward))"];
  if (framework === "torch") {
    return [
      "def gradients(P, X, Y):",
      "    return torch.autograd.grad(forward(P, X, Y), P, allow_unused=True)",
    ];
  }
  const last = layers.length;
  const p = `H${last}`;
  const share = OPS[network.loss].reduction === "mean" ? "Y.size" : "len(Y)";
  const bend = (/** @type {number} */ k) =>
    filled(OF_ONE[layers[k - 1].activation]?.[1] ?? "", framework, { a: `Z${k}`, f: `H${k}` });
  const outer =
    loss === "cce"
      ? `(${p} * Y.sum(1, keepdims=True) - Y) / ${share}`
      : loss === "bce"
        ? `(${p} - Y) / ${share}`
        : `(${filled(TERMS[loss][1], framework, { p, y: "Y" })}) / ${share} * (${bend(last)})`;
  const back = layers.flatMap((_, position) => {
    const k = last - position;
    return [
      `D${k} = ${position === 0 ? outer : `(D${k + 1} @ W${k + 1}) * (${bend(k)})`}`,
      `G = [D${k}.T @ ${k === 1 ? "X" : `H${k - 1}`}, D${k}.sum(0)${position === 0 ? "" : ", *G"}]`,
    ];
  });
  return [
    "def gradients(P, X, Y):",
    `    ${names.join(", ")} = P`,
    `    _, ${layers.flatMap((_, k) => [`Z${k + 1}`, `H${k + 1}`]).join(", ")} = forward(P, X, Y)`,
    ...back.map((line) => `    ${line}`),
    "    return G",
  ];
}

/** @param {boolean} isHeld */
const steppedByTorch = (isHeld) => [
  "    for w, g in zip(P, G):",
  "        w.grad = g",
  "    for group in optimizer.param_groups:",
  '        group["lr"] = eta_t',
  ...(isHeld ? ["    before = [w.detach().clone() for w in P]"] : []),
  "    optimizer.step()",
  ...(isHeld
    ? [
        "    with torch.no_grad():",
        "        for w, was, moves in zip(P, before, MOVING):",
        "            w.copy_(torch.where(moves > 0, w, was))",
      ]
    : []),
];

/**
 * @param {import("../engine/optimizers/entry.js").Optimizer} optimizer
 * @param {string[]} kept
 * @param {boolean} isHeld
 * @param {string} module
 */
function steppedByFormula({ formula }, kept, isHeld, module) {
  const lines = pythonic(formula)
    .replace(/\beta\b/g, "eta_t")
    .replace(/\bsqrt\(/g, `${module}.sqrt(`)
    .split("\n");
  const torch = module === "torch";
  const next = isHeld ? `${module}.where(MOVING[k] > 0, w_t, w)` : "w_t";
  return [
    "    for k, (w, g) in enumerate(zip(P, G)):",
    ...(torch ? ["        w = w.detach()"] : []),
    ...kept.map((symbol) => `        ${symbol} = kept["${symbol}"][k]`),
    ...lines.map((line) => `        ${line}`),
    ...kept.map((symbol) => `        kept["${symbol}"][k] = ${symbol}_t`),
    `        P[k] = ${torch ? `(${next}).detach().requires_grad_()` : next}`,
  ];
}
