import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type DamagedFile, damageOf, listPackets, readVerified, type VerifiedPacket } from './packet-files.ts'

export interface ExportReport {
  /** Whole, checked, and on the medium when this is told. */
  readonly copied: number
  /** The same packet was there already. */
  readonly already: number
  /** The hub has them: they need not be carried. */
  readonly delivered: number
  readonly damaged: readonly DamagedFile[]
}

const ours = /^\.[0-9a-f-]{36}\.tmp$/

/**
 * 导出: copies a terminal's packets that the hub does not have yet to a folder or stick, sealed as they are. The terminal may be at
 * work: its files appear whole or not at all. What is told as copied was read back from the medium and is there by its name; a stick
 * that is pulled out leaves nothing but a file of another name, which the next export takes away.
 * @param all those that the hub has, too
 * @throws the system's error when the medium is full or gone
 */
export async function exportPackets(
  from: string,
  to: string,
  { all = false, signal }: { all?: boolean; signal?: AbortSignal } = {},
): Promise<ExportReport> {
  const { packets, damaged } = await listPackets(from)
  await mkdir(to, { recursive: true })
  for (const name of await readdir(to)) if (ours.test(name)) await rm(join(to, name), { force: true })
  const report = { copied: 0, already: 0, delivered: 0, damaged: [...damaged] }
  for (const listed of packets) {
    signal?.throwIfAborted()
    if (listed.delivered && !all) {
      report.delivered += 1
      continue
    }
    let packet: VerifiedPacket
    try {
      packet = await readVerified(listed.file)
    } catch (error) {
      report.damaged.push(damageOf(listed.file, error))
      continue
    }
    const target = join(to, `${packet.header.intakeId}.ycpk`)
    if (await holds(target, packet)) report.already += 1
    else {
      await copyWhole(packet, target, to)
      report.copied += 1
    }
  }
  return report
}

/** Whether the medium has this very packet, whole. */
async function holds(target: string, packet: VerifiedPacket): Promise<boolean> {
  if ((await stat(target).catch(() => null)) === null) return false
  const there = await readVerified(target).catch(() => null)
  return there?.packetHash === packet.packetHash
}

async function copyWhole(packet: VerifiedPacket, target: string, folder: string): Promise<void> {
  const temporary = join(folder, `.${randomUUID()}.tmp`)
  try {
    const handle = await open(temporary, 'w', 0o600)
    try {
      await handle.writeFile(packet.fileBytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    // A cheap stick says yes to everything: what it gives back is what counts.
    if ((await readVerified(temporary)).packetHash !== packet.packetHash)
      throw new Error('the medium gave back another packet than was written')
    await rename(temporary, target)
    await syncFolder(folder)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
