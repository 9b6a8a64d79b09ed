/** A file that the page hands out. */

/** So long its address is kept, for a browser that asks where to put it (ms). */
const KEPT = 60_000;

/**
 * @param {{document: Document, window: Window}} page
 * @param {string} name
 * @param {Blob | string} content a text is in UTF-8
 */
export function handOut({ document, window }, name, content) {
  const blob =
    typeof content === "string" ? new Blob([content], { type: "text/plain;charset=utf-8" }) : content;
  const address = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  window.setTimeout(() => URL.revokeObjectURL(address), KEPT);
}
