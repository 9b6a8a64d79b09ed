import js from "@eslint/js";
import globals from "globals";

const SCRIPTS = "templates/scripts";

/** What only main.js, and what runs before it, may reach for: all others are handed what they need. */
const WORLD = ["document", "window", "location", "history", "navigator", "localStorage", "sessionStorage"];

/** Text that becomes markup: elements are made one by one instead, whatever is in the text. */
const MARKUP = ["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe", "srcdoc"];

export default [
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { ecmaVersion: 2023 },
    rules: {
      "array-callback-return": "error",
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-restricted-properties": [
        "error",
        ...MARKUP.map((property) => ({ property, message: "Make elements; never paste text into markup." })),
      ],
      "no-shadow": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  {
    files: [`${SCRIPTS}/**/*.js`],
    languageOptions: { sourceType: "module" },
  },
  {
    // The mathematics and the lesson are pure: to them only the language itself exists.
    files: [`${SCRIPTS}/**/*.js`],
    ignores: [`${SCRIPTS}/engine/**`, `${SCRIPTS}/lesson/**`],
    languageOptions: { globals: globals.browser },
  },
  {
    files: [`${SCRIPTS}/**/*.js`],
    ignores: [`${SCRIPTS}/main.js`, `${SCRIPTS}/early.js`],
    rules: { "no-restricted-globals": ["error", ...WORLD] },
  },
  {
    files: ["generator/*.js"],
    languageOptions: { sourceType: "script", globals: globals.browser },
  },
  {
    files: ["tests/javascript/*.js"],
    languageOptions: { sourceType: "module", globals: globals.node },
  },
];
