import type { CardImage } from '../fixtures/card-image.ts'
import type { HostRequest } from './wire.ts'

export interface ModuleReply {
  readonly status: number
  readonly data?: Uint8Array
}

export type ModuleFault = 'none' | 'self-test-failed' | 'not-authorised'

/** Where a make differs from the book (devices.md A4); absent means as the book says. */
export interface ReaderHabits {
  /** Every find or select is answered with this, though reading works. */
  readonly find?: number | undefined
  readonly select?: number | undefined
  /** How many bytes follow the status of a find or select that succeeded. */
  readonly findBytes?: number | undefined
  readonly selectBytes?: number | undefined
  /** Steps that this make does not know: refused with 21, or never answered. */
  readonly unknown?: readonly StepName[] | undefined
  readonly deafTo?: readonly StepName[] | undefined
}

export type StepName =
  'reset' | 'status' | 'id' | 'find' | 'select' | 'read' | 'fingerprints' | 'address' | 'settings' | 'unknown'

/** Which step of the conversation a request is. */
export function stepOf({ command, parameter }: HostRequest): StepName {
  switch ((command << 8) | parameter) {
    case 0x10ff:
      return 'reset'
    case 0x11ff:
      return 'status'
    case 0x12ff:
      return 'id'
    case 0x2001:
      return 'find'
    case 0x2002:
      return 'select'
    case 0x3001:
      return 'read'
    case 0x3010:
      return 'fingerprints'
    case 0x3003:
      return 'address'
    default:
      return command === 0x60 || command === 0x61 ? 'settings' : 'unknown'
  }
}

/**
 * What the reader's security module does (devices.md A2–A4): find, select, read, in that order. A card that has been
 * read is not found again until it is lifted, but stays selected and can be read.
 */
export class SecurityModule {
  fault: ModuleFault = 'none'
  habits: ReaderHabits = {}
  #card: CardImage | null = null
  #stage: 'none' | 'found' | 'selected' | 'read' = 'none'

  get hasCard(): boolean {
    return this.#card !== null
  }

  insert(card: CardImage): void {
    this.#card = card
    this.#stage = 'none'
  }

  remove(): void {
    this.#card = null
    this.#stage = 'none'
  }

  answer(request: HostRequest): ModuleReply {
    if (this.fault === 'self-test-failed') return { status: 0x60 }
    if (this.fault === 'not-authorised') return { status: 0x66 }
    const step = stepOf(request)
    if (this.habits.unknown?.includes(step) === true) return { status: 0x21 }
    switch (step) {
      case 'reset':
        this.#stage = 'none'
        return { status: 0x90 }
      case 'status':
      case 'settings':
        return { status: 0x90 }
      case 'id':
        return { status: 0x90, data: moduleNumber() }
      case 'find':
        return this.#find()
      case 'select':
        return this.#select()
      case 'read':
        return this.#read(false)
      case 'fingerprints':
        return this.#read(true)
      case 'address':
        return this.#readLatestAddress()
      case 'unknown':
        return { status: 0x21 }
    }
  }

  #find(): ModuleReply {
    if (this.habits.find !== undefined) return { status: this.habits.find }
    if (this.#card === null || this.#stage === 'read') return { status: 0x80 }
    this.#stage = 'found'
    return { status: 0x9f, data: Buffer.alloc(this.habits.findBytes ?? 4) }
  }

  #select(): ModuleReply {
    if (this.habits.select !== undefined) return { status: this.habits.select }
    if (this.#card === null || this.#stage === 'none') return { status: 0x81 }
    if (this.#stage === 'found') this.#stage = 'selected'
    return { status: 0x90, data: Buffer.alloc(this.habits.selectBytes ?? 8) }
  }

  #isSelected(): boolean {
    const { find, select } = this.habits
    // A make that refuses to find or select does both by itself when it is told to read.
    if (find !== undefined || select !== undefined) return this.#card !== null
    return this.#stage === 'selected' || this.#stage === 'read'
  }

  /** 35 characters, padded; a card whose holder never moved has none. */
  #readLatestAddress(): ModuleReply {
    if (this.#card === null || !this.#isSelected()) return { status: 0x41 }
    const { latestAddress } = this.#card
    return latestAddress === undefined
      ? { status: 0x91 }
      : { status: 0x90, data: Buffer.from(latestAddress.padEnd(35, ' '), 'utf16le') }
  }

  #read(withFingerprint: boolean): ModuleReply {
    if (this.#card === null || !this.#isSelected()) return { status: 0x41 }
    this.#stage = 'read'
    const { text, photo, prints = new Uint8Array() } = this.#card
    const lengths = withFingerprint ? [text.length, photo.length, prints.length] : [text.length, photo.length]
    const head = Buffer.alloc(lengths.length * 2)
    lengths.forEach((length, index) => head.writeUInt16BE(length, index * 2))
    return { status: 0x90, data: Buffer.concat([head, text, photo, ...(withFingerprint ? [prints] : [])]) }
  }
}

/** A module number that no maker gave out: 05.03-20240101-0000000042-0000000007. */
function moduleNumber(): Buffer {
  const number = Buffer.alloc(16)
  number.writeUInt16LE(5, 0)
  number.writeUInt16LE(3, 2)
  number.writeUInt32LE(20_240_101, 4)
  number.writeUInt32LE(42, 8)
  number.writeUInt32LE(7, 12)
  return number
}
