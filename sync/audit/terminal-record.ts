import { z } from 'zod'
import { checkLinks, digestOf, genesisOf } from './hash-chain.ts'

/*
 * 终端操作记录: what was done at a terminal itself, beside what was done to single intakes. One JSON document a line; every line is a
 * link of one chain and is signed by the terminal, so that nobody else can write one. The head names the last line and is signed, too,
 * and lies apart from the lines: an end that was cut off, or a folder that was taken away, is missing from what it names.
 */

/** What is written down. */
export const recordedActions = [
  'begun',
  'started',
  'sign-in',
  'sign-in-refused',
  'sign-out',
  'locked',
  'handed-over',
  'visit-begun',
  'visit-ended',
  'left',
  'restarted',
  'packet-sealed',
  'packet-discarded',
  'packets-expired',
  'carried-out',
  'exported',
  'record-exported',
  'confirmed',
  'confirm-refused',
  'wiped',
  'keys-rotated',
  'keys-forgotten',
  'record-damaged',
  'flood',
] as const
export type RecordedAction = (typeof recordedActions)[number]

const hex64 = z.string().regex(/^[0-9a-f]{64}$/)
/** 64 bytes of Ed25519. */
const signature = z.string().regex(/^[A-Za-z0-9_-]{86}$/)

/** One line. `operatorId` is `-` where nobody was signed in. */
export const recordLineSchema = z.strictObject({
  sequence: z.int().min(1),
  at: z.iso.datetime({ offset: true }),
  operatorId: z.string().max(40),
  terminal: z.string().max(40),
  action: z.enum(recordedActions),
  detail: z.string().max(200).optional(),
  previous: hex64,
  signature,
})
export type RecordLine = z.infer<typeof recordLineSchema>

/** Where the record ends. `publicKey` is the terminal's own word: whoever checks should have it from the hub. */
export const recordHeadSchema = z.strictObject({
  format: z.literal('yichuang-record-head/1'),
  terminal: z.string().max(40),
  sequence: z.int().min(0),
  digest: hex64,
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  signature,
})
export type RecordHead = z.infer<typeof recordHeadSchema>

/** What is wrong with a record, and at which line of the chain. */
export interface RecordFault {
  readonly kind: 'unreadable' | 'origin' | 'gap' | 'edited' | 'forged' | 'no-head' | 'head-forged' | 'cut'
  readonly at: number
}

/** Checks an Ed25519 signature by the terminal's key. */
export type VerifyByTerminal = (data: Uint8Array, signature: Uint8Array) => Promise<boolean> | boolean

const encoder = new TextEncoder()

/** The bytes that a line's signature is over: all of the line, as its digest. */
export async function signedBytesOf(line: Omit<RecordLine, 'signature'>): Promise<Uint8Array> {
  return encoder.encode(`yichuang-record/1 ${await digestOf(line)}`)
}

/** The bytes that the head's signature is over. */
export function headBytes({ terminal, sequence, digest }: Omit<RecordHead, 'signature'>): Uint8Array {
  return encoder.encode(JSON.stringify(['yichuang-record-head/1', terminal, sequence, digest]))
}

/** Digest before the first line of this terminal. */
export function recordGenesis(terminal: string): Promise<string> {
  return genesisOf('terminal', terminal)
}

function fromBase64Url(text: string): Uint8Array {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

/** A line as it stands in the file; null for what is none. */
export function readRecordLine(text: string): RecordLine | null {
  try {
    return recordLineSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** Whether a line is the terminal's own. */
export async function isOwnLine(line: RecordLine, verify: VerifyByTerminal): Promise<boolean> {
  return verify(await signedBytesOf(line), fromBase64Url(line.signature))
}

/** Whether a head is the terminal's own. */
export async function isOwnHead(head: RecordHead, verify: VerifyByTerminal): Promise<boolean> {
  return verify(headBytes(head), fromBase64Url(head.signature))
}

async function headFaults(
  lines: readonly RecordLine[],
  head: RecordHead | null,
  verify: VerifyByTerminal,
): Promise<RecordFault[]> {
  const last = lines.at(-1)?.sequence ?? 0
  if (head === null) return [{ kind: 'no-head', at: last }]
  if (!(await isOwnHead(head, verify))) return [{ kind: 'head-forged', at: last }]
  // Lines beyond it are those of a power cut between a line and its head: signed, and so the terminal's own.
  if (head.sequence === 0) return []
  const named = lines.find(({ sequence }) => sequence === head.sequence)
  const same = named !== undefined && (await digestOf(named)) === head.digest
  return same ? [] : [{ kind: 'cut', at: head.sequence }]
}

/**
 * Whether a record is as the terminal wrote it.
 * @param texts its lines, of all its files in order
 * @param terminal `siteCode/terminalId`
 */
export async function checkRecord(
  texts: readonly string[],
  { terminal, head, verify }: { terminal: string; head: RecordHead | null; verify: VerifyByTerminal },
): Promise<{ readonly lines: readonly RecordLine[]; readonly faults: readonly RecordFault[] }> {
  const faults: RecordFault[] = []
  const lines: RecordLine[] = []
  for (const [index, text] of texts.entries()) {
    const line = readRecordLine(text)
    if (line === null) faults.push({ kind: 'unreadable', at: (lines.at(-1)?.sequence ?? index) + 1 })
    else lines.push(line)
  }
  faults.push(...(await checkLinks(lines, await recordGenesis(terminal))).faults)
  for (const line of lines) {
    if (!(await isOwnLine(line, verify))) faults.push({ kind: 'forged', at: line.sequence })
  }
  faults.push(...(await headFaults(lines, head, verify)))
  return { lines, faults }
}
