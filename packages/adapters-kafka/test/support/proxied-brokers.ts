import { TcpRelay } from '@foldmart/conformance';

type Route = { readonly host: string; readonly port: number; readonly relay: TcpRelay };

/**
 * A proxy between a client and the brokers that can hold back or lose data. Brokers announce their addresses in
 * responses; the proxy replaces those ports with its own.
 */
export class ProxiedBrokers {
  readonly #routes: Route[] = [];

  static async before(servers: readonly string[]): Promise<ProxiedBrokers> {
    const proxy = new ProxiedBrokers();
    await Promise.all(servers.map((server) => proxy.#listen(server)));
    return proxy;
  }

  get servers(): string[] {
    return this.#routes.map(({ relay }) => `127.0.0.1:${relay.port}`);
  }

  /** While true, requests pass and answers do not. */
  set isSwallowing(isSwallowing: boolean) {
    for (const { relay } of this.#routes) relay.isSwallowing = isSwallowing;
  }

  /** Holds back what either side sends until {@link release}. */
  hold(): void {
    for (const { relay } of this.#routes) relay.hold();
  }

  release(): void {
    for (const { relay } of this.#routes) relay.release();
  }

  /** While true, new connections are closed at once. */
  set isRefusing(isRefusing: boolean) {
    for (const { relay } of this.#routes) relay.isRefusing = isRefusing;
  }

  /** Breaks every connection. */
  cut(): void {
    for (const { relay } of this.#routes) relay.cut();
  }

  /** Breaks every connection in the middle of an answer, if one comes within `waitMs`. */
  async tear(waitMs: number): Promise<void> {
    await Promise.all(this.#routes.map(({ relay }) => relay.tear(waitMs)));
  }

  async close(): Promise<void> {
    await Promise.all(this.#routes.map(({ relay }) => relay.close()));
  }

  async #listen(address: string): Promise<void> {
    const [host = '', port = ''] = address.split(':');
    const target = { host, port: Number(port) };
    const relay = await TcpRelay.open({ ...target, rewrite: (answer) => this.#redirect(answer) });
    this.#routes.push({ ...target, relay });
  }

  #redirect(answer: Buffer): Buffer {
    for (const { host, port, relay } of this.#routes) {
      const advertised = place(host, port);
      const here = place(host, relay.port);
      for (
        let at = answer.indexOf(advertised);
        at !== -1;
        at = answer.indexOf(advertised, at + 1)
      ) {
        here.copy(answer, at);
      }
    }
    return answer;
  }
}

/** An address as Kafka's answers encode it: the length of the host, the host, then the port. */
function place(host: string, port: number): Buffer {
  const spelled = Buffer.alloc(6 + host.length);
  spelled.writeInt16BE(host.length, 0);
  spelled.write(host, 2);
  spelled.writeInt32BE(port, 2 + host.length);
  return spelled;
}
