import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@foldmart/core';
import type { RequestIds } from '@foldmart/core/shop';

const signatureBytes = 16;

/** Ids are UUIDs, ordered by time (version 7, RFC 9562); tokens append an HMAC-SHA-256 of 128 bits. */
export class SignedRequestIds implements RequestIds {
  #secret: string | Uint8Array | undefined;
  readonly #clock: Clock;

  /** Without a secret, one is generated, and no other process accepts these tokens. */
  constructor(secret: string | undefined, clock: Clock) {
    this.#secret = secret;
    this.#clock = clock;
  }

  next(): string {
    const bytes = randomBytes(16);
    bytes.writeUIntBE(this.#clock.now(), 0, 6);
    return uuidOf(bytes, 7);
  }

  forKey({
    couponId,
    userId,
    key,
  }: {
    readonly couponId: number;
    readonly userId: number;
    readonly key: string;
  }): string {
    return uuidOf(this.#digest('key', JSON.stringify([couponId, userId, key])), 8);
  }

  tokenOf(requestId: string): string {
    return `${requestId}.${this.#signature(requestId).toString('base64url')}`;
  }

  idOf(token: string): string | undefined {
    const requestId = token.slice(0, Math.max(0, token.lastIndexOf('.')));
    const given = Buffer.from(token);
    const right = Buffer.from(this.tokenOf(requestId));
    return given.length === right.length && timingSafeEqual(given, right) ? requestId : undefined;
  }

  #signature(requestId: string): Buffer {
    return this.#digest('token', requestId).subarray(0, signatureBytes);
  }

  /** `purpose` ensures that a token's signature can never equal an id. */
  #digest(purpose: string, text: string): Buffer {
    this.#secret ??= randomBytes(32);
    return createHmac('sha256', this.#secret).update(`${purpose}\0${text}`).digest();
  }
}

function uuidOf(bytes: Buffer, version: 7 | 8): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex', 0, 16);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
