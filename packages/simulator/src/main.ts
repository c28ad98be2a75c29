import { parseArgs } from 'node:util';
import { simulateWorlds, type SimulateRequest } from './command/simulate-worlds.js';
import type { ExplorationBounds } from './run/explore.js';
import { couponWorld, shopWorld } from './shop/index.js';
import { strategies, type Strategy } from './run/simulate-options.js';
import type { World } from './worlds/world.js';

const usage = `Simulates the shop: npm run simulate -- [options]

  --world <name>      shop or coupons (default: both)
  --seeds <n>         how many seeds to try (default 100)
  --first-seed <n>    the seed to begin with (default 1)
  --seed <n>          this seed alone
  --tape <file>       repeat a tape, step by step
  --verbose           with --tape: show every call
  --strategy <name>   random, pct, mixed or exhaustive (default mixed)
  --depth <n>         exhaustive: how many decisions to take in every way (default all)
  --faults <n>        exhaustive: faults in one run (default 1)
  --switches <n>      exhaustive: steps that overtake an older one in one run (default 2)
  --schedules <n>     exhaustive: how many runs (default 10000)
  --repeat            run every seed twice and compare
  --seconds <n>       virtual seconds of work and faults (default 20)
  --shrink <n>        runs to shorten a failure (default 100)
  --save <file>       where to keep the tape of a failure
  --page <file>       write the failed or last run as an HTML page
  --help              show this
`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        world: { type: 'string' },
        seeds: { type: 'string' },
        'first-seed': { type: 'string' },
        seed: { type: 'string' },
        tape: { type: 'string' },
        verbose: { type: 'boolean' },
        strategy: { type: 'string' },
        depth: { type: 'string' },
        faults: { type: 'string' },
        switches: { type: 'string' },
        schedules: { type: 'string' },
        repeat: { type: 'boolean' },
        seconds: { type: 'string' },
        shrink: { type: 'string' },
        save: { type: 'string' },
        page: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    if (values.help === true) {
      process.stdout.write(usage);
      return 0;
    }
    const { holds, text } = await simulateWorlds(worldsNamed(values.world), requestOf(values), {
      progress: (line) => void process.stderr.write(`${line}\n`),
    });
    process.stdout.write(`${text}\n`);
    return holds ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
}

function worldsNamed(name: string | undefined): readonly World[] {
  const worlds = [shopWorld(), couponWorld()];
  if (name === undefined) return worlds;
  const found = worlds.filter((world) => world.name === name);
  if (found.length === 0) throw new RangeError(`There is no world ${name}, only shop and coupons.`);
  return found;
}

type Given = Readonly<Record<string, string | boolean | undefined>>;

function requestOf(given: Given): SimulateRequest {
  const seed = whole(given, 'seed');
  const seeds = seed === undefined ? whole(given, 'seeds') : 1;
  const firstSeed = seed ?? whole(given, 'first-seed');
  const seconds = whole(given, 'seconds');
  const shrinkRuns = whole(given, 'shrink');
  const strategy = strategyOf(given['strategy']);
  return {
    ...(seeds !== undefined && { seeds }),
    ...(firstSeed !== undefined && { firstSeed }),
    ...(seconds !== undefined && { workMs: seconds * 1_000 }),
    ...(shrinkRuns !== undefined && { shrinkRuns }),
    ...(strategy !== undefined && { strategy }),
    bounds: boundsIn(given),
    ...(given['repeat'] === true && { checksRepeat: true }),
    ...(given['verbose'] === true && { isVerbose: true }),
    ...(typeof given['tape'] === 'string' && { tape: given['tape'] }),
    ...(typeof given['save'] === 'string' && { save: given['save'] }),
    ...(typeof given['page'] === 'string' && { page: given['page'] }),
  };
}

function boundsIn(given: Given): Partial<ExplorationBounds> {
  const names = ['depth', 'faults', 'switches', 'schedules'] as const;
  const bounds = names.flatMap((name) => {
    const bound = whole(given, name);
    return bound === undefined ? [] : [[name, bound] as const];
  });
  return Object.fromEntries(bounds);
}

function whole(given: Given, name: string): number | undefined {
  const text = given[name];
  if (typeof text !== 'string') return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new RangeError(`--${name} ${text}: expected a whole number`);
}

function strategyOf(text: string | boolean | undefined): Strategy | undefined {
  if (text === undefined) return undefined;
  const found = strategies.find((name) => name === text);
  if (found !== undefined) return found;
  throw new RangeError(`--strategy ${String(text)}: expected one of ${strategies.join(', ')}`);
}
