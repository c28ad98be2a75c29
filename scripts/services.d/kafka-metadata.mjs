import { exchange } from './socket-exchange.mjs';

const METADATA_KEY = 3;
const METADATA_VERSION = 1;
const NO_CLIENT_ID = -1;
const SIZE_BYTES = 4;
const BROKERS_OFFSET = 8;

const encodeRequest = () => {
  const request = Buffer.alloc(18);
  request.writeInt32BE(request.length - SIZE_BYTES, 0);
  request.writeInt16BE(METADATA_KEY, 4);
  request.writeInt16BE(METADATA_VERSION, 6);
  request.writeInt32BE(1, 8);
  request.writeInt16BE(NO_CLIENT_ID, 12);
  request.writeInt32BE(0, 14);
  return request;
};

const skipString = (bytes, offset) => offset + 2 + Math.max(0, bytes.readInt16BE(offset));

const decodeBrokerIds = (bytes) => {
  const ids = [];
  let offset = BROKERS_OFFSET;
  const count = bytes.readInt32BE(offset);
  offset += 4;
  for (let index = 0; index < count; index += 1) {
    ids.push(bytes.readInt32BE(offset));
    const port = skipString(bytes, offset + 4);
    offset = skipString(bytes, port + 4);
  }
  return ids;
};

const parseResponse = (bytes) => {
  const isWhole = bytes.length >= SIZE_BYTES && bytes.length >= SIZE_BYTES + bytes.readInt32BE(0);
  return isWhole ? decodeBrokerIds(bytes) : undefined;
};

/**
 * The ids of the brokers that this broker sees as running (Kafka's Metadata request, version 1). A
 * broker responds only after it has joined the quorum's log, so the list comes from the cluster.
 */
export const readBrokerIds = (port) => exchange(port, encodeRequest(), parseResponse);
