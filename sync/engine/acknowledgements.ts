import type { PacketKeeper } from './ports.ts'

/**
 * Delivered packets that the main process is still to be told of. The intake is recorded as delivered first; if the
 * telling fails or the program ends, it is told again at the next poll or the next start. Until then the packet is only
 * kept longer than it need be.
 */
export class Acknowledgements {
  readonly #packets: PacketKeeper
  readonly #open = new Map<string, string>()
  #settling: Promise<void> | null = null

  constructor(packets: PacketKeeper) {
    this.#packets = packets
  }

  add(packet: { intakeId: string; packetHash: string }): void {
    this.#open.set(packet.intakeId, packet.packetHash)
  }

  /** Tells all that is open. Never fails, and nobody waits for it: what could not be told stays open. */
  settle(): Promise<void> {
    this.#settling ??= this.#settle().finally(() => {
      this.#settling = null
    })
    return this.#settling
  }

  async #settle(): Promise<void> {
    // A packet that is added meanwhile is met by the iteration too; one that fails waits for the next call.
    for (const [intakeId, packetHash] of this.#open) {
      const told = await this.#packets.acknowledge({ intakeId, packetHash }).then(
        () => true,
        () => false,
      )
      if (told) this.#open.delete(intakeId)
    }
  }
}
