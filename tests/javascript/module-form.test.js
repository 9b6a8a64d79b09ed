import { RuleTester } from "eslint";
import { describe, it } from "node:test";

import { moduleForm } from "./module-form.js";

RuleTester.describe = describe;
RuleTester.it = it;

const error = (messageId) => [{ messageId }];
const tester = new RuleTester({ languageOptions: { ecmaVersion: 2023, sourceType: "module" } });

tester.run("module-form", moduleForm, {
  valid: [
    'import {forward, backward} from "./graph.js";',
    'import {\n  forward,\n} from "../engine/graph.js";',
    "export function forward() {}",
    "export function* nodes() {}",
    "export async function load() {}",
    "export const LIMIT = 1e6;",
    "export class Store {}",
    "const hidden = 1;",
    "async function later() { await 1; for await (const one of []) { one; } }",
  ],
  invalid: [
    { code: 'import graph from "./graph.js";', errors: error("importForm") },
    { code: 'import * as graph from "./graph.js";', errors: error("importForm") },
    { code: 'import graph, {forward} from "./graph.js";', errors: error("importForm") },
    { code: 'import "./graph.js";', errors: error("importForm") },
    { code: 'import {} from "./graph.js";', errors: error("importForm") },
    { code: 'const later = import("./graph.js");', errors: error("importForm") },
    { code: 'import {forward as go} from "./graph.js";', errors: error("importAlias") },
    { code: 'import {forward} from "graph";', errors: error("importPath") },
    { code: 'import {forward} from "./graph";', errors: error("importPath") },
    { code: "export default function forward() {}", errors: error("exportForm") },
    { code: "export default 1;", errors: error("exportForm") },
    { code: "const a = 1; export {a};", errors: error("exportForm") },
    { code: "const a = 1; export {a as b};", errors: error("exportForm") },
    { code: 'export {a} from "./a.js";', errors: error("exportForm") },
    { code: 'export * from "./a.js";', errors: error("exportForm") },
    { code: "export let count = 0;", errors: error("exportForm") },
    { code: "export var count = 0;", errors: error("exportForm") },
    { code: "export const a = 1, b = 2;", errors: error("exportForm") },
    { code: "export const {a} = {a: 1};", errors: error("exportForm") },
    { code: "const here = import.meta.url;", errors: error("noMeta") },
    { code: "await 1;", errors: error("noAwait") },
    { code: "for await (const one of []) { one; }", errors: error("noAwait") },
  ],
});
