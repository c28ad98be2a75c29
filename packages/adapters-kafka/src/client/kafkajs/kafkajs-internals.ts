import type { Socket } from 'node:net';

/** The connections of kafkajs, which its types do not describe. */
export interface SocketConnection {
  /** The address of the broker, as host:port. */
  readonly broker: string;
  readonly socket?: Socket;
  /** For one answer, in ms. */
  readonly requestTimeout: number;
  readonly requestQueue: RequestQueue;
  readonly versions: unknown;
  /** Present while an answer about the authentication is awaited. */
  readonly authHandlers: { onError(): void } | null;
  isConnected(): boolean;
  connect(): Promise<unknown>;
  /** Closes it after pending requests are answered. */
  disconnect(): Promise<unknown>;
  /** Rejects all requests that have no answer yet. */
  rejectRequests(error: Error): void;
  /** Called with what the socket receives. */
  processData(data: Buffer): void;
  sendAuthRequest(request: unknown): Promise<unknown>;
  setVersions(versions: unknown): void;
  getSupportAuthenticationProtocol(): boolean | null;
  setSupportAuthenticationProtocol(isSupported: boolean | null): void;
}

/** The requests of one connection. */
export interface RequestQueue {
  /** Those that are not sent yet, because the broker throttles the client. */
  readonly pending: readonly unknown[];
  checkPendingRequests(): void;
  scheduleCheckPendingRequests: () => void;
}

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
  readonly rack?: string | null;
}

/** The connections to one broker: the second is for fetches, the first for all other requests. */
export interface ConnectionPool extends BrokerAddress {
  readonly pool: SocketConnection[];
  getConnection(index?: number): Promise<SocketConnection>;
}

/** Makes the pools of a cluster, each with connections that are not open yet. */
export interface ConnectionPoolBuilder {
  /** Without an address, for one of the bootstrap servers. */
  build(address?: BrokerAddress): Promise<ConnectionPool>;
}
