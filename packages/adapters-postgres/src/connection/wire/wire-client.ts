import { EventEmitter } from 'node:events';
import pg from 'pg';
import { MessageFrames } from './message-frames.js';
import { WireRow } from './wire-row.js';

/** The parts of pg's connection that are replaced; its types leave them out. */
interface DriverConnection extends EventEmitter {
  attachListeners(stream: EventEmitter): void;
}

/**
 * A client of pg that passes on rows as {@link WireRow}, without making a string of every column. All other messages are
 * parsed by the driver.
 */
export class WireClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    const { connection } = this as unknown as { readonly connection: DriverConnection };
    const attach = connection.attachListeners.bind(connection);
    connection.attachListeners = (stream) => {
      const others = new EventEmitter();
      attach(others);
      const row = new WireRow();
      const frames = new MessageFrames({
        onRow: (bytes, start) => {
          row.point(bytes, start);
          connection.emit('dataRow', row);
        },
        onOther: (bytes) => others.emit('data', bytes),
      });
      stream.on('data', (chunk: Buffer) => {
        frames.take(chunk);
        row.clear();
      });
    };
  }
}
