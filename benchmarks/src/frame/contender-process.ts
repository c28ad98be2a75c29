import { rows } from '../rows/index.js';
import type { ContenderAnswer, ContenderRequest, RoundReport } from './contender-messages.js';
import type { OpenContender, Round } from './row.js';

const opened = new Map<string, OpenContender>();

process.on('message', (message) => {
  const request = message as ContenderRequest;
  void answer(request).then((each) => process.send?.(each));
});

// A contender must not outlive the run that it belongs to.
process.on('disconnect', () => process.exit(0));

async function answer(request: ContenderRequest): Promise<ContenderAnswer> {
  try {
    return { id: request.id, result: await perform(request) };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { id: request.id, error: text };
  }
}

async function perform(request: ContenderRequest): Promise<RoundReport | null> {
  switch (request.action) {
    case 'open':
      await open(request);
      return null;
    case 'prepare':
      await contender(request.key).prepare?.(request.round);
      return null;
    case 'after':
      await contender(request.key).after?.(request.round);
      return null;
    case 'run':
      return measured(contender(request.key), request.round);
    case 'close':
      await contender(request.key).close();
      opened.delete(request.key);
      return null;
  }
}

async function open({
  key,
  row,
  contender: name,
  config,
}: Extract<ContenderRequest, { action: 'open' }>): Promise<void> {
  const found = rows
    .find((each) => each.name === row)
    ?.contenders.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no contender ${name} in the row ${row}`);
  const start = await found.load();
  opened.set(key, await start(config));
}

function contender(key: string): OpenContender {
  const found = opened.get(key);
  if (found === undefined) throw new Error(`the contender ${key} is not open`);
  return found;
}

async function measured(work: OpenContender, round: Round): Promise<RoundReport> {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const outcome = await work.run(round);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    outcome,
    seconds: outcome.seconds ?? seconds,
    cpuSeconds: outcome.cpuSeconds ?? (user + system) / 1_000_000,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1_024,
  };
}
