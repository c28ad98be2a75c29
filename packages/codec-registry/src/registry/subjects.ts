/** How a registry names what it keeps the versions of a schema under. */
export type SubjectStrategy = 'topic-name' | 'record-name' | 'topic-record-name';

/** The subject of a body's schema: `orders-value`, `shop.OrderCreated` or `orders-shop.OrderCreated`. */
export function subjectOf(strategy: SubjectStrategy, topic: string, record: string): string {
  switch (strategy) {
    case 'topic-name':
      return `${topic}-value`;
    case 'record-name':
      return record;
    case 'topic-record-name':
      return `${topic}-${record}`;
  }
}
