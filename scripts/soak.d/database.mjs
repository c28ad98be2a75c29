import pg from 'pg';

/**
 * Statements on the database of the shop, each on a connection of its own, so that no fault of an earlier one counts.
 * @param {Readonly<Record<string, string>>} settings
 */
export function databaseOf(settings) {
  const open = async () => {
    const client = new pg.Client({
      host: settings['POSTGRES_HOST'],
      port: Number(settings['POSTGRES_PORT']),
      user: settings['POSTGRES_USER'],
      password: settings['POSTGRES_PASSWORD'],
      database: settings['POSTGRES_DB'],
      connectionTimeoutMillis: 5_000,
      application_name: 'foldmart soak',
    });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  return {
    /** @param {string} text @param {unknown[]} [values] @returns {Promise<any[]>} */
    async query(text, values = []) {
      const client = await open();
      try {
        return (await client.query(text, values)).rows;
      } finally {
        await client.end().catch(() => undefined);
      }
    },
    /** Opens a transaction with a statement, and resolves with what rolls it back. @param {string} text */
    async hold(text) {
      const client = await open();
      await client.query('BEGIN');
      await client.query(text);
      return () => client.end().catch(() => undefined);
    },
  };
}

/** @typedef {ReturnType<typeof databaseOf>} Database */
