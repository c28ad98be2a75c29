import type {
  OutgoingRecord,
  ProduceRequest,
  ProducerClient,
} from '../../src/client/kafka-client.js';
import { ProtocolError } from '../../src/wire/protocol-error.js';

/** What happens to one request. */
export type Fate = 'served' | 'lost-before' | 'lost-after' | 'refused';

const OUT_OF_ORDER = 45;
const NOT_LEADER = 6;

/**
 * The leader of all partitions as an idempotent producer sees it. It appends a batch with the next sequence number,
 * acknowledges a duplicate of the last batch without appending it, and rejects any other.
 */
export class ModelBroker implements ProducerClient {
  readonly log: OutgoingRecord[] = [];
  readonly requests: ProduceRequest[] = [];
  readonly #fates: Fate[];
  readonly #producers = new Map<string, { first: number; next: number }>();
  #ids = 0n;
  /** Called while a request is in flight. */
  onProduce: (request: ProduceRequest) => Promise<void> = async () => undefined;

  readonly #partitions: number;

  constructor(fates: readonly Fate[] = [], partitions = 1) {
    this.#fates = [...fates];
    this.#partitions = partitions;
  }

  async leaders(): Promise<ReadonlyMap<number, number>> {
    return new Map(Array.from({ length: this.#partitions }, (_, partition) => [partition, 1]));
  }

  async refreshMetadata(): Promise<void> {
    return undefined;
  }

  async createProducerId() {
    this.#ids += 1n;
    return { producerId: this.#ids, producerEpoch: 0 };
  }

  async produce(request: ProduceRequest): Promise<void> {
    this.requests.push(request);
    await this.onProduce(request);
    const fate = this.#fates.shift() ?? 'served';
    if (fate === 'lost-before') throw connectionLost();
    if (fate === 'refused') throw new ProtocolError(NOT_LEADER, 'writing');
    this.#append(request);
    if (fate === 'lost-after') throw connectionLost();
  }

  #append({ producer, partition, firstSequence, records }: ProduceRequest): void {
    const name = `${producer.producerId}/${partition}`;
    const known = this.#producers.get(name) ?? { first: 0, next: 0 };
    const next = firstSequence + records.length;
    if (firstSequence === known.next) {
      this.log.push(...records);
      this.#producers.set(name, { first: firstSequence, next });
    } else if (firstSequence !== known.first || next !== known.next) {
      throw new ProtocolError(OUT_OF_ORDER, 'writing');
    }
  }
}

function connectionLost(): Error {
  return Object.assign(new Error('Closed connection'), { name: 'KafkaJSConnectionClosedError' });
}
