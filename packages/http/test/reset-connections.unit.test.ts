import { connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openCampaign, openRushApi, type RushApi } from './support/open-rush-api.js';

let api: RushApi;

afterEach(() => api.close());

const complete = 'POST /api/coupons/1/issue?userId=1 HTTP/1.1\r\nhost: x\r\n\r\n';

/** Sends a complete request, and resets the connection before the response. */
function sendAndReset(port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      socket.write(complete, () => {
        socket.resetAndDestroy();
        resolve();
      });
    });
  });
}

describe('a connection that is reset after its request', () => {
  it('is no failure: nothing is logged, and other clients are served', async () => {
    const error = vi.fn();
    const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error };
    api = await openRushApi({}, {}, { logger });
    await openCampaign(api, 1, 10);
    const address = await api.app.listen({ host: '127.0.0.1', port: 0 });
    let handled = 0;
    api.app.server.on('request', (_request, response) =>
      response.on('close', () => {
        handled += 1;
      }),
    );
    for (let time = 0; time < 50; time += 1) await sendAndReset(Number(new URL(address).port));
    await vi.waitFor(() => expect(handled).toBe(50));
    expect((await fetch(`${address}/api/coupons/1`)).status).toBe(200);
    expect(error.mock.calls).toEqual([]);
  });
});
