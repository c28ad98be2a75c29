import type { Answers } from '../answers.js';

/** Ranges of the packages that a project uses beside Foldmart's own. */
export const foreignRanges = {
  '@types/node': '^20.19.43',
  'fast-check': '^4.10.2',
  typescript: '~6.0.3',
  vitest: '^4.1.12',
  zod: '^4.6.7',
} as const;

/** The Foldmart packages that a project installs, without their scope. */
function ownPackages({ queue, database }: Pick<Answers, 'queue' | 'database'>) {
  return {
    used: [
      ...(queue === 'kafka' ? ['adapters-kafka'] : []),
      ...(database === 'postgres' ? ['adapters-postgres'] : []),
      ...(queue === 'redis' ? ['adapters-redis'] : []),
      ...['cli', 'composition', 'core'],
    ],
    forTests: ['simulator'],
  };
}

/**
 * The package.json of a project.
 *
 * @param version the version of Foldmart
 */
export function manifest(app: string, answers: Answers, version: string): string {
  const { used, forTests } = ownPackages(answers);
  const own = (names: readonly string[]) =>
    names.map((name) => [`@foldmart/${name}`, `^${version}`] as const);
  const { zod, ...tools } = foreignRanges;
  const hasServices = answers.queue !== 'memory' || answers.database !== 'memory';
  return asJson({
    name: app,
    version: '0.1.0',
    private: true,
    type: 'module',
    engines: { node: '>=20.19' },
    scripts: {
      start: 'foldmart start',
      test: 'vitest run',
      typecheck: 'tsc',
      simulate: 'foldmart simulate --seeds 100',
      ...(hasServices && { services: 'docker compose up --detach --wait' }),
    },
    dependencies: sorted([...own(used), ['zod', zod]]),
    devDependencies: sorted([...own(forTests), ...Object.entries(tools)]),
  });
}

/** The tsconfig.json of a project: it checks types, and nothing is compiled. */
export function typeScriptConfig(): string {
  return asJson({
    compilerOptions: {
      target: 'ES2023',
      module: 'NodeNext',
      types: ['node'],
      strict: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      isolatedModules: true,
      erasableSyntaxOnly: true,
      skipLibCheck: true,
      noEmit: true,
    },
    include: ['*.ts', 'src', 'test'],
  });
}

function sorted(entries: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries([...entries].sort(([left], [right]) => (left < right ? -1 : 1)));
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
