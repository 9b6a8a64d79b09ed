// How an open page looks, measured in it. An expression, so that every browser can be asked for it; each function gives
// what is not as it should be, and an empty list is a page in order.
(() => {
  const CONTROLS = "button, input, select, summary, textarea";
  const PARTS = "[data-region], .page-header, .article, .about, .page-footer, dialog";

  /** @param {Element} element */
  const called = (element) =>
    `${element.nodeName.toLowerCase()}.${element.getAttribute("class") ?? ""} ${element.textContent.trim().slice(0, 30)}`;

  /**
   * Where an element is cut off or scrolled, up to the page itself.
   * @param {Element | null} element
   * @param {string[]} ways
   * @param {Map<Element, Element | null>} known
   * @returns {Element | null}
   */
  function boundBy(element, ways, known) {
    if (!element || element === document.documentElement || element === document.body) return null;
    const found = known.get(element);
    if (found !== undefined) return found;
    const bound = ways.includes(getComputedStyle(element).overflowX)
      ? element
      : boundBy(element.parentElement, ways, known);
    known.set(element, bound);
    return bound;
  }

  /** What stays as it is from step to step: a walk looks at it once, since it is most of what there is. */
  const STILL = ":is(.article, .about)";

  /**
   * Everything that sticks out to the right of the window, unless it stands in something that can be scrolled.
   * @param {string} [but] a selector of what is left out
   */
  function tooWide(but = "nothing") {
    const edge = document.documentElement.clientWidth;
    const scrolled = new Map();
    const clipped = new Map();
    const wide = [...document.body.querySelectorAll(`:not(${but} *)`)].filter(
      (element) =>
        element.getBoundingClientRect().right > edge + 0.5 &&
        element.checkVisibility() &&
        !element.closest(".heard") &&
        !boundBy(element.parentElement, ["auto", "scroll"], scrolled) &&
        !(element.closest("svg") && boundBy(element.parentElement, ["hidden", "clip"], clipped)) &&
        !(element.ownerSVGElement && getComputedStyle(element.ownerSVGElement).clipPath !== "none"),
    );
    const overflow = document.documentElement.scrollWidth - edge;
    return [...wide.map(called), ...(overflow > 0 ? [`the page, by ${overflow} px`] : [])];
  }

  /**
   * Every visible text outside the drawings, with the boxes of its lines.
   * @param {string} but
   */
  function texts(but) {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const visible = new Map();
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = /** @type {Element} */ (node.parentElement);
      const text = /** @type {Text} */ (node).data.trim();
      if (!text || element.closest(`.heard, .skip, svg, script, noscript, option, textarea, style, ${but}`))
        continue;
      if (!visible.has(element)) visible.set(element, element.checkVisibility());
      if (!visible.get(element)) continue;
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
      found.push({ element, text, boxes });
    }
    return found;
  }

  /** @typedef {ReturnType<typeof texts>} Texts */

  /**
   * Texts that something cuts off, and fields that do not show all that stands in them.
   * @param {Texts} all
   */
  function cut(all) {
    const known = new Map();
    const lost = all.filter(({ element, boxes }) => {
      const place = boundBy(element, ["hidden", "clip", "auto", "scroll"], known);
      if (!place || !["hidden", "clip"].includes(getComputedStyle(place).overflowX)) return false;
      if (getComputedStyle(place).textOverflow === "ellipsis") return false;
      const { left, right, top, bottom } = place.getBoundingClientRect();
      return boxes.some(
        (box) => box.left < left - 1 || box.right > right + 1 || box.top < top - 4 || box.bottom > bottom + 4,
      );
    });
    const fields = [
      .../** @type {NodeListOf<HTMLInputElement>} */ (
        document.querySelectorAll("input:not([type=range], [type=file])")
      ),
    ].filter((field) => field.checkVisibility() && field.scrollWidth > field.clientWidth + 1);
    return [
      ...lost.map(({ element, text }) => `${called(element)}: ${text.slice(0, 30)}`),
      ...fields.map(({ value }) => `field ${value}`),
    ];
  }

  /**
   * What is written in a drawing beyond its edge, where that cuts it off; a graph that is moved in its place may.
   * @param {string} but
   */
  const beyond = (but) =>
    [...document.querySelectorAll(`svg:not(${but} *, .zoomed *)`)].flatMap((drawing) => {
      const writings = drawing.ownerSVGElement ? [] : [...drawing.querySelectorAll("text")];
      if (writings.length === 0 || !drawing.checkVisibility()) return [];
      if (getComputedStyle(drawing).overflowX === "visible") return [];
      const edge = drawing.getBoundingClientRect();
      return writings
        .map((element) => ({ element, box: element.getBoundingClientRect() }))
        .filter(
          ({ box }) =>
            box.width > 0 &&
            (box.left < edge.left - 1 ||
              box.right > edge.right + 1 ||
              box.top < edge.top - 3 ||
              box.bottom > edge.bottom + 3),
        )
        .map(({ element }) => `${element.textContent} in ${called(drawing)}`);
    });

  /**
   * Numbers of which a part stands on the next line.
   * @param {Texts} all
   */
  const broken = (all) =>
    all
      .filter(
        ({ element, boxes }) =>
          boxes.length > 1 &&
          element.closest(".number, .live, mn") &&
          boxes.some(({ top }) => top - boxes[0].top > boxes[0].height / 2),
      )
      .map(({ text }) => text);

  /**
   * @param {DOMRect} one
   * @param {DOMRect} other
   * @param {number} most by how many pixels they may lie on each other
   * @param {number} share and by how much of the lower one
   */
  const meet = (one, other, most, share) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > most &&
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) >
      Math.max(most, share * Math.min(one.height, other.height));

  /**
   * Texts on texts and controls on controls, within one part of the page.
   * @param {Texts} all
   */
  function covered(all) {
    const found = [];
    const known = new Map();
    /** @type {Map<Element | null, {name: string, element: Element, box: DOMRect, text: boolean}[]>} */
    const parts = new Map();
    const add = (
      /** @type {Element} */ element,
      /** @type {string} */ name,
      /** @type {DOMRect} */ box,
      /** @type {boolean} */ text,
    ) => {
      const part = element.closest(PARTS);
      const within = boundBy(element, ["hidden", "clip", "auto", "scroll"], known)?.getBoundingClientRect();
      if (within && (box.bottom > within.bottom || box.top < within.top)) return;
      const others = parts.get(part) ?? [];
      for (const other of others) {
        if (other.text !== text || !meet(box, other.box, 2, text ? 0.4 : 0)) continue;
        if (!other.element.contains(element) && !element.contains(other.element))
          found.push(`${other.name} / ${name}`);
      }
      others.push({ name, element, box, text });
      parts.set(part, others);
    };
    for (const { element, text, boxes } of all) {
      if (element.closest("math")) continue;
      for (const box of boxes) add(element, text.slice(0, 20), box, true);
    }
    for (const control of document.querySelectorAll(CONTROLS)) {
      if (control.checkVisibility())
        add(control, control.outerHTML.slice(0, 60), control.getBoundingClientRect(), false);
    }
    return found;
  }

  /**
   * All of these, a few of each.
   * @param {string} [but] a selector of what is left out
   */
  function faults(but = "nothing") {
    const all = texts(but);
    const found = {
      wide: tooWide(but),
      cut: [...cut(all), ...beyond(but)],
      broken: broken(all),
      covered: [...covered(all), ...written(but)],
      tiny: tiny(all, but),
    };
    return Object.entries(found).flatMap(([kind, some]) =>
      some.slice(0, 4).map((fault) => `${kind}: ${fault}`),
    );
  }

  /**
   * What is smaller than 13 pixels, on a small screen 12; the graph's letters are measured apart.
   * @param {Texts} all
   * @param {string} but
   */
  function tiny(all, but) {
    const least = window.innerWidth >= 1024 ? 13 : 12;
    const size = (/** @type {Element} */ element) => parseFloat(getComputedStyle(element).fontSize);
    const drawn = [
      .../** @type {NodeListOf<SVGTextElement>} */ (
        document.querySelectorAll(`svg:not(${but} *, .graph, .bar) :is(text, tspan)`)
      ),
    ]
      .filter((element) => element.textContent && element.checkVisibility())
      .map((element) => ({ element, pixels: size(element) * (element.getScreenCTM()?.a ?? 1) }));
    const elements = [...new Set(all.map(({ element }) => element))];
    return [...elements.map((element) => ({ element, pixels: size(element) })), ...drawn]
      .filter(({ pixels }) => pixels < least - 0.05)
      .map(({ element, pixels }) => `${pixels.toFixed(1)} px, ${called(element)}`);
  }

  /**
   * What is written upon other writing in a drawing; those of the graph are measured apart. A box reaches beyond its
   * letters, in Firefox farther than in others: so much of it may be another's.
   * @param {string} but
   */
  const written = (but) =>
    [...document.querySelectorAll(`svg:not(${but} *, .graph, svg svg)`)]
      .filter((drawing) => drawing.checkVisibility())
      .flatMap((drawing) => {
        const all = [...drawing.querySelectorAll("text")].map((element) => ({
          text: element.textContent,
          box: element.getBoundingClientRect(),
        }));
        return all.flatMap((one, k) =>
          all
            .slice(k + 1)
            .filter(({ text, box }) => text && one.text && meet(box, one.box, 2, 0.35))
            .map(({ text }) => `${one.text} / ${text} in ${called(drawing)}`),
        );
      });

  /** What is smaller than 24 by 24 pixels. A link inside a sentence is as high as its line (WCAG 2.2, 2.5.8). */
  const small = () =>
    [...document.querySelectorAll("button, input, select, summary, a[href], [role=button]")]
      .filter(
        (element) =>
          element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
          !element.closest("p a") &&
          !element.matches(":not(:focus).skip"),
      )
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 24 || box.height < 24)
      .map(({ element, box }) => `${element.outerHTML.slice(0, 80)}: ${box.width} x ${box.height}`);

  /** What is not set as it should be in the step panel's formulas. */
  function formulas() {
    const found = [];
    const size = (/** @type {Element} */ element) => parseFloat(getComputedStyle(element).fontSize);
    for (const accented of document.querySelectorAll("mover")) {
      const [base, accent] = [...accented.children].map((part) => part.getBoundingClientRect());
      const { height } = accented.getBoundingClientRect();
      if (height === 0) continue;
      if (height > 1.6 * base.height) found.push(`the accent stands far above ${called(accented)}`);
      if (Math.abs(accent.left + accent.right - base.left - base.right) > base.width)
        found.push(`the accent stands beside ${called(accented)}`);
    }
    for (const name of document.querySelectorAll(".panel .part-name")) {
      const formula = /** @type {Element} */ (name.closest("math"));
      if (size(name) > 0.8 * size(formula)) found.push(`large: ${called(name)}`);
    }
    for (const matrix of document.querySelectorAll(".panel .matrix")) {
      const rows = [...matrix.children].map((row) => [...row.children]);
      for (const [k, cell] of rows[0].entries()) {
        const edge = (/** @type {Element} */ one) => one.children[0].getBoundingClientRect().right;
        if (rows.some((row) => Math.abs(edge(row[k]) - edge(cell)) > 1))
          found.push(`column ${k} of a matrix`);
      }
    }
    for (const sign of document.querySelectorAll(".panel .formula > math:first-child")) {
      const { width } = sign.getBoundingClientRect();
      if (width < 0.95 * size(sign)) found.push(`no room around ${called(sign)}`);
    }
    return found;
  }

  const settled = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

  /**
   * Where in the page there are faults: with every panel open, at these steps, then at some of them with each tool.
   * @param {number[]} steps
   * @returns {Promise<Record<string, string>>} what is wrong, and in which states
   */
  async function walk(steps) {
    const { backprop } = /** @type {any} */ (window);
    /** @type {Map<string, string[]>} */
    const found = new Map();
    let but = "nothing";
    const look = (/** @type {string} */ state) => {
      for (const fault of faults(but)) found.set(fault, [...(found.get(fault) ?? []), state]);
      but = STILL;
    };
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const step of steps) {
      backprop.goTo(step);
      look(`step ${step}`);
    }
    const tools = () => [
      .../** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll(".tool-bar button")),
    ];
    for (const [k, { textContent }] of tools().entries()) {
      tools()[k].click();
      await settled();
      for (const step of steps.filter((_, position) => position % 2 === 0)) {
        backprop.goTo(step);
        look(`${textContent}, step ${step}`);
      }
      tools()[k].click();
    }
    return Object.fromEntries([...found].map(([fault, states]) => [fault, states.slice(0, 3).join("; ")]));
  }

  return { tooWide, small, faults, formulas, settled, walk };
})();
