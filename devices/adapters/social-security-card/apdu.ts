import { DeviceError } from '#devices/contract'

/** Sends one command to the card, and gives back its answer, status words last. */
export type Transmit = (command: Uint8Array) => Promise<Uint8Array>

/** A card's answer: data and status words (ISO/IEC 7816-4, 5.1). */
export interface CardAnswer {
  readonly data: Uint8Array
  /** e.g. 0x9000. */
  readonly status: number
}

/** A command is repeated at most this often for what the card says of lengths. */
const mostRounds = 4

/**
 * Sends a command and fetches all of its answer: `61 xx` is followed by GET RESPONSE, `6C xx` by the same command with the
 * length that the card names (ISO/IEC 7816-3 and -4, as cards with protocol T=0 want it).
 * @throws DeviceError `smart-card.corrupt-data` for an answer without status words, and those of `transmit`
 */
export async function exchange(transmit: Transmit, command: Uint8Array): Promise<CardAnswer> {
  let data = new Uint8Array()
  let next = command
  for (let round = 0; round < mostRounds; round += 1) {
    const answer = parseAnswer(await transmit(next))
    data = Uint8Array.from([...data, ...answer.data])
    const [sw1, sw2] = [answer.status >> 8, answer.status & 0xff]
    if (sw1 === 0x61) next = Uint8Array.of(command[0] ?? 0, 0xc0, 0x00, 0x00, sw2)
    else if (sw1 === 0x6c) next = withLength(command, sw2)
    else return { data, status: answer.status }
  }
  throw new DeviceError('smart-card.corrupt-data', 'the card goes on and on about lengths')
}

/** @throws DeviceError `smart-card.corrupt-data` */
export function parseAnswer(answer: Uint8Array): CardAnswer {
  const [sw1, sw2] = answer.subarray(-2)
  if (answer.length < 2 || sw1 === undefined || sw2 === undefined)
    throw new DeviceError('smart-card.corrupt-data', `an answer of ${String(answer.length)} bytes`)
  return { data: answer.subarray(0, -2), status: (sw1 << 8) | sw2 }
}

/** The same command with another expected length, for commands without data (case 2). */
function withLength(command: Uint8Array, length: number): Uint8Array {
  const again = Uint8Array.from(command)
  again[command.length - 1] = length
  return again
}

/** SELECT by application name (ISO/IEC 7816-4, 7.1.1; P1 04). */
export function selectApplication(name: Uint8Array): Uint8Array {
  return Uint8Array.of(0x00, 0xa4, 0x04, 0x00, name.length, ...name)
}

/** SELECT an elementary file under the current application (P1 02, as LD/T 32 has it). */
export function selectFile(file: number): Uint8Array {
  return Uint8Array.of(0x00, 0xa4, 0x02, 0x00, 0x02, file >> 8, file & 0xff)
}

/** READ RECORD by its identifier, which LD/T 32 puts into P1; the answer is tag, length, value. */
export function readRecord(tag: number, valueBytes: number): Uint8Array {
  return Uint8Array.of(0x00, 0xb2, tag, 0x00, valueBytes + 2)
}
