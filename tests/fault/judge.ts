import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodePacketFile, openPacket, packetHashOf, sha256Hex } from '#sync/packet'
import { openHubKeys } from '../../sync/hub/hub-keys.ts'
import type { HubIntake } from './fault-hub.ts'
import type { Submitted } from './terminal.ts'
import type { World } from './world.ts'

/** What went wrong, by intake; all empty is what was promised. */
export interface Verdict {
  /** Acknowledged, and not committed at the hub. */
  readonly lost: readonly string[]
  /** At the hub more than once: by its id, or the same form under another. */
  readonly doubled: readonly string[]
  /** At the hub with bytes that are not those which were taken in. */
  readonly torn: readonly string[]
}

/** What the hub's disk gives back of one intake, opened with the hub's own key. */
async function contentAt(world: World, intake: HubIntake): Promise<Submitted | null> {
  // The header is the terminal's copy, and it is the hub's as well when it has the hash that the hub names.
  const file = await readFile(join(world.profile, 'packets', `${intake.intakeId}.ycpk`))
  const packet = decodePacketFile(new Uint8Array(file))
  if ((await packetHashOf(packet.headerBytes)) !== intake.packetHash) return null
  const parts = []
  for (const { id, sha256 } of packet.header.parts) {
    const path = join(world.hub.partsFolder, intake.intakeId, `${id}.part`)
    const bytes = new Uint8Array(await readFile(path))
    if ((await sha256Hex(bytes)) !== sha256) return null
    parts.push({ id, bytes })
  }
  const { privateKey } = await openHubKeys(world.hub.keysFolder)
  const { intake: form, attachments } = await openPacket({ ...packet, parts }, { as: 'hub', key: privateKey })
  const scans = form.attachments.map(async ({ id }) => sha256Hex(attachments.get(id) ?? new Uint8Array()))
  return { mark: form.values['fault.mark']?.value ?? '', scans: await Promise.all(scans) }
}

const same = (one: Submitted, other: Submitted): boolean =>
  one.mark === other.mark && one.scans.join() === other.scans.join()

/**
 * Compares what the screen confirmed with what the hub has, after everything was mended.
 *
 * @param known intakes that were found right before; they are only counted
 */
export async function judge(world: World, known: Set<string>): Promise<Verdict> {
  const { submitted, acknowledged } = world.terminal
  const committed = (await world.hub.intakes()).filter(({ state }) => state === 'committed')
  const ids = committed.map(({ intakeId }) => intakeId)
  const lost = [...acknowledged].filter((id) => !ids.includes(id))
  const doubled = new Set(ids.filter((id, at) => ids.indexOf(id) !== at))
  const torn: string[] = []
  const marks = new Map([...known].map((id) => [submitted.get(id)?.mark ?? id, id]))
  for (const intake of committed) {
    const { intakeId } = intake
    if (known.has(intakeId)) continue
    const expected = submitted.get(intakeId)
    const found = await contentAt(world, intake).catch(() => null)
    // One whose name the page had no time to tell is judged by itself: that it opens, and whose mark it has.
    if (found === null || (expected !== undefined && !same(found, expected))) torn.push(intakeId)
    else if (marks.has(found.mark)) doubled.add(intakeId)
    else {
      marks.set(found.mark, intakeId)
      if (expected !== undefined) known.add(intakeId)
    }
  }
  return { lost, doubled: [...doubled], torn }
}
