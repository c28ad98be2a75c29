import type { ContenderConfig, Round } from '../frame/row.js';
import { administer } from '../measure/administer.js';

/** The names that a contender uses in one round. */
export function namesOf({ own }: ContenderConfig, { number }: Round) {
  const name = `${own}_${String(number)}`;
  return { database: name, group: name };
}

/** Creates the empty database of a round. */
export async function createRoundDatabase(config: ContenderConfig, round: Round): Promise<void> {
  await administer(config.services, [`CREATE DATABASE ${namesOf(config, round).database}`]);
}

/** Removes it. */
export async function dropRoundDatabase(config: ContenderConfig, round: Round): Promise<void> {
  const { database } = namesOf(config, round);
  await administer(config.services, [`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`]);
}
