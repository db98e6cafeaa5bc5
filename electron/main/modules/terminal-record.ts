import { appendFile, open, readdir, readFile, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import {
  digestOf,
  headBytes,
  isOwnHead,
  isOwnLine,
  readRecordLine,
  type RecordedAction,
  recordGenesis,
  type RecordHead,
  recordHeadSchema,
  type RecordLine,
  signedBytesOf,
} from '#sync/audit'
import { writeFailure } from './main-error.ts'
import { RecordFlow } from './record-flow.ts'
import { makeFolder, syncFolder, writeJsonDurably } from './durable-file.ts'
import type { TerminalIdentity } from './terminal-identity.ts'

/** What is written down of something that was done. */
export interface Note {
  readonly action: RecordedAction
  readonly operatorId: string | null
  readonly detail?: string
}

const defaultRotateAtBytes = 1024 * 1024
const fileName = /^record-(\d{5})\.jsonl$/
const longestDetail = 200

interface Place {
  readonly sequence: number
  readonly digest: string
}

const toBase64Url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

/** The files of a record, the oldest first. */
export async function recordFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names
    .filter((name) => fileName.test(name))
    .sort()
    .map((name) => join(folder, name))
}

/**
 * 终端操作记录: append-only, chained and signed (`sync/audit/terminal-record.ts`). Lines are in `audit/`, a file a mebibyte, and none is ever
 * removed; where the record ends is in `keys/record-head.json`, apart from them. What was found wrong at a start is written down
 * and gone on from: a terminal that stops for it would help whoever wants it to stop.
 */
export class TerminalRecord {
  readonly #folder: string
  readonly #headPath: string
  readonly #terminal: string
  readonly #identity: TerminalIdentity
  readonly #now: () => Date
  readonly #rotateAtBytes: number
  readonly #flow = new RecordFlow()
  #last: Place
  #file = 1
  #size = 0
  #queue: Promise<unknown> = Promise.resolve()

  private constructor(parts: RecordParts, last: Place) {
    this.#folder = join(parts.profile, 'audit')
    this.#headPath = headPathOf(parts.profile)
    this.#terminal = parts.terminal
    this.#identity = parts.identity
    this.#now = parts.now ?? (() => new Date())
    this.#rotateAtBytes = parts.rotateAtBytes ?? defaultRotateAtBytes
    this.#last = last
  }

  /** Opens the record, or begins it; says in it what was found wrong. @throws the system's error where it cannot be read */
  static async open(parts: RecordParts): Promise<TerminalRecord> {
    await makeFolder(join(parts.profile, 'audit'))
    const { last, damage, isNew, file, size } = await findEnd(parts)
    const record = new TerminalRecord(parts, last)
    record.#file = file
    record.#size = size
    // A full disk keeps nobody from working; the next line begins where this one would have.
    if (isNew) await record.write({ action: 'begun', operatorId: null }).catch(() => undefined)
    if (damage !== null) {
      const note = { action: 'record-damaged' as const, operatorId: null, detail: damage }
      await record.write(note).catch(() => undefined)
    }
    return record
  }

  /** Digest and place of the last line. */
  get last(): Place {
    return this.#last
  }

  /**
   * Writes one line; it is on the disk when this resolves, but for what can be caused in a flood: that is counted.
   * @throws MainError `storage.*`, and then there is no such line
   */
  write(note: Note): Promise<void> {
    const { goesIn, leftOut } = this.#flow.take(note.action)
    if (!goesIn) return Promise.resolve()
    const written = this.#queue.then(async () => {
      if (leftOut > 0) await this.#append({ action: 'flood', operatorId: null, detail: String(leftOut) })
      await this.#append(note)
    })
    this.#queue = written.catch(() => undefined)
    return written
  }

  /** Where the record ends now, signed: for whoever takes the record away. */
  head(): RecordHead {
    const { sequence, digest } = this.#last
    const head = {
      format: 'yichuang-record-head/1' as const,
      terminal: this.#terminal,
      sequence,
      digest,
      publicKey: toBase64Url(this.#identity.publicKey),
    }
    return { ...head, signature: toBase64Url(this.#identity.sign(headBytes({ ...head }))) }
  }

  /** The whole record as one document: its lines, then its head. */
  async document(): Promise<string> {
    await this.#queue
    const files = await recordFiles(this.#folder)
    const texts = await Promise.all(files.map((path) => readFile(path, 'utf8')))
    return `${texts.join('')}${JSON.stringify(this.head())}\n`
  }

  async #append({ action, operatorId, detail }: Note): Promise<void> {
    const unsigned = {
      sequence: this.#last.sequence + 1,
      at: this.#now().toISOString(),
      operatorId: operatorId ?? '-',
      terminal: this.#terminal,
      action,
      ...(detail === undefined ? {} : { detail: detail.slice(0, longestDetail) }),
      previous: this.#last.digest,
    }
    const signature = toBase64Url(this.#identity.sign(await signedBytesOf(unsigned)))
    const line: RecordLine = { ...unsigned, signature }
    await this.#keep(`${JSON.stringify(line)}\n`)
    this.#last = { sequence: line.sequence, digest: await digestOf(line) }
    await writeJsonDurably(this.#headPath, this.head())
  }

  async #keep(text: string): Promise<void> {
    if (this.#size > this.#rotateAtBytes) {
      this.#file += 1
      this.#size = 0
    }
    const path = join(this.#folder, `record-${String(this.#file).padStart(5, '0')}.jsonl`)
    const before = this.#size
    try {
      await appendFile(path, text, { mode: 0o600 })
      const handle = await open(path, 'r+')
      await handle.sync().finally(() => handle.close())
      if (before === 0) await syncFolder(this.#folder)
      this.#size += Buffer.byteLength(text)
    } catch (cause) {
      // Half a line must not stand before the next whole one.
      await truncate(path, before).catch(() => undefined)
      throw writeFailure('the record', cause)
    }
  }
}

interface RecordParts {
  readonly profile: string
  /** `siteCode/terminalId`. */
  readonly terminal: string
  readonly identity: TerminalIdentity
  readonly now?: () => Date
  readonly rotateAtBytes?: number
}

/** Where the head lies: not beside the lines, so that it does not go with them. */
export function headPathOf(profile: string): string {
  return join(profile, 'keys', 'record-head.json')
}

async function readHead(profile: string): Promise<RecordHead | null | 'unreadable'> {
  try {
    return recordHeadSchema.parse(JSON.parse(await readFile(headPathOf(profile), 'utf8')))
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : 'unreadable'
  }
}

interface End {
  readonly line: RecordLine | null
  readonly file: number
  readonly size: number
  readonly readable: boolean
}

/** The last whole line. What stands behind it was cut off by a power cut before anybody was told that it is there. */
async function lastLine(folder: string): Promise<End> {
  const paths = await recordFiles(folder)
  const file = Number(/(\d{5})\.jsonl$/.exec(paths.at(-1) ?? '')?.[1] ?? 1)
  let size: number | null = null
  for (const path of paths.reverse()) {
    const bytes = await readFile(path)
    const whole = bytes.lastIndexOf(0x0a) + 1
    if (whole < bytes.length) await truncate(path, whole)
    size ??= whole
    if (whole === 0) continue
    const text = bytes.subarray(0, whole).toString('utf8').trimEnd().split('\n').at(-1) ?? ''
    const line = readRecordLine(text)
    return { line, file, size, readable: line !== null }
  }
  return { line: null, file, size: size ?? 0, readable: true }
}

/** Where to go on, and what is wrong with what is there. Every line is looked at by the command, not at a start. */
async function findEnd({ profile, terminal, identity }: RecordParts): Promise<{
  readonly last: Place
  readonly damage: string | null
  readonly isNew: boolean
  readonly file: number
  readonly size: number
}> {
  const verify = (data: Uint8Array, signature: Uint8Array): boolean => identity.verify(data, signature)
  const { line, file, size, readable } = await lastLine(join(profile, 'audit'))
  const found = await readHead(profile)
  const head =
    found === 'unreadable' || found === null ? null : (await isOwnHead(found, verify)) ? found : null
  const named: Place | null = head === null ? null : { sequence: head.sequence, digest: head.digest }
  const written: Place | null =
    line !== null && (await isOwnLine(line, verify))
      ? { sequence: line.sequence, digest: await digestOf(line) }
      : null
  const begin: Place = { sequence: 0, digest: await recordGenesis(terminal) }
  const isNew = found === null && line === null && readable
  const further = named === null || (written !== null && written.sequence > named.sequence) ? written : named
  const last = further ?? begin
  const damage = (): string | null => {
    if (isNew) return null
    if (!readable) return 'unreadable'
    if (line !== null && written === null) return 'forged'
    if (named === null) return found === null ? 'no-head' : 'head-forged'
    const holds = written !== null && (written.sequence > named.sequence || written.digest === named.digest)
    return holds && written.sequence >= named.sequence ? null : 'cut'
  }
  return { last, damage: damage(), isNew, file, size }
}
