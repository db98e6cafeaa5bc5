import { readCommand } from './command-reader.ts'
import { Typesetter, type PaperMark } from './typesetter.ts'

/** The sensors and faults of a receipt printer. */
export interface MechanismState {
  paper: 'ok' | 'near-end' | 'out'
  coverOpen: boolean
  cutter: 'ok' | 'jams-at-next-cut' | 'jammed'
  overheated: boolean
}

/** A piece of paper that has left the printer. */
export interface CutReceipt {
  readonly marks: readonly PaperMark[]
  /** What the decoder did not know, in hexadecimal. */
  readonly ignored: readonly string[]
}

export interface MechanismOutputs {
  readonly send: (bytes: Uint8Array) => void
  readonly onReceipt: (receipt: CutReceipt) => void
}

const initial: MechanismState = { paper: 'ok', coverOpen: false, cutter: 'ok', overheated: false }
/** A printer's receive buffer; a host that sends more has to wait in reality, here it only costs memory. */
const workBytesPerTick = 4096

/**
 * The printer behind its plug: obeys real-time questions when they arrive, works off everything else in turn at its
 * own pace, and stops in the middle when paper, cover or cutter stop it.
 */
export class PrinterMechanism {
  readonly state: MechanismState = { ...initial }
  /** Lines until the paper ends by itself; null for an endless roll. */
  linesLeft: number | null = null
  linesPrinted = 0
  /** Whether a slip lies in the presenter. */
  slipWaiting = false
  readonly #outputs: MechanismOutputs
  readonly #typesetter: Typesetter
  readonly #lineMs: number
  #buffer = Buffer.alloc(0)
  #realTimeTail = Buffer.alloc(0)
  #automaticMask = 0
  #lastAutomatic = ''
  #marks: PaperMark[] = []
  #ignored: string[] = []
  #timer: NodeJS.Timeout | null = null

  constructor(widthDots: number, lineMs: number, outputs: MechanismOutputs) {
    this.#typesetter = new Typesetter(widthDots)
    this.#lineMs = lineMs
    this.#outputs = outputs
  }

  receive(bytes: Uint8Array): void {
    this.#obeyRealTime(bytes)
    this.#buffer = Buffer.concat([this.#buffer, bytes])
    this.#schedule(0)
  }

  /** Changes sensors or faults; tells a host that asked to be told, and goes on printing if nothing stops it. */
  change(changes: Partial<MechanismState>): void {
    Object.assign(this.state, changes)
    this.#tellIfChanged()
    this.#schedule(0)
  }

  /** The plug was pulled: what the host had switched on is off, what it had sent is gone. */
  powerOff(): void {
    this.#automaticMask = 0
    this.#buffer = Buffer.alloc(0)
    this.#realTimeTail = Buffer.alloc(0)
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  get #stopped(): boolean {
    const { paper, coverOpen, cutter, overheated } = this.state
    return paper === 'out' || coverOpen || cutter === 'jammed' || overheated
  }

  #schedule(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#work()
    }, ms)
  }

  /** Works until something is printed, then lets the motor take its time. */
  #work(): void {
    for (let used = 0; used < workBytesPerTick && !this.#stopped;) {
      const read = readCommand(this.#buffer, this.#typesetter.chineseMode)
      if (read === null) return
      this.#buffer = this.#buffer.subarray(read.bytes)
      used += read.bytes
      const { command } = read
      if (command.type === 'ignored') this.#ignored.push(command.hex)
      else if (command.type === 'automatic-status') this.#switchAutomatic(command.mask)
      else if (command.type === 'in-turn-status') this.#outputs.send(this.#inTurnAnswer())
      else if (command.type === 'cut') this.#cut()
      else if (this.#print(this.#typesetter.apply(command))) {
        this.#schedule(this.#lineMs)
        return
      }
    }
    if (!this.#stopped) this.#schedule(0)
  }

  /** @returns whether the paper moved */
  #print(marks: readonly PaperMark[]): boolean {
    for (const mark of marks) {
      this.#marks.push(mark)
      this.linesPrinted += 1
      if (this.linesLeft === null) continue
      this.linesLeft -= 1
      if (this.linesLeft <= 0) {
        this.linesLeft = null
        this.change({ paper: 'out' })
      }
    }
    return marks.length > 0
  }

  #cut(): void {
    if (this.state.cutter === 'jams-at-next-cut') {
      this.change({ cutter: 'jammed' })
      return
    }
    if (this.#marks.length === 0) return
    this.#outputs.onReceipt({ marks: this.#marks, ignored: this.#ignored })
    this.#marks = []
    this.#ignored = []
  }

  /** DLE EOT n, the presenter's too, and DLE ENQ 2 wherever they stand in the stream, also across two chunks. */
  #obeyRealTime(bytes: Uint8Array): void {
    const stream = Buffer.concat([this.#realTimeTail, bytes])
    for (let at = 0; at + 3 <= stream.length; at += 1) {
      if (stream[at] !== 0x10) continue
      const n = stream[at + 2] ?? 0
      if (stream[at + 1] === 0x04 && n >= 1 && n <= 4) {
        this.#outputs.send(Uint8Array.of(this.#realTimeAnswer(n)))
        at += 2
      } else if (stream[at + 1] === 0x04 && n === 0x14) {
        this.#outputs.send(this.#presenterAnswer())
        at += 2
      } else if (stream[at + 1] === 0x05 && n === 2 && this.state.cutter === 'jammed') {
        this.#buffer = Buffer.alloc(0)
        this.change({ cutter: 'ok' })
      }
    }
    const tail = stream.subarray(-2)
    const start = tail.indexOf(0x10)
    // An answered question that ends the chunk must not be found again.
    this.#realTimeTail = start < 0 ? Buffer.alloc(0) : Buffer.from(tail.subarray(start))
  }

  #realTimeAnswer(n: number): number {
    const { paper, coverOpen, cutter, overheated } = this.state
    const fault = cutter === 'jammed' || overheated
    const bits = {
      1: this.#stopped ? 0x08 : 0,
      2: (coverOpen ? 0x04 : 0) + (paper === 'out' ? 0x20 : 0) + (fault ? 0x40 : 0),
      3: (cutter === 'jammed' ? 0x08 : 0) + (overheated ? 0x40 : 0),
      4: (paper === 'ok' ? 0 : 0x0c) + (paper === 'out' ? 0x60 : 0),
    }[n]
    return 0x12 | (bits ?? 0)
  }

  /** 10 0F, then paper, user, recoverable and unrecoverable faults (devices.md C1). */
  #presenterAnswer(): Uint8Array {
    const { paper, coverOpen, cutter, overheated } = this.state
    return Uint8Array.of(
      0x10,
      0x0f,
      (paper === 'out' ? 0x01 : 0) | (paper === 'ok' ? 0 : 0x04) | (this.slipWaiting ? 0x20 : 0),
      coverOpen ? 0x02 : 0,
      overheated ? 0x01 : 0,
      cutter === 'jammed' ? 0x01 : 0,
    )
  }

  #inTurnAnswer(): Uint8Array {
    const { paper } = this.state
    return Uint8Array.of((paper === 'ok' ? 0 : 0x03) | (paper === 'out' ? 0x0c : 0))
  }

  #switchAutomatic(mask: number): void {
    this.#automaticMask = mask
    this.#lastAutomatic = ''
    this.#tellIfChanged()
  }

  #tellIfChanged(): void {
    if (this.#automaticMask === 0) return
    const { paper, coverOpen, cutter, overheated } = this.state
    const group = Uint8Array.of(
      0x10 | (this.#stopped ? 0x08 : 0) | (coverOpen ? 0x20 : 0),
      (cutter === 'jammed' ? 0x08 : 0) | (overheated ? 0x40 : 0),
      (paper === 'ok' ? 0 : 0x03) | (paper === 'out' ? 0x0c : 0),
      0,
    )
    const told = group.join()
    if (told === this.#lastAutomatic) return
    this.#lastAutomatic = told
    this.#outputs.send(group)
  }
}
