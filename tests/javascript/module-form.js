/**
 * One ESLint rule: the modules keep to the forms of import and export that the build can join into one script
 * without reading JavaScript as a whole language (CONTRIBUTING.md).
 */

const IMPORT = 'import {a, b} from "./x.js"';
const EXPORT = "export function, export const NAME = or export class";

const MESSAGES = {
  importForm: `Only ${IMPORT} is joined by the build; this form of import is not.`,
  importPath: 'A module is named by a relative path that ends in ".js".',
  importAlias: `Only ${IMPORT} is joined by the build, and it keeps every name: import it as it is called.`,
  exportForm: `Only ${EXPORT} are joined by the build; this form of export is not.`,
  noMeta: "import.meta does not exist in the one inline script that the build makes.",
  noAwait: "A top-level await does not work in the one inline script that the build makes.",
};

const DECLARED = new Set(["FunctionDeclaration", "ClassDeclaration", "VariableDeclaration"]);

/** Does `export <declaration>` have the form that the build joins? */
function isPlainDeclaration(declaration) {
  if (!declaration || !DECLARED.has(declaration.type)) {
    return false;
  }
  if (declaration.type !== "VariableDeclaration") {
    return true;
  }
  const [first, ...others] = declaration.declarations;
  return declaration.kind === "const" && others.length === 0 && first.id.type === "Identifier";
}

export const moduleForm = {
  meta: {
    type: "problem",
    docs: { description: "allow only the forms of import and export that the build joins" },
    schema: [],
    messages: MESSAGES,
  },
  create(context) {
    const report = (node, messageId) => context.report({ node, messageId });
    let functions = 0;
    const enter = () => {
      functions += 1;
    };
    const leave = () => {
      functions -= 1;
    };
    const topLevelAwait = (node) => {
      if (functions === 0) {
        report(node, "noAwait");
      }
    };
    return {
      ImportDeclaration(node) {
        const named = node.specifiers.filter((one) => one.type === "ImportSpecifier");
        if (named.length === 0 || named.length !== node.specifiers.length || node.attributes?.length > 0) {
          report(node, "importForm");
        }
        if (!/^\.\.?\/.*\.js$/.test(node.source.value)) {
          report(node.source, "importPath");
        }
        for (const one of named.filter(({ imported, local }) => imported.name !== local.name)) {
          report(one, "importAlias");
        }
      },
      ExportNamedDeclaration(node) {
        if (!isPlainDeclaration(node.declaration)) {
          report(node, "exportForm");
        }
      },
      ExportDefaultDeclaration: (node) => report(node, "exportForm"),
      ExportAllDeclaration: (node) => report(node, "exportForm"),
      ImportExpression: (node) => report(node, "importForm"),
      MetaProperty(node) {
        if (node.meta.name === "import") {
          report(node, "noMeta");
        }
      },
      ":function": enter,
      ":function:exit": leave,
      AwaitExpression: topLevelAwait,
      "ForOfStatement[await=true]": topLevelAwait,
    };
  },
};
