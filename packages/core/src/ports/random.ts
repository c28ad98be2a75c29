/** The only source of randomness. */
export interface Random {
  /** Uniform in [0, 1), with 53 bits. A seeded source repeats its sequence. */
  next(): number;
}
