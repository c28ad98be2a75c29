import { produce } from '@foldmart/composition/shop';
import type { EventEnvelope, PublishEvents } from '@foldmart/core';
import { defaultCatalogue, type ProducerResult } from '@foldmart/core/shop';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { isReaderGone } from '../../guard-streams.js';
import { producedLine } from '../shop-lines.js';
import type { ShopContext } from '../shop-context.js';
import { fastClock } from './fast-clock.js';
import type { ProduceOptions } from './produce-options.js';
import { sampleJson, sampleLines, type SampledMessage } from './sample-lines.js';
import { openSink, type SinkChoice } from './sinks/open-sink.js';
import type { MessageSink, SinkMessage } from './sinks/sink-message.js';

/**
 * Writes what the producer would publish to a file, without waiting for the times of the events. Without a seed, one is
 * chosen and shown.
 */
export async function produceToFile(
  context: ShopContext,
  options: ProduceOptions,
  choice: SinkChoice,
  describe: (result: ProducerResult) => string,
): Promise<ExitCode> {
  const sink = await openSink(choice);
  const stopping = new AbortController();
  try {
    const result = await run(
      context,
      options,
      sink,
      () => {
        if (isReaderGone()) stopping.abort();
      },
      stopping,
    );
    // The messages are the result if they go to the standard output.
    if (choice.path === undefined) context.output.progress(describe(result));
    else context.output.result(result, () => describe(result));
  } finally {
    await sink.end();
  }
  return exitCodes.done;
}

/** Shows the first messages that the producer would publish. */
export async function sampleProduction(
  context: ShopContext,
  options: ProduceOptions,
  count: number,
): Promise<ExitCode> {
  const messages: SampledMessage[] = [];
  const stopping = new AbortController();
  const sink: MessageSink = {
    write(more) {
      messages.push(...more.slice(0, count - messages.length));
      if (messages.length >= count) stopping.abort();
      return Promise.resolve();
    },
    end: () => Promise.resolve(),
  };
  await run(context, options, sink, () => undefined, stopping);
  const { output } = context;
  output.result(messages.map(sampleJson), () => messages.map(sampleLines).join('\n'));
  return exitCodes.done;
}

function run(
  { system, output, signal }: ShopContext,
  { orders, duration, rate, only, seed = system.ids.next(), sample }: ProduceOptions,
  sink: MessageSink,
  afterWrite: () => void,
  stopping: AbortController,
): Promise<ProducerResult> {
  // At full speed, a duration is one of the machine.
  const clock = rate === 'max' ? system.clock : fastClock(defaultCatalogue.startMs);
  if (sample === undefined) output.progress(`seed ${seed}`);
  return produce(system, sinkPublisher(system.codec.plain, sink, afterWrite), {
    clock,
    seed,
    ...(orders !== undefined && { orders }),
    ...(duration !== undefined && { durationMs: duration }),
    ...(rate !== undefined && { rate }),
    ...(only !== undefined && { kinds: only }),
    signal: AbortSignal.any([signal, stopping.signal]),
    ...(rate === 'max' && {
      onProgress: (progress) => output.progress(producedLine(progress, system.clock.now())),
    }),
  });
}

function sinkPublisher(
  codec: ShopContext['system']['codec'],
  sink: MessageSink,
  afterWrite: () => void,
): PublishEvents {
  const toMessage = (event: EventEnvelope): SinkMessage => {
    const { topic, message } = codec.encode(event);
    return { sentAtMs: Date.parse(event.time), topic, message, eventId: event.id, event };
  };
  return async (events) => {
    await sink.write(events.map(toMessage));
    afterWrite();
  };
}
