const keyBytes = 32
/**
 * Of a token's 256 bits so many stay. 4,096 values for everything that an operator's intakes can be found by: in a hall's ordinary
 * stock each stands for dozens of pieces, so that one token says little, and a search decrypts as many rows too many.
 */
const tokenBits = 12
/** Rows are filled up with tokens of nothing to a multiple of this: how many people an intake speaks of is not to be counted. */
const rowStep = 8
/** The most that one row has. */
const mostTokens = 64
const encoder = new TextEncoder()

/**
 * 盲索引: what a piece of a name or number becomes in an index column. HMAC-SHA-256 under a key of its own, with the operator in what is
 * signed, cut to {@link tokenBits}: without the key nobody can try names, and nothing of one operator is comparable with another's.
 */
export class BlindIndex {
  readonly keyId: string
  readonly #key: CryptoKey

  private constructor(keyId: string, key: CryptoKey) {
    this.keyId = keyId
    this.#key = key
  }

  /** @param key 32 bytes. @throws RangeError for another length. */
  static async of(keyId: string, key: Uint8Array): Promise<BlindIndex> {
    if (key.byteLength !== keyBytes) throw new RangeError(`an index key has ${keyBytes} bytes`)
    const algorithm = { name: 'HMAC', hash: 'SHA-256' }
    return new BlindIndex(
      keyId,
      await crypto.subtle.importKey('raw', new Uint8Array(key), algorithm, false, ['sign']),
    )
  }

  /** The token of one piece of this operator's intakes. */
  async token(operatorId: string, piece: string): Promise<string> {
    const signed = encoder.encode(`yichuang-search/1\u0000${operatorId}\u0000${piece}`)
    const mac = new Uint8Array(await crypto.subtle.sign('HMAC', this.#key, signed))
    return written(operatorId, ((mac[0] as number) << 8) | (mac[1] as number))
  }

  /**
   * The tokens of one row: those of its pieces, and some of nothing, in an order that tells nothing. Those of nothing are the same at
   * every writing: two copies of the disk do not tell which they are.
   */
  async tokensOf(
    row: { readonly id: string; readonly operatorId: string },
    pieces: readonly string[],
  ): Promise<string[]> {
    const of = (piece: string): Promise<string> => this.token(row.operatorId, piece)
    const tokens = new Set(await Promise.all(pieces.slice(0, mostTokens).map(of)))
    const full = Math.max(rowStep, Math.ceil(tokens.size / rowStep) * rowStep)
    for (let more = 0; tokens.size < full; more++) tokens.add(await of(`nothing:${row.id}:${more}`))
    return [...tokens].sort()
  }
}

function written(operatorId: string, bits: number): string {
  const kept = bits & ((1 << tokenBits) - 1)
  return `${operatorId}/${kept.toString(16).padStart(tokenBits / 4, '0')}`
}
