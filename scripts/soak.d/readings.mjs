import { readInstance } from '../services.d/instance.mjs';
import {
  countConnections,
  diskOf,
  monitoredFigures,
  readProcesses,
  saveSample,
} from './sampler.mjs';

const diskEverySamples = 6;

/** Takes samples of a running shop. A figure that cannot be read at this moment is null. */
export class Readings {
  #database;
  #folders;
  /** @type {any} */
  #monitored;
  /** @type {number | null} */
  #diskMb = null;
  #samples = 0;

  /**
   * @param {import('./database.mjs').Database} database
   * @param {string} instance
   */
  constructor(database, instance) {
    const { folder, postgresFolder } = readInstance({
      ...process.env,
      FOLDMART_SERVICES_INSTANCE: instance,
    });
    this.#database = database;
    this.#folders = [folder, postgresFolder];
  }

  /** Takes a line of `foldmart monitor`. @param {string} line */
  monitored(line) {
    this.#monitored = JSON.parse(line);
  }

  /**
   * @param {number} atMs
   * @param {readonly { name: string, pid: number }[]} processes
   */
  async sample(atMs, processes) {
    if (this.#samples % diskEverySamples === 0) this.#diskMb = await diskOf(this.#folders);
    this.#samples += 1;
    const connections = await countConnections(this.#database).catch(() => null);
    saveSample({
      atMs,
      processes: readProcesses(processes),
      connections,
      diskMb: this.#diskMb,
      ...monitoredFigures(this.#monitored),
    });
    this.#monitored = undefined;
  }
}
