import iconv from 'iconv-lite'
import { inventPerson } from '../fixtures/people.ts'

/** What the chip of an invented 社会保障卡 holds: files, each with its records by identifier. */
export interface CardFiles {
  readonly [file: number]: ReadonlyMap<number, Uint8Array>
}

const packed = (digits: string, bytes: number): Buffer => Buffer.from(digits.padEnd(bytes * 2, 'f'), 'hex')
const filled = (text: Uint8Array, bytes: number): Buffer => {
  const out = Buffer.alloc(bytes)
  out.set(text.subarray(0, bytes))
  return out
}

/**
 * Writes the public files of a card (tables EF05 and EF06 of LD/T 32, devices.md F1).
 * @param seed whose card; an invented person
 * @param without records that this card does not have, e.g. the name's extension on an old one
 */
export function writeSocialSecurityCard(seed: number, without: readonly number[] = []): CardFiles {
  const person = inventPerson(seed)
  if (person.edition !== 'resident') throw new Error('social security cards are written for residents')
  const name = iconv.encode(person.name, 'gbk')
  const ef05 = new Map<number, Uint8Array>([
    [0x01, Buffer.alloc(16, 0x43)],
    [0x02, Buffer.from('3')],
    [0x03, Buffer.from('3.00')],
    [0x04, packed('915600000243000000000001', 12)],
    [0x05, packed('20240315', 4)],
    [0x06, packed('20340315', 4)],
    [0x07, filled(Buffer.from(`A${String(seed).padStart(8, '0')}`), 9)],
  ])
  const ef06 = new Map<number, Uint8Array>([
    [0x08, filled(Buffer.from(person.number), 18)],
    [0x09, filled(name.subarray(0, 30), 30)],
    [0x4e, filled(name.subarray(30), 20)],
    [0x0a, Buffer.from(person.sex)],
    [0x0b, packed(person.nation, 1)],
    [0x0c, packed(person.number.slice(0, 6), 3)],
    [0x0d, packed(person.birth, 4)],
  ])
  for (const tag of without) {
    ef05.delete(tag)
    ef06.delete(tag)
  }
  return { 0xef05: ef05, 0xef06: ef06 }
}

/** How a chip differs from the book. */
export interface ChipHabits {
  /** `whole`: data and 9000 at once; `t0`: 61 xx first, as protocol T=0 wants; `length`: 6C xx for any length but the right one. */
  readonly answers: 'whole' | 't0' | 'length'
  /** It has another application than the social security one. */
  readonly otherApplication?: boolean
}

const environment = Buffer.concat([Buffer.from('sx1.sh.'), iconv.encode('社会保障', 'gbk')])

/** The chip: answers command APDUs (ISO/IEC 7816-4) from its files. */
export class Chip {
  readonly #files: CardFiles
  readonly #habits: ChipHabits
  #inEnvironment = false
  #file: ReadonlyMap<number, Uint8Array> | undefined
  #waiting: Buffer = Buffer.alloc(0)

  constructor(files: CardFiles, habits: ChipHabits) {
    this.#files = files
    this.#habits = habits
  }

  reset(): void {
    this.#inEnvironment = false
    this.#file = undefined
  }

  answer(command: Buffer): Buffer {
    const [, instruction, p1 = 0, p2 = 0, length = 0] = command
    if (instruction === 0xc0) return Buffer.concat([this.#waiting.subarray(0, length), ok])
    if (instruction === 0xa4) return this.#select(p1, command.subarray(5, 5 + length))
    if (instruction === 0xb2) return this.#readRecord(p1, p2, length)
    return words(0x6d00)
  }

  #select(by: number, name: Buffer): Buffer {
    if (by === 0x04) {
      this.#inEnvironment = this.#habits.otherApplication !== true && name.equals(environment)
      return this.#inEnvironment ? this.#give(Buffer.from('6f00', 'hex'), null) : words(0x6a82)
    }
    if (!this.#inEnvironment || by !== 0x02) return words(0x6a82)
    this.#file = this.#files[name.readUInt16BE(0)]
    return this.#file === undefined ? words(0x6a82) : ok
  }

  #readRecord(identifier: number, p2: number, length: number): Buffer {
    if (this.#file === undefined || p2 !== 0) return words(0x6986)
    const value = this.#file.get(identifier)
    if (value === undefined) return words(0x6a83)
    return this.#give(Buffer.concat([Buffer.from([identifier, value.length]), value]), length)
  }

  #give(data: Buffer, asked: number | null): Buffer {
    if (this.#habits.answers === 'length' && asked !== null && asked !== data.length)
      return words(0x6c00 + data.length)
    if (this.#habits.answers !== 't0') return Buffer.concat([data, ok])
    this.#waiting = data
    return words(0x6100 + data.length)
  }
}

const words = (status: number): Buffer => Buffer.from([status >> 8, status & 0xff])
const ok = words(0x9000)
