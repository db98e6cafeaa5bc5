import { DeviceError, type PrinterStatus } from '#devices/contract'

/** A question that the printer answers at once, whatever it is doing: DLE EOT 1–4 (devices.md C1). */
export function encodeStatusQuestion(n: 1 | 2 | 3 | 4): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(0x10, 0x04, n)
}

/** GS a: tell of changes by yourself (online, error, paper). */
export const automaticStatusOn = Uint8Array.of(0x1d, 0x61, 0x0e)

/**
 * GS r 1: the paper sensor, answered in turn, so after everything printed before it. From the ESC/POS command set;
 * printers that do not know it stay silent.
 */
export const inTurnQuestion = Uint8Array.of(0x1d, 0x72, 0x01)

/** DLE ENQ 2: forget what stopped you and what you still hold, and go on (devices.md C1, one source). */
export const recoverAndForget = Uint8Array.of(0x10, 0x05, 0x02)

/** DLE EOT 20: the presenter of a kiosk printer (devices.md C1, one source: Custom KPM150H). */
export const presenterQuestion = Uint8Array.of(0x10, 0x04, 0x14)

/** What comes back from a printer. */
export type PrinterReply =
  | { readonly type: 'answer'; readonly byte: number }
  | { readonly type: 'automatic'; readonly status: PrinterStatus }
  | { readonly type: 'in-turn' }
  | { readonly type: 'presenter'; readonly slipWaiting: boolean; readonly paper: number }

/**
 * Sorts a printer's bytes by their fixed bits: an answer to DLE EOT has (b & 93) = 12, a group of four automatic
 * status bytes begins with (b & 93) = 10 and goes on with bit 4 and 7 clear, the answer to GS r has both clear. XON,
 * XOFF and noise fall through. The presenter's answer, 10 0F and four bytes, is told from a group of automatic status
 * by its second byte, which would be four faults at once there; it is looked for only where there is a presenter.
 */
export class PrinterReplyScanner {
  readonly #hasPresenter: boolean
  #group: number[] = []
  /** The presenter's answer as far as it has come. */
  #presenter: number[] | null = null

  constructor(hasPresenter = false) {
    this.#hasPresenter = hasPresenter
  }

  push(chunk: Uint8Array): PrinterReply[] {
    const replies: PrinterReply[] = []
    for (const byte of chunk) {
      if (this.#takePresenter(byte, replies)) continue
      if ((byte & 0x93) === 0x12) replies.push({ type: 'answer', byte })
      else if ((byte & 0x93) === 0x10) this.#group = [byte]
      else if ((byte & 0x90) === 0) this.#takePlain(byte, replies)
    }
    return replies
  }

  /** @returns whether the byte belonged to a presenter's answer */
  #takePresenter(byte: number, replies: PrinterReply[]): boolean {
    if (this.#presenter === null) {
      const begins =
        this.#hasPresenter && byte === 0x0f && this.#group.length === 1 && this.#group[0] === 0x10
      if (!begins) return false
      this.#group = []
      this.#presenter = []
      return true
    }
    // Flow control may stand between any two bytes.
    if (byte === 0x11 || byte === 0x13) return true
    this.#presenter.push(byte)
    if (this.#presenter.length === 4) {
      const [paper = 0] = this.#presenter
      replies.push({ type: 'presenter', paper, slipWaiting: (paper & 0x20) !== 0 })
      this.#presenter = null
    }
    return true
  }

  #takePlain(byte: number, replies: PrinterReply[]): void {
    if (this.#group.length === 0) {
      replies.push({ type: 'in-turn' })
      return
    }
    this.#group.push(byte)
    if (this.#group.length === 4) {
      replies.push({ type: 'automatic', status: decodeAutomaticStatus(this.#group) })
      this.#group = []
    }
  }
}

/** The printer's state from its four answers to DLE EOT 1–4, in that order. */
export function decodeStatusAnswers(answers: readonly number[]): PrinterStatus {
  const [printer = 0, offline = 0, error = 0, paper = 0] = answers
  if (answers.length !== 4) throw new DeviceError('device.internal', 'status takes four answers')
  const paperOut = (offline & 0x20) !== 0 || (paper & 0x60) !== 0
  return {
    // Pairs of sensor bits are tested for any bit: some printers give each sensor its own (devices.md C1).
    paper: paperOut ? 'out' : (paper & 0x0c) !== 0 ? 'nearEnd' : 'ok',
    cover: (offline & 0x04) !== 0 ? 'open' : 'closed',
    online: (printer & 0x08) === 0,
    error: decodeError(error, (offline & 0x40) !== 0),
  }
}

function decodeError(byte: number, anyError: boolean): PrinterStatus['error'] {
  if ((byte & 0x08) !== 0) return 'cutter'
  if ((byte & 0x20) !== 0) return 'unrecoverable'
  if ((byte & 0x40) !== 0) return 'overheat'
  if ((byte & 0x04) !== 0) return 'blackMark'
  return anyError ? 'unspecified' : null
}

/** The state from a group of automatic status (ASB); its bits lie elsewhere than those of DLE EOT. */
export function decodeAutomaticStatus(group: readonly number[]): PrinterStatus {
  const [first = 0, errors = 0, sensors = 0] = group
  return {
    paper: (sensors & 0x0c) !== 0 ? 'out' : (sensors & 0x03) !== 0 ? 'nearEnd' : 'ok',
    cover: (first & 0x20) !== 0 ? 'open' : 'closed',
    online: (first & 0x08) === 0,
    error: decodeAutomaticError(errors),
  }
}

function decodeAutomaticError(byte: number): PrinterStatus['error'] {
  if ((byte & 0x08) !== 0) return 'cutter'
  if ((byte & 0x20) !== 0) return 'unrecoverable'
  if ((byte & 0x40) !== 0) return 'overheat'
  return (byte & 0x04) !== 0 ? 'unspecified' : null
}

/**
 * Why a printer in this state cannot print, or null.
 * @param printing whether bytes of a receipt have already been sent
 */
export function obstacle(status: PrinterStatus, printing: boolean): DeviceError | null {
  const told = `paper ${status.paper}, cover ${status.cover}, online ${String(status.online)}, error ${String(status.error)}`
  if (status.cover === 'open') {
    return new DeviceError(printing ? 'receipt.cover-open-while-printing' : 'receipt.cover-open', told)
  }
  if (status.paper === 'out') {
    return new DeviceError(printing ? 'receipt.paper-out-while-printing' : 'receipt.paper-out', told)
  }
  if (status.error === 'cutter') return new DeviceError('receipt.cutter', told)
  if (status.error === 'overheat') return new DeviceError('receipt.overheated', told)
  if (status.error !== null) return new DeviceError('receipt.unrecoverable', told)
  return status.online ? null : new DeviceError('receipt.offline', told)
}
