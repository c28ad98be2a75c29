import { writeFile } from 'node:fs/promises';
import { prepareTopics } from '@foldmart/composition';
import {
  busSink,
  dataSource,
  runScenario,
  type ScenarioProgress,
  type ScenarioReport,
  type ScenarioSink,
} from '@foldmart/composition/shop';
import { defaultCatalogue } from '@foldmart/core/shop';
import {
  longEnoughFor,
  scenarioMessages,
  scenarioSource,
  type ScenarioMessage,
  type ScenarioRecipe,
} from '@foldmart/generator';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { isReaderGone } from '../../guard-streams.js';
import { plainTable } from '../../output.js';
import { messageOf } from '../../message-of.js';
import { clockTime } from '../../progress-lines.js';
import { requireQueue } from '../../requirements.js';
import type { ShopContext } from '../shop-context.js';
import type { ProduceOptions } from './produce-options.js';
import { sampleJson, sampleLines, type SampledMessage } from './sample-lines.js';
import { chooseScenario } from './scenario-choice.js';
import { openSink } from './sinks/open-sink.js';
import type { MessageSink, SinkMessage } from './sinks/sink-message.js';
import { failedWrite, openFile } from './sinks/text-target.js';

/** Sends the messages of a scenario to the queue or to a file, or shows the first ones. */
export async function produceScenario(
  context: ShopContext,
  options: ProduceOptions,
  nameOrFile: string,
): Promise<ExitCode> {
  const recipe = await recipeOf(context, options, nameOrFile);
  if (options.sample !== undefined) return showSample(context, recipe, options.sample);
  const { answerKey: keyPath } = options;
  // A path that cannot be written must not be found out at the end of a long run.
  if (keyPath !== undefined) await (await openFile(keyPath)).close();
  const report = await send(context, options, recipe);
  if (keyPath !== undefined) await writeKey(keyPath, report);
  return summarize(context, options, recipe, report);
}

async function recipeOf(
  { settings, system }: ShopContext,
  { seed, start, messages }: ProduceOptions,
  nameOrFile: string,
): Promise<ScenarioRecipe> {
  const chosen = await chooseScenario(nameOrFile);
  const scenario = messages === undefined ? chosen : longEnoughFor(chosen, messages);
  const usualStartMs = seed === undefined ? system.clock.now() : defaultCatalogue.startMs;
  const source = dataSource(settings, seed ?? system.ids.next());
  return { ...source, scenario, startMs: start ?? usualStartMs };
}

async function send(
  context: ShopContext,
  options: ProduceOptions,
  recipe: ScenarioRecipe,
): Promise<ScenarioReport> {
  const { system, signal, output } = context;
  const stopping = new AbortController();
  const file = options.sink === undefined ? undefined : await openSink(options.sink);
  const sink = file === undefined ? await queueSink(context) : fileSink(file, recipe, stopping);
  const tell = progressTeller(context, recipe);
  output.progress(`scenario ${recipe.scenario.name}, seed ${recipe.seed}`);
  try {
    return await runScenario({
      recipe,
      sink,
      clock: system.clock,
      speed: options.speed ?? (file === undefined ? 1 : 'max'),
      isKeyed: options.answerKey !== undefined,
      onProgress: tell,
      signal: AbortSignal.any([signal, stopping.signal]),
      ...(options.messages !== undefined && { limit: options.messages }),
    });
  } finally {
    await file?.end();
  }
}

async function queueSink({ settings, system, output, signal }: ShopContext): Promise<ScenarioSink> {
  requireQueue('produce', settings);
  await prepareTopics(system);
  const { clock, random } = system;
  return busSink(system, {
    clock,
    random,
    signal,
    onRetry: (error, attempt, delayMs) => {
      const when = `(attempt ${String(attempt)}), retrying in ${String(delayMs)} ms`;
      output.progress(`[${clockTime(clock.now())}] publishing failed ${when}: ${messageOf(error)}`);
    },
  });
}

function fileSink(sink: MessageSink, recipe: ScenarioRecipe, stop: AbortController): ScenarioSink {
  return {
    async write(messages) {
      await sink.write(messages.map((each) => toSinkMessage(each, recipe)));
      if (isReaderGone()) stop.abort();
    },
  };
}

function toSinkMessage(
  { atMs, topic, message, event, reason }: ScenarioMessage,
  { startMs }: ScenarioRecipe,
): SinkMessage {
  const isReadable = reason === undefined;
  return {
    sentAtMs: startMs + atMs,
    topic,
    message,
    eventId: event.id,
    event: isReadable ? event : undefined,
  };
}

const tellEveryMs = 1_000;

function progressTeller(
  { system: { clock }, output }: ShopContext,
  { scenario }: ScenarioRecipe,
): (progress: ScenarioProgress) => void {
  const startedAt = clock.monotonic();
  let [toldAt, told] = [startedAt, 0];
  return ({ sent, stage, place, stages }) => {
    const now = clock.monotonic();
    if (now - toldAt < tellEveryMs) return;
    const tps = (sent / (now - startedAt)) * 1_000;
    const where = `${scenario.name} ${String(place)}/${String(stages)} ${stage}`;
    output.progress(
      `[${clockTime(clock.now())}] ${where}: ${String(sent - told)} messages ok | total: ${String(sent)} | TPS: ${tps.toFixed(2)}`,
    );
    [toldAt, told] = [now, sent];
  };
}

async function writeKey(path: string, { answerKey }: ScenarioReport): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(answerKey, undefined, 1)}\n`);
  } catch (error) {
    throw failedWrite(path, error);
  }
}

function summarize(
  { output }: ShopContext,
  { sink, answerKey: keyPath }: ProduceOptions,
  { seed, scenario }: ScenarioRecipe,
  { sent, unconfirmed, answerKey }: ScenarioReport,
): ExitCode {
  const { faults = null } = answerKey ?? {};
  const result = { scenario: scenario.name, seed, messages: sent, unconfirmed, faults };
  const table = plainTable(
    ['scenario', 'messages', 'unconfirmed', ...Object.keys(faults ?? {})],
    [[scenario.name, sent, unconfirmed, ...Object.values(faults ?? {})]],
  );
  const text = keyPath === undefined ? table : `${table}\nthe answer key is in ${keyPath}`;
  // The messages are the result if they go to the standard output.
  if (sink !== undefined && sink.path === undefined)
    output.progress(`${String(sent)} messages written`);
  else output.result(result, () => text);
  return unconfirmed === 0 ? exitCodes.done : exitCodes.notRight;
}

/** Lost messages are part of what would come. */
function showSample({ output }: ShopContext, recipe: ScenarioRecipe, count: number): ExitCode {
  const sample: SampledMessage[] = [];
  for (const message of scenarioMessages(scenarioSource(recipe))) {
    const { fault, isCopy } = message;
    sample.push({ ...toSinkMessage(message, recipe), fault, isCopy });
    if (sample.length >= count) break;
  }
  output.result(sample.map(sampleJson), () => sample.map(sampleLines).join('\n'));
  return exitCodes.done;
}
