import { randomUUID } from 'node:crypto';
import type { EventStore } from '@foldmart/core';
import type { ContenderConfig, Open, OpenContender } from '../../frame/row.js';
import { concurrently } from '../../measure/concurrently.js';
import { newStream } from '../plain-events.js';
import { openFoldmartStore, toEnvelope } from './foldmart.js';

const waiting = 24;

/** Batches of one event, as consumers and followers record them. */
export const openIngest: Open = (config) =>
  openHotStream(config, (events, streamId) =>
    events.ingest({
      items: newStream(1, streamId).events.map((event) => ({
        streamId,
        startsStream: false,
        event: toEnvelope(event),
      })),
    }),
  );

/** Appends that expect no version. */
export const openAppend: Open = (config) =>
  openHotStream(config, (events, streamId) =>
    events.append([
      {
        streamId,
        expectedVersion: 'any',
        events: newStream(1, streamId).events.map(toEnvelope),
      },
    ]),
  );

async function openHotStream(
  config: ContenderConfig,
  write: (events: EventStore, streamId: string) => Promise<unknown>,
): Promise<OpenContender> {
  const { events, close } = await openFoldmartStore(config);
  return {
    async run({ size }) {
      const streamId = randomUUID();
      let givenUp = 0;
      await concurrently({ total: size, waiting }, () =>
        write(events, streamId).catch(() => {
          givenUp += 1;
        }),
      );
      return { count: size - givenUp, values: { 'given up': givenUp } };
    },
    close,
  };
}
