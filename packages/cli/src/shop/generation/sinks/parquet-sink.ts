import { failedWrite } from './text-target.js';
import { messageColumns, type MessageColumn } from './message-columns.js';
import type { MessageSink, SinkMessage } from './sink-message.js';

/** Rows are kept until there are at least so many; then they are written as a group. */
const rowsAGroup = 20_000;

const parquetTypes = {
  text: 'STRING',
  integer: 'INT64',
  decimal: 'DOUBLE',
  time: 'TIMESTAMP',
} as const satisfies Record<MessageColumn['type'], string>;

/** Writes messages to a Parquet file, which replaces an existing one. Its path must be writable. */
export async function parquetSink(path: string): Promise<MessageSink> {
  // Loaded here, because no other command needs it.
  const { fileWriter, ParquetWriter, schemaFromColumnData } = await import('hyparquet-writer');
  const columnsOf = (messages: readonly SinkMessage[]) =>
    messageColumns.map((column) => ({
      name: column.name,
      type: parquetTypes[column.type],
      nullable: true,
      data: messages.map((message) => parquetValue(column.type, column.of(message))),
    }));
  const schema = schemaFromColumnData({ columnData: columnsOf([]) });
  const writer = new ParquetWriter({ writer: fileWriter(path), schema, createdBy: 'foldmart' });
  let waiting: SinkMessage[] = [];
  const attempt = async (work: () => void | Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      throw failedWrite(path, error);
    }
  };
  const writeGroup = async (): Promise<void> => {
    const columnData = columnsOf(waiting);
    const rowGroupSize = waiting.length;
    waiting = [];
    await attempt(() => writer.write({ columnData, rowGroupSize }));
  };
  return {
    async write(messages) {
      waiting.push(...messages);
      if (waiting.length >= rowsAGroup) await writeGroup();
    },
    async end() {
      if (waiting.length > 0) await writeGroup();
      await attempt(() => writer.finish());
    },
  };
}

function parquetValue(type: MessageColumn['type'], value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (type === 'time') return new Date(Number(value));
  if (type === 'integer') return BigInt(value as number);
  if (type === 'decimal') return Number(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
