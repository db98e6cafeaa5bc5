import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { writeJsonDurably } from './durable-file.ts'

const floorSchema = z.strictObject({ highestSequence: z.int().min(0) })

/** The highest number among packets that have gone: with them goes the proof that it was given. */
export class SequenceFloor {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  /** 0 where no packet has gone yet. @throws the system's error where the file cannot be read */
  async read(): Promise<number> {
    let text: string
    try {
      text = await readFile(this.#path, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
      throw error
    }
    try {
      return floorSchema.parse(JSON.parse(text)).highestSequence
    } catch {
      // As with a torn sequence file: the other of the two still says it.
      return 0
    }
  }

  /** Durably, and never down. @throws MainError `storage.disk-full`, `storage.write-failed` */
  async raise(sequence: number): Promise<void> {
    if ((await this.read()) < sequence) await writeJsonDurably(this.#path, { highestSequence: sequence })
  }
}
