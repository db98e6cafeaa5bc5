import type { Intake } from '#sync/model'
import type { SealedIntake } from '#sync/store'

/** A stored intake on its way into the database of the page, bytes as base64. */
export interface Seed {
  readonly intake: Intake
  readonly sequence: number
  readonly headerBytes: string
  readonly signature: string
  readonly packetHash: string
  readonly parts: readonly { readonly id: string; readonly bytes: string }[]
}

/** How many files of seeds lie beside the page, `0.json` and on. */
export interface SeedIndex {
  readonly files: number
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

/** The intake as the store keeps one that was delivered. */
export function sealedOf(seed: Seed): SealedIntake {
  const { intake, sequence, packetHash } = seed
  return {
    intake,
    sequence,
    packet: {
      headerBytes: bytesOf(seed.headerBytes),
      signature: bytesOf(seed.signature),
      packetHash,
      parts: seed.parts.map(({ id, bytes }) => ({ id, bytes: bytesOf(bytes) })),
    },
    entries: [],
  }
}
