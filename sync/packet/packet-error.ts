/** Why a packet cannot be used. All are final: the same bytes will never pass. */
export const packetErrorCodes = [
  'packet.not-a-packet', // wrong magic or version, or shorter than its own lengths say
  'packet.bad-header', // the header is not of the schema
  'packet.wrong-size', // parts are missing, or bytes follow the last one
  'packet.wrong-digest', // a part is not what the header says
  'packet.wrong-signature', // the header was not signed by this terminal
  'packet.no-key', // no content key for this recipient
  'packet.cannot-decrypt', // the key does not open it, or the ciphertext was changed
  'packet.bad-content', // it opens, and does not hold an intake
] as const
export type PacketErrorCode = (typeof packetErrorCodes)[number]

/** The only error that this folder throws for bytes it is given. The message holds no content. */
export class PacketError extends Error {
  override readonly name = 'PacketError'
  readonly code: PacketErrorCode
  readonly retryable = false

  constructor(code: PacketErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
