const sizeBytes = 4;

/** Splits a connection's stream of requests into frames, which may arrive in any pieces. */
export class RequestFrames {
  #rest = Buffer.alloc(0);

  /** The frames that are complete with this piece. */
  take(piece: Buffer): readonly Buffer[] {
    this.#rest = Buffer.concat([this.#rest, piece]);
    const frames: Buffer[] = [];
    while (this.#rest.length >= sizeBytes) {
      const end = sizeBytes + this.#rest.readInt32BE();
      if (this.#rest.length < end) break;
      frames.push(this.#rest.subarray(0, end));
      this.#rest = this.#rest.subarray(end);
    }
    return frames;
  }
}

/** The number of a request's kind in the protocol of Kafka. */
export function apiKeyOf(frame: Buffer): number {
  return frame.readInt16BE(sizeBytes);
}
