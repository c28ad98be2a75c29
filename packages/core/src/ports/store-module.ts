import type { Projection } from '../projections/projection.js';

declare const ports: unique symbol;

/**
 * Tables and ports that a domain adds to a store beside its read models. This part is the same for every store;
 * each store has its own extension of it that says how the tables are made and the ports opened.
 */
export interface StoreModule<Ports> {
  /** Unique among the modules of a database. */
  readonly name: string;
  /** The tables of the module. No read model may have one of these names while the module is plugged in. */
  readonly tables: readonly string[];
  /** Only carries the type; never present. */
  readonly [ports]?: Ports;
}

/** Gives the ports of a module that the database was opened with; throws RangeError for any other. */
export type FindModule = <Ports>(module: StoreModule<Ports>) => Ports;

/**
 * Checks that modules fit each other and the read models of the projections. Throws RangeError if two modules have
 * the same name or table, or if a read model has the name of a module's table.
 */
export function assertModulesFit(
  modules: readonly StoreModule<unknown>[],
  projections: readonly Projection[],
): void {
  const owners = new Map<string, string>();
  const names = new Set<string>();
  for (const { name, tables } of modules) {
    if (names.has(name)) throw new RangeError(`There are two modules named ${name}.`);
    names.add(name);
    for (const table of tables) {
      const owner = owners.get(table);
      if (owner !== undefined) {
        throw new RangeError(`Table ${table} belongs to module ${owner} and to module ${name}.`);
      }
      owners.set(table, name);
    }
  }
  for (const { name } of projections.flatMap(({ models }) => models)) {
    const owner = owners.get(name);
    if (owner === undefined) continue;
    throw new RangeError(
      `A read model cannot be named ${name}: that table belongs to module ${owner}.`,
    );
  }
}

/** Opens modules in their order, and gives the function that finds the ports of each. */
export function openModules<Module extends StoreModule<unknown>>(
  modules: readonly Module[],
  open: (module: Module) => unknown,
): FindModule {
  const opened = new Map(modules.map((module) => [module.name, open(module)]));
  return <Ports>({ name }: StoreModule<Ports>): Ports => {
    if (!opened.has(name)) throw new RangeError(`The database was opened without module ${name}.`);
    return opened.get(name) as Ports;
  };
}
