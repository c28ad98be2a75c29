/** What Avro and Protobuf accept as the name of a field or a record. */
const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * A name as it is.
 *
 * @throws RangeError with advice, if schemas of this format cannot have it.
 */
export function fieldName(name: string, format: string): string {
  if (identifier.test(name)) return name;
  throw new RangeError(
    `The field ${JSON.stringify(name)} cannot be named in ${format}, which knows letters, digits and _ only. Rename it in a new version of the event, or use the format json-schema.`,
  );
}

/** `order_created` as `OrderCreated`. */
export function pascalCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z]/.test(joined) ? joined : `E${joined}`;
}

/** A domain's name as the namespace of its records: `lending-library` as `lending_library`. */
export function namespaceOf(domain: string): string {
  return domain.replaceAll(/[^A-Za-z0-9_]/g, '_');
}

/** The full name of an event's record: `shop.OrderCreated`. */
export function recordName(domain: string, type: string): string {
  return `${namespaceOf(domain)}.${pascalCase(type)}`;
}
