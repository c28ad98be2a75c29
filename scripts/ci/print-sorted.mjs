import ts from 'typescript';

const printer = ts.createPrinter({ removeComments: true });

/**
 * Prints a declaration with the members of its unions, and the properties of its object types, in the order of their
 * text. The compiler writes those that it infers in the order in which it met them, which differs between a whole and an
 * incremental build.
 *
 * @param {ts.Node} node
 * @returns {string}
 */
export function printSorted(node) {
  const source = node.getSourceFile();
  const print = (/** @type {ts.Node} */ part) =>
    printer.printNode(ts.EmitHint.Unspecified, part, source);
  const { transformed } = ts.transform(node, [
    (context) => {
      /** @type {(part: ts.Node) => ts.Node} */
      const visit = (part) => {
        const visited = ts.visitEachChild(part, visit, context);
        if (ts.isUnionTypeNode(visited)) {
          return ts.factory.createUnionTypeNode(sorted(visited.types, print));
        }
        if (ts.isTypeLiteralNode(visited) && visited.members.every(ts.isPropertySignature)) {
          return ts.factory.createTypeLiteralNode(sorted(visited.members, print));
        }
        return visited;
      };
      return visit;
    },
  ]);
  return print(transformed[0] ?? node);
}

/**
 * @template {ts.Node} Part
 * @param {readonly Part[]} parts
 * @param {(part: ts.Node) => string} print
 */
function sorted(parts, print) {
  return parts
    .map((part) => ({ part, text: print(part) }))
    .sort((one, other) => (one.text < other.text ? -1 : 1))
    .map(({ part }) => part);
}
