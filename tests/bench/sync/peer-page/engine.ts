import type { Work } from '../work.ts'

/** An intake as the peers get it: a form and its scans. */
export interface PeerIntake {
  readonly id: string
  readonly form: string
  readonly scans: readonly Uint8Array<ArrayBuffer>[]
}

/** Something that can keep intakes, or send them, or both. */
export interface PeerEngine {
  /** Keeps one; resolves when the engine says that it is kept. */
  readonly keep?: (intake: PeerIntake) => Promise<void>
  /** Sends all that was kept to `url`; resolves when all is confirmed. The line is there already. */
  readonly drain?: (url: string, intakes: readonly PeerIntake[]) => Promise<void>
}

/** Makes an engine ready for this work; the time for it is nobody's. */
export type OpenEngine = (work: Work) => Promise<PeerEngine>
