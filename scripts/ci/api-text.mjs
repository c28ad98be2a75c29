import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { printSorted } from './print-sorted.mjs';

/**
 * The public types of each package as text: what each entry exports, and the types of the package that these name.
 *
 * @param {readonly string[]} homes the folders of the packages, which are built
 * @returns {Map<string, string>} by folder
 */
export function apiTexts(homes) {
  const entries = homes.map((home) => /** @type {const} */ ([home, typeEntries(home)]));
  const files = entries.flatMap(([, found]) => found.map(({ file }) => file));
  const program = ts.createProgram(files, {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    types: [],
    noLib: true,
    skipLibCheck: true,
  });
  return new Map(entries.map(([home, found]) => [home, packageText(program, home, found)]));
}

/** @typedef {{ name: string, file: string }} Entry */

/**
 * @param {string} home
 * @returns {Entry[]}
 */
function typeEntries(home) {
  const { name, exports } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  return Object.entries(exports).flatMap(([subpath, target]) =>
    typeof target === 'string'
      ? []
      : [{ name: `${name}${subpath.slice(1)}`, file: join(home, target.types) }],
  );
}

/**
 * @param {ts.Program} program
 * @param {string} home
 * @param {Entry[]} entries
 */
function packageText(program, home, entries) {
  const checker = program.getTypeChecker();
  /** @type {Map<ts.Symbol, string>} */
  const shown = new Map();
  const exported = entries.map(({ name, file }) => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`${file} is no module: run \`npm run build\`.`);
    const symbols = checker.getExportsOfModule(module).map((symbol) => original(checker, symbol));
    return { name, symbols, names: checker.getExportsOfModule(module).map(({ name }) => name) };
  });
  const sections = exported.map(({ name, symbols, names }) => {
    const texts = symbols.map((symbol, index) => {
      const text = shown.has(symbol) ? `// ${names[index]}: as above` : declarationText(symbol);
      shown.set(symbol, text);
      return { name: names[index] ?? '', text };
    });
    return section(name, texts);
  });
  return [...sections, section('not exported, but named by what is', hidden(checker, home, shown))]
    .filter((text) => text !== '')
    .join('\n');
}

/**
 * The types of the package that others name, found by following what is shown.
 *
 * @param {ts.TypeChecker} checker
 * @param {string} home
 * @param {Map<ts.Symbol, string>} shown
 */
function hidden(checker, home, shown) {
  /** @type {{ name: string, text: string }[]} */
  const found = [];
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isIdentifier(node)) add(checker.getSymbolAtLocation(node));
    ts.forEachChild(node, visit);
  };
  const add = (/** @type {ts.Symbol | undefined} */ named) => {
    if (named === undefined) return;
    const symbol = original(checker, named);
    if (shown.has(symbol) || !isOwnStatement(symbol, home)) return;
    const text = declarationText(symbol);
    shown.set(symbol, text);
    found.push({ name: symbol.name, text });
    symbol.declarations?.forEach(visit);
  };
  for (const symbol of [...shown.keys()]) symbol.declarations?.forEach(visit);
  return found;
}

/**
 * @param {ts.TypeChecker} checker
 * @param {ts.Symbol} symbol
 */
function original(checker, symbol) {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/**
 * Whether a symbol is declared at the top of a module of the package.
 *
 * @param {ts.Symbol} symbol
 * @param {string} home
 */
function isOwnStatement(symbol, home) {
  return (symbol.declarations ?? []).some(
    (declaration) =>
      declaration.getSourceFile().fileName.startsWith(join(home, 'dist/')) &&
      ts.isSourceFile(statementOf(declaration).parent) &&
      !ts.isSourceFile(declaration),
  );
}

/** @param {ts.Symbol} symbol */
function declarationText(symbol) {
  const statements = new Set((symbol.declarations ?? []).map(statementOf));
  return [...statements].map(printSorted).join('\n');
}

/**
 * @param {ts.Node} declaration
 * @returns {ts.Node}
 */
function statementOf(declaration) {
  if (!ts.isVariableDeclaration(declaration)) return declaration;
  return declaration.parent.parent;
}

/**
 * @param {string} title
 * @param {{ name: string, text: string }[]} texts
 */
function section(title, texts) {
  if (texts.length === 0) return '';
  const sorted = [...texts].sort((left, right) => (left.name < right.name ? -1 : 1));
  return `## ${title}\n\n${sorted.map(({ text }) => text).join('\n')}\n`;
}
