/** A name as Postgres, Kafka and Redis accept it. */
export function identifier(name: string): string {
  return name.replaceAll(/[^a-z0-9]+/gi, '_').toLowerCase();
}
