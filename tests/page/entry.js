/** What listens in the page, for tests that stand in for its document; bundled for V8. */
export { choicesOf } from "../../templates/scripts/link.js";
export { exponentDragged, exponentMoved } from "../../templates/scripts/lesson/nudge.js";
export { derive, firstChoices } from "../../templates/scripts/model.js";
export { createAddressBar } from "../../templates/scripts/page/addressbar.js";
export { createAnnouncer } from "../../templates/scripts/page/announcer.js";
export { createBuilder } from "../../templates/scripts/page/builder.js";
export { createCommands } from "../../templates/scripts/page/commands.js";
export { listen } from "../../templates/scripts/page/events.js";
export { createHistory } from "../../templates/scripts/page/history.js";
export { isComposing, letterOf } from "../../templates/scripts/page/keys.js";
export { createNotice } from "../../templates/scripts/page/notice.js";
export { listenToNumberFields } from "../../templates/scripts/page/numberfields.js";
export { createNudge } from "../../templates/scripts/page/nudge.js";
export { createPanZoom } from "../../templates/scripts/page/panzoom.js";
export { startPlayer } from "../../templates/scripts/page/player.js";
export { followSideways } from "../../templates/scripts/page/sideways.js";
export { listenToSliders } from "../../templates/scripts/page/sliders.js";
export { scaleOf } from "../../templates/scripts/page/surfacescale.js";
export { createThemeSwitch } from "../../templates/scripts/page/theme.js";
export { createToolbox } from "../../templates/scripts/page/toolbox.js";
export { listenToTurning } from "../../templates/scripts/page/turning.js";
export { createStore } from "../../templates/scripts/store.js";
export { studyOf } from "../../templates/scripts/training/tool.js";

/** A document that hears nothing but what a test tells it, and a window whose clock a test moves. */
export function makePage() {
  const listeners = [];
  const timers = new Map();
  let [now, last] = [0, 0];
  const document = {
    addEventListener: (kind, listener) => listeners.push({ kind, listener }),
    tell(kind, given) {
      const event = {
        isPrimary: true,
        button: 0,
        pointerId: 1,
        pointerType: "mouse",
        isTrusted: true,
        ...given,
      };
      Object.assign(event, { timeStamp: now, prevented: false, stopped: false });
      event.preventDefault = () => (event.prevented = true);
      event.stopPropagation = event.stopImmediatePropagation = () => (event.stopped = true);
      for (const each of listeners) if (each.kind === kind && !event.stopped) each.listener(event);
      return event;
    },
  };
  const window = {
    setTimeout(action, milliseconds) {
      timers.set((last += 1), { at: now + milliseconds, action });
      return last;
    },
    clearTimeout: (timer) => timers.delete(timer),
    wait(milliseconds) {
      now += milliseconds;
      for (const [timer, { at, action }] of [...timers]) {
        if (at > now) continue;
        timers.delete(timer);
        action();
      }
    },
  };
  const nobody = { addEventListener() {} };
  Object.assign(document, { defaultView: window, documentElement: nobody, querySelector: () => null });
  Object.assign(window, nobody, { requestAnimationFrame() {}, performance: { now: () => now } });
  return { document, window };
}

/** An element that knows its attributes and which selectors it and what stands around it match. */
export function makeElement(attributes, selectors, more = {}) {
  const kept = new Map(Object.entries(attributes));
  const element = {
    dataset: Object.fromEntries(
      [...kept].filter(([name]) => name.startsWith("data-")).map(([name, value]) => [name.slice(5), value]),
    ),
    getAttribute: (name) => kept.get(name) ?? null,
    setAttribute: (name, value) => kept.set(name, value),
    removeAttribute: (name) => kept.delete(name),
    matches: (selector) => selectors.includes(selector),
    closest: (selector) => (selectors.includes(selector) ? element : (more.around?.(selector) ?? null)),
    getBoundingClientRect: () => ({ left: 100, top: 50, width: 200, height: 100, right: 300, bottom: 150 }),
    attributes: () => Object.fromEntries(kept),
    ...more,
  };
  return element;
}
