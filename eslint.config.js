import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const TYPESCRIPT = ['**/*.{ts,tsx}'];
const JAVASCRIPT = ['**/*.{js,cjs,mjs}'];
const TESTS = ['**/test/**/*.ts'];

const nodeGlobals = Object.fromEntries(
  [
    'AbortController',
    'AbortSignal',
    'Buffer',
    'clearInterval',
    'clearTimeout',
    'console',
    'fetch',
    'module',
    'performance',
    'process',
    'setImmediate',
    'setInterval',
    'setTimeout',
    'TextDecoder',
    'TextEncoder',
    'URL',
  ].map((name) => [name, 'readonly']),
);

const onlyInComposition = {
  group: ['tsyringe', 'reflect-metadata'],
  message: 'The container never leaves composition.',
};
const noNode = {
  group: ['node:*'],
  message: 'Core does no I/O: put what it needs behind a port.',
};
const impureGlobals = [
  'Buffer',
  'clearImmediate',
  'clearInterval',
  'clearTimeout',
  'console',
  'crypto',
  'fetch',
  'global',
  'globalThis',
  'module',
  'navigator',
  'performance',
  'process',
  'queueMicrotask',
  'require',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'WebSocket',
].map((name) => ({ name, message: 'Core is pure: use the Clock, IdSource or Random port.' }));

// Browser variables that the DOM types declare: in core they are a forgotten declaration.
const browserGlobals = [
  'close',
  'closed',
  'document',
  'event',
  'external',
  'find',
  'history',
  'length',
  'location',
  'name',
  'open',
  'origin',
  'parent',
  'screen',
  'self',
  'status',
  'stop',
  'top',
  'window',
].map((name) => ({ name, message: 'This is the browser’s variable: declare your own.' }));

const impureProperties = [
  { object: 'Date', property: 'now', message: 'Core asks the Clock port.' },
  { object: 'Math', property: 'random', message: 'Core asks the Random port.' },
  { object: 'AbortSignal', property: 'timeout', message: 'Core asks the Clock port.' },
];

const unlessRun = ['describe', 'it', 'test', 'suite'].flatMap((object) =>
  ['only', 'skip', 'skipIf', 'runIf', 'todo', 'fails'].map((property) => ({
    object,
    property,
    message: 'Every test runs, and passes.',
  })),
);

export default defineConfig(
  globalIgnores([
    '**/dist/',
    '**/.types/',
    '**/node_modules/',
    'reports/',
    'coverage/',
    '.turbo/',
    '.cache/',
  ]),
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-restricted-imports': ['error', { patterns: [onlyInComposition] }],
    },
  },
  { files: JAVASCRIPT, languageOptions: { globals: nodeGlobals } },
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // `interface` is for a capability and `type` for data: the author knows which it is.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: ['interface', 'typeAlias', 'class'],
          format: ['PascalCase'],
          custom: { regex: '^I[A-Z][a-z]', match: false },
        },
      ],
      // An async method without await turns what it throws into a rejection, as its port promises.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['{packages,examples}/*/src/**/*.ts', 'benchmarks/src/**/*.ts'],
    rules: { 'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }] },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    ignores: ['packages/cli/**'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['packages/core/src/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...impureGlobals, ...browserGlobals],
      'no-restricted-imports': ['error', { patterns: [onlyInComposition, noNode] }],
      'no-restricted-properties': ['error', ...impureProperties],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Core asks the Clock port for the time.',
        },
        {
          selector: "CallExpression[callee.name='Date']",
          message: 'Core asks the Clock port for the time.',
        },
      ],
    },
  },
  {
    files: ['packages/composition/**/*.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: TESTS,
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'max-lines-per-function': 'off',
      'no-restricted-properties': ['error', ...unlessRun],
    },
  },
  prettier,
);
