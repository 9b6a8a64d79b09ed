/** A file that is no model which can be shown; thrown by the readers, caught by `readModel`. */
export class Refused extends Error {
  /**
   * @param {string} code a key of the table [opening.faults] in content/interface.toml
   * @param {Record<string, string | number>} [facts] what its sentence mentions
   */
  constructor(code, facts = {}) {
    super(code);
    /** @type {import("./layers.js").Fault} */
    this.fault = { code, ...facts };
  }
}
