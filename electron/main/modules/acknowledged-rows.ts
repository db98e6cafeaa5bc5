import { readFile, rename, writeFile } from 'node:fs/promises'
import type { PacketRow } from '#shell/contract'

function isAcknowledgedRow(value: unknown): value is PacketRow {
  if (typeof value !== 'object' || value === null) return false
  const row = value as Partial<Record<keyof PacketRow, unknown>>
  return (
    row.acknowledged === true &&
    typeof row.sequence === 'number' &&
    [row.intakeId, row.receiptNumber, row.packetHash].every((text) => typeof text === 'string')
  )
}

/**
 * 已送达收件包的目录: what was once read of packets that the hub has acknowledged. Such a packet never changes, so a terminal
 * with years of them need not open each at every start. Only a copy: without it, the packets themselves are read.
 */
export class AcknowledgedRows {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  /** The rows by intake; none where the file is missing, torn or of another shape. */
  async read(): Promise<Map<string, PacketRow>> {
    try {
      const rows = JSON.parse(await readFile(this.#path, 'utf8')) as unknown
      if (!Array.isArray(rows)) return new Map()
      return new Map(rows.filter(isAcknowledgedRow).map((row) => [row.intakeId, row]))
    } catch {
      return new Map()
    }
  }

  /** Keeps those of the rows that are acknowledged. @throws the system's error */
  async write(rows: readonly PacketRow[]): Promise<void> {
    // Not awaited by any disk: what a power cut leaves of it is read as nothing.
    const temporary = `${this.#path}.tmp`
    await writeFile(temporary, JSON.stringify(rows.filter(isAcknowledgedRow)), { mode: 0o600 })
    await rename(temporary, this.#path)
  }
}
