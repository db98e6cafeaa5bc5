import { type FileHandle, open } from 'node:fs/promises'

/**
 * A reader written from the public description of the protocol (GA/T 467 as devices.md A1–A6 gives it) and from nothing
 * of this project: it shares no code with the adapter or with the simulator, so that the two cannot agree on a mistake.
 * It sits at the device's end of a pty.
 */
export type Card = 'mainland' | 'foreigner-2017' | 'foreigner-2023' | 'residence-permit'

/** How a reply goes out over the line. */
export interface Manner {
  /** Bytes at a time, and the pause between; whole where absent. */
  readonly pieces?: { readonly bytes: number; readonly gapMs: number }
  readonly before?: readonly number[]
  readonly delayMs?: number
  /** Adds or takes away a leading AA. */
  readonly leading?: 'one-more' | 'one-less'
  /** The first reply of a kind has its checksum wrong. */
  readonly wrongChecksumOnce?: boolean
}

/** Which commands this make of reader knows. */
export interface Make {
  readonly silentTo?: readonly number[]
  /** Says 80 to every search although a card lies there. */
  readonly neverFinds?: boolean
}

const texts: Readonly<Record<Card, string>> = {
  mainland:
    pad('测试甲', 15) +
    '2' +
    '01' +
    '19900101' +
    pad('湖南省长沙市芙蓉区样例路1号', 35) +
    '430102199001010024' +
    pad('长沙市公安局芙蓉分局', 15) +
    '20200101' +
    pad('长期', 8) +
    pad('', 18),
  'foreigner-2017':
    pad('SAMPLE, JANE', 60) +
    '2' +
    'FRA110090010101' +
    'FRA' +
    pad('简样', 15) +
    '20200101' +
    '20300101' +
    '19900101' +
    '01' +
    '1500' +
    'I' +
    pad('', 3),
  'foreigner-2023':
    pad('简样', 15) +
    '2' +
    '01' +
    '19900101' +
    pad('SAMPLE, JANE', 35) +
    '911250199001010023' +
    pad('', 15) +
    '20240101' +
    '20340101' +
    pad('', 11) +
    'FRA' +
    'Y' +
    '123',
  'residence-permit':
    pad('测试乙', 15) +
    '1' +
    pad('', 2) +
    '19900101' +
    pad('湖南省长沙市岳麓区样例路2号', 35) +
    '810000199001010015' +
    pad('长沙市公安局', 15) +
    '20200101' +
    '20250101' +
    pad('H12345678', 9) +
    '01' +
    pad('', 3) +
    'J' +
    pad('', 3),
}

function pad(text: string, characters: number): string {
  return text + ' '.repeat(characters - text.length)
}

function textArea(card: Card): Buffer {
  const area = Buffer.from(texts[card], 'utf16le')
  if (area.length !== 256) throw new Error(`${card}: ${String(area.length)} bytes`)
  return area
}

function reply(status: number, data: Uint8Array = new Uint8Array()): Buffer {
  const body = Buffer.from([0, 0, 0, 0, status, ...data])
  body.writeUInt16BE(3 + data.length + 1, 0)
  let check = 0
  for (const byte of body) check ^= byte
  return Buffer.from([0xaa, 0xaa, 0xaa, 0x96, 0x69, ...body, check])
}

export class IndependentReader {
  readonly #line: FileHandle
  readonly #make: Make
  manner: Manner = {}
  card: Card | null = 'mainland'
  /** Commands that came, as one number each. */
  readonly heard: number[] = []
  #wrongOnce = new Set<number>()
  #buffer = Buffer.alloc(0)
  readonly #done: Promise<void>
  #closed = false

  private constructor(line: FileHandle, make: Make) {
    this.#line = line
    this.#make = make
    this.#done = this.#serve()
  }

  static async at(devicePath: string, make: Make = {}): Promise<IndependentReader> {
    return new IndependentReader(await open(devicePath, 'r+'), make)
  }

  async #serve(): Promise<void> {
    const chunk = Buffer.alloc(4096)
    for (;;) {
      const bytes = await this.#line.read(chunk, 0, chunk.length, null).catch(() => null)
      if (bytes === null || bytes.bytesRead === 0 || this.#closed) return
      this.#buffer = Buffer.concat([this.#buffer, chunk.subarray(0, bytes.bytesRead)])
      for (let command = this.#next(); command !== null; command = this.#next()) await this.#answer(command)
    }
  }

  /** The next whole request as command × 256 + parameter. */
  #next(): number | null {
    const start = this.#buffer.indexOf(Buffer.from([0xaa, 0xaa, 0xaa, 0x96, 0x69]))
    if (start < 0 || this.#buffer.length < start + 10) return null
    const length = this.#buffer.readUInt16BE(start + 5)
    const command = this.#buffer.readUInt16BE(start + 7)
    this.#buffer = this.#buffer.subarray(start + 7 + length)
    return command
  }

  #replyTo(command: number): Buffer {
    const none = this.card === null
    switch (command) {
      case 0x11ff:
        return reply(0x90)
      case 0x12ff:
        return reply(0x90, Buffer.alloc(16, 1))
      case 0x2001:
        return none || this.#make.neverFinds ? reply(0x80) : reply(0x9f, Buffer.alloc(4))
      case 0x2002:
        return none || this.#make.neverFinds ? reply(0x81) : reply(0x90, Buffer.alloc(8))
      case 0x3001:
        return this.card === null
          ? reply(0x41)
          : reply(
              0x90,
              Buffer.concat([Buffer.from([1, 0, 4, 0]), textArea(this.card), Buffer.alloc(1024, 7)]),
            )
      case 0x3003:
        return none
          ? reply(0x41)
          : reply(0x90, Buffer.from(pad('湖南省湘潭市雨湖区样例路9号', 35), 'utf16le'))
      default:
        return reply(0x21)
    }
  }

  async #answer(command: number): Promise<void> {
    this.heard.push(command)
    if (this.#make.silentTo?.includes(command)) return
    const { before = [], leading, delayMs = 0, pieces, wrongChecksumOnce } = this.manner
    let frame = this.#replyTo(command)
    if (wrongChecksumOnce === true && !this.#wrongOnce.has(command)) {
      this.#wrongOnce.add(command)
      frame = Buffer.from(frame)
      frame[frame.length - 1] = (frame.at(-1) ?? 0) ^ 0x5a
    }
    if (leading === 'one-more') frame = Buffer.concat([Buffer.from([0xaa]), frame])
    if (leading === 'one-less') frame = frame.subarray(1)
    const bytes = Buffer.concat([Buffer.from(before), frame])
    await new Promise((resolve) => setTimeout(resolve, delayMs))
    const size = pieces?.bytes ?? bytes.length
    for (let at = 0; at < bytes.length; at += size) {
      await this.#line.write(bytes.subarray(at, at + size)).catch(() => undefined)
      if (pieces !== undefined) await new Promise((resolve) => setTimeout(resolve, pieces.gapMs))
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#line.close().catch(() => undefined)
    await this.#done
  }
}
