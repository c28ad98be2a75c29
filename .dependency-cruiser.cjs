const ADAPTERS = '^packages/adapters-([^/]+)/';
const SHOP = '^packages/[^/]+/src/shop/';
const CORE_TESTING = '^packages/core/src/(shop/)?testing/';
const TESTING_TOOLS = '^(node_modules/)?(vitest|@fast-check/vitest|fast-check)(/|$)';

/** Every workspace may use only the foldmart packages named for its sources. */
function onlyPackages(name, from, allowed) {
  return {
    name,
    comment: `${from} may import of this workspace only itself and: ${allowed.join(', ') || 'nothing'}.`,
    severity: 'error',
    from: { path: `^${from}/src/` },
    to: { path: '^(packages|examples|benchmarks)/', pathNot: [from, ...allowed].map(inside) },
  };
}

function inside(workspace) {
  return `^${workspace}/`;
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A source file that nothing imports and that imports nothing is forgotten.',
      severity: 'error',
      from: { orphan: true, path: '/src/', pathNot: '/(index|main)\\.ts$' },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'Also catches deep imports, which the packages do not export.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '/dist/' },
    },
    {
      name: 'declared',
      comment: 'What a source file imports stands in the dependencies of its own package.',
      severity: 'error',
      from: { path: '/src/', pathNot: '^(benchmarks|packages/create-foldmart/template)/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm-peer'],
      },
    },
    {
      name: 'declared-in-benchmarks',
      comment:
        'The benchmarks are not published; what they compare with is a development dependency.',
      severity: 'error',
      from: { path: '^benchmarks/src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'packages-by-name',
      comment: 'Another package is imported by its name, never by a path into its sources.',
      severity: 'error',
      from: { path: '^(packages/[^/]+|examples/[^/]+|benchmarks|scripts)/' },
      to: {
        path: '^(packages|examples|benchmarks)/',
        pathNot: '^$1/',
        dependencyTypesNot: ['aliased', 'npm', 'npm-dev'],
      },
    },
    {
      name: 'core-is-pure',
      comment: 'Core imports zod alone; fast-check only in its testing folders.',
      severity: 'error',
      from: { path: '^packages/core/src/' },
      to: {
        pathNot: [
          '^packages/core/',
          '(^|node_modules/)zod(/|$)',
          '(^|node_modules/)fast-check(/|$)',
        ],
      },
    },
    {
      name: 'core-testing-only-fast-check',
      severity: 'error',
      from: { path: '^packages/core/src/', pathNot: CORE_TESTING },
      to: { path: '(^|node_modules/)fast-check(/|$)' },
    },
    {
      name: 'core-ignores-its-testing',
      severity: 'error',
      from: { path: '^packages/core/src/', pathNot: CORE_TESTING },
      to: { path: CORE_TESTING },
    },
    {
      name: 'library-knows-no-shop',
      comment: 'The shop uses the library; nothing outside a src/shop folder may use the shop.',
      severity: 'error',
      from: { path: '^packages/(core|adapters-[^/]+|conformance)/src/', pathNot: SHOP },
      to: { path: SHOP },
    },
    {
      name: 'commands-know-no-shop',
      comment:
        'The commands of every domain, and what they run on, know no shop; only the program adds its commands.',
      severity: 'error',
      from: {
        path: '^packages/(composition|cli|dashboard|simulator)/src/',
        pathNot: [
          SHOP,
          '^packages/cli/src/run-command-line[.]ts$',
          '^packages/simulator/src/main[.]ts$',
        ],
      },
      to: { path: [SHOP, '^packages/generator/', '^packages/http/src/(?!server/)'] },
    },
    onlyPackages('core-stands-alone', 'packages/core', []),
    onlyPackages('generator-knows-core', 'packages/generator', ['packages/core']),
    onlyPackages('conformance-knows-core', 'packages/conformance', ['packages/core']),
    {
      name: 'adapters-know-core',
      comment: 'Adapters import core, never each other.',
      severity: 'error',
      from: { path: '^packages/adapters-([^/]+)/src/' },
      to: {
        path: '^(packages|examples|benchmarks)/',
        pathNot: ['^packages/core/', '^packages/adapters-$1/'],
      },
    },
    {
      name: 'adapter-tests-stay-home',
      severity: 'error',
      from: { path: '^packages/adapters-([^/]+)/test/' },
      to: { path: ADAPTERS, pathNot: '^packages/adapters-$1/' },
    },
    onlyPackages('codec-knows-core', 'packages/codec-registry', ['packages/core']),
    onlyPackages('node-knows-core', 'packages/node', ['packages/core']),
    onlyPackages('composition-knows-the-parts', 'packages/composition', [
      'packages/core',
      'packages/node',
      'packages/generator',
      'packages/adapters-[^/]+',
      'packages/codec-registry',
    ]),
    onlyPackages('http-knows-core', 'packages/http', ['packages/core']),
    onlyPackages('dashboard-knows-composition', 'packages/dashboard', [
      'packages/core',
      'packages/composition',
      'packages/http/src/server',
    ]),
    onlyPackages('cli-knows-composition', 'packages/cli', [
      'packages/core',
      'packages/generator',
      'packages/composition',
      'packages/dashboard',
      'packages/http',
      'packages/simulator',
    ]),
    onlyPackages('simulator-knows-composition', 'packages/simulator', [
      'packages/core',
      'packages/adapters-memory',
      'packages/composition',
    ]),
    onlyPackages('create-foldmart-stands-alone', 'packages/create-foldmart', []),
    {
      name: 'container-in-composition',
      severity: 'error',
      from: { pathNot: '^packages/composition/' },
      to: { path: '(^|node_modules/)(tsyringe|reflect-metadata)(/|$)' },
    },
    {
      name: 'no-test-tools-in-sources',
      severity: 'error',
      from: {
        path: '^(packages|examples|benchmarks)/.*src/',
        pathNot: '^packages/(conformance/src|core/src/(shop/)?testing|simulator/src/vitest)/',
      },
      to: { path: TESTING_TOOLS },
    },
    {
      name: 'sources-ignore-tests',
      severity: 'error',
      from: { path: '/src/' },
      to: { path: '/test/' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    exclude: { path: '^(packages|examples|benchmarks|scripts)/.*(dist|[.]types)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    tsConfig: { fileName: 'tsconfig.sources.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
