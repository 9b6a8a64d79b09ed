/** Light, dark, or as the system has it; remembered where the browser lets a page remember. */

const THEMES = ["system", "light", "dark"];

/**
 * @param {HTMLElement} root the html element
 * @param {Element} label names the theme
 * @param {Record<string, string>} words
 * @param {Window} window
 */
export function createThemeSwitch(root, label, words, window) {
  /** @param {string} theme */
  const show = (theme) => {
    root.dataset.theme = theme;
    label.textContent = words[theme];
  };
  const present = () => (THEMES.includes(root.dataset.theme ?? "") ? (root.dataset.theme ?? "") : THEMES[0]);
  show(present());
  return {
    next() {
      show(THEMES[(THEMES.indexOf(present()) + 1) % THEMES.length]);
      try {
        window.localStorage.setItem("theme", present());
      } catch {
        // Storage may be closed to a page opened from a disk; the theme then lasts as long as the page.
      }
    },
  };
}
