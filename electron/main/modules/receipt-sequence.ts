import { readFile } from 'node:fs/promises'
import { formatReceiptNumber, parseReceiptNumber } from '#sync/model'
import { z } from 'zod'
import { writeJsonDurably } from './durable-file.ts'

const fileSchema = z.strictObject({
  last: z.int().min(0),
  /** Numbers given to intakes whose packet is not written yet. */
  reserved: z.record(z.uuid(), z.string()),
})

/** What the sealed packets on disk already say about numbers. */
export interface WrittenNumbers {
  /** The newest sequence among them, 0 if there are none: the floor if the sequence file itself was lost. */
  highestSequence(): Promise<number>
  /** The number in this intake's packet, or null when it has none. */
  numberOf(intakeId: string): Promise<string | null>
}

/** A number given to one intake. */
export interface Reservation {
  readonly receiptNumber: string
  readonly sequence: number
}

function localDay(now: Date): string {
  const month = String(now.getMonth() + 1).padStart(2, '0')
  return `${now.getFullYear()}${month}${String(now.getDate()).padStart(2, '0')}`
}

/**
 * 收件号流水: gives each intake one number, once, for ever. It is on disk before it is told, so that a number may be
 * skipped by a power cut and is never given twice.
 */
export class ReceiptSequence {
  readonly #path: string
  readonly #place: { siteCode: string; terminalId: string }
  readonly #written: WrittenNumbers
  #state: Promise<z.infer<typeof fileSchema>> | null = null
  #turn: Promise<unknown> = Promise.resolve()

  constructor(path: string, place: { siteCode: string; terminalId: string }, written: WrittenNumbers) {
    this.#path = path
    this.#place = place
    this.#written = written
  }

  /** The number of this intake; asking again gives the same one. @throws MainError when the disk refuses. */
  reserve(intakeId: string, now = new Date()): Promise<Reservation> {
    return this.#inTurn(async () => {
      const state = await this.#load()
      const before = state.reserved[intakeId] ?? (await this.#written.numberOf(intakeId)) ?? undefined
      if (before !== undefined)
        return { receiptNumber: before, sequence: parseReceiptNumber(before)?.sequence ?? 0 }
      const sequence = state.last + 1
      const receiptNumber = formatReceiptNumber({ ...this.#place, day: localDay(now), sequence })
      await this.#store({ last: sequence, reserved: { ...state.reserved, [intakeId]: receiptNumber } })
      return { receiptNumber, sequence }
    })
  }

  /**
   * Forgets the reservation once the packet holds the number. The disk forgets it with the next number that is given: until
   * then it only says what the packet says as well.
   */
  settle(intakeId: string): Promise<void> {
    return this.#inTurn(async () => {
      const { last, reserved } = await this.#load()
      if (!(intakeId in reserved)) return
      const others = Object.fromEntries(Object.entries(reserved).filter(([id]) => id !== intakeId))
      this.#state = Promise.resolve({ last, reserved: others })
    })
  }

  async #store(state: z.infer<typeof fileSchema>): Promise<void> {
    await writeJsonDurably(this.#path, state)
    this.#state = Promise.resolve(state)
  }

  #load(): Promise<z.infer<typeof fileSchema>> {
    this.#state ??= this.#read().catch((error: unknown) => {
      this.#state = null
      throw error
    })
    return this.#state
  }

  async #read(): Promise<z.infer<typeof fileSchema>> {
    const floor = await this.#written.highestSequence()
    let stored: z.infer<typeof fileSchema> = { last: 0, reserved: {} }
    try {
      const parsed = fileSchema.safeParse(JSON.parse(await readFile(this.#path, 'utf8')))
      if (parsed.success) stored = parsed.data
    } catch (error) {
      const lostOrTorn = (error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError
      if (!lostOrTorn) throw error
    }
    const reserved: Record<string, string> = {}
    for (const [intakeId, receiptNumber] of Object.entries(stored.reserved)) {
      // Settled before the program ended, and not forgotten on disk yet.
      if ((await this.#written.numberOf(intakeId)) === null) reserved[intakeId] = receiptNumber
    }
    return { last: Math.max(stored.last, floor), reserved }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work, work)
    this.#turn = result.catch(() => undefined)
    return result
  }
}
