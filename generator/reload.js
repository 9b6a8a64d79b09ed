/**
 * What `serve` adds to the page: it asks how the last build went, loads the page anew when it has changed (the browser
 * keeps the hash and the place), and lays a mistake over it until it is mended.
 */
(() => {
  const shown = document.currentScript?.dataset.version;
  /** @type {HTMLPreElement | null} */
  let overlay = null;

  /** @param {string} mistake */
  function lay(mistake) {
    if (overlay === null) {
      overlay = document.createElement("pre");
      overlay.setAttribute("role", "alert");
      overlay.dataset.serve = "mistake";
      Object.assign(overlay.style, {
        position: "fixed",
        inset: "auto 0 0 0",
        zIndex: "2147483647",
        boxSizing: "border-box",
        maxHeight: "60vh",
        margin: "0",
        padding: "1.25rem 1.5rem",
        overflow: "auto",
        whiteSpace: "pre-wrap",
        overflowWrap: "anywhere",
        font: "1rem/1.5 ui-monospace, monospace",
        color: "#fff",
        background: "#8c1d18",
      });
      document.body.append(overlay);
    }
    overlay.textContent = mistake;
  }

  async function ask() {
    const answer = await fetch("/state", { cache: "no-store" });
    const { version, mistake } = await answer.json();
    if (mistake !== null) {
      lay(mistake);
    } else if (overlay !== null || version !== shown) {
      location.reload();
    }
  }

  /** Asks again and again; more rarely while nobody answers, since the server may have been stopped. */
  async function keepAsking() {
    let pause = 300;
    try {
      await ask();
    } catch {
      pause = 3000;
    }
    setTimeout(keepAsking, pause);
  }
  keepAsking();
  // A tab in the background is allowed to ask once a minute only: what it missed, it hears when it is looked at.
  document.addEventListener("visibilitychange", () => ask().catch(() => {}));
})();
