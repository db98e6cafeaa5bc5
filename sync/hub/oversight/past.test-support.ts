import type { HubCase } from '#sync/api'
import type { Database } from '../database.ts'
import type { TestTerminal } from '../terminal.test-support.ts'
import type { TestHub } from '../test-hub.test-support.ts'

/** An intake that the hub has taken in and split. */
export async function committedIntake(
  hub: TestHub,
  terminal: TestTerminal,
): Promise<{ readonly intakeId: string; readonly receiptNumber: string; readonly cases: HubCase[] }> {
  const packet = await terminal.packet(hub.keys.publicKey)
  await terminal.deliver(packet)
  const answer = await terminal.client.commit(packet.intakeId, 'key')
  if (!answer.ok) throw new Error(answer.failure.code)
  return { intakeId: packet.intakeId, receiptNumber: packet.receiptNumber, cases: answer.value.cases }
}

/** Puts what has happened to an intake so far on a day in the past, as if the test had waited since. */
export async function happenedOn(database: Database, intakeId: string, day: string): Promise<void> {
  const at = `${day}T10:00:00+08:00`
  await database.rows('UPDATE intakes SET committed_at = $2, announced_at = $2 WHERE intake_id = $1', [
    intakeId,
    at,
  ])
  const rows = await database.rows<{ position: string; event: string }>(
    'SELECT f.position, f.event FROM feed f JOIN cases c USING (case_id) WHERE c.intake_id = $1',
    [intakeId],
  )
  for (const { position, event } of rows) {
    const told = { ...(JSON.parse(event) as object), at }
    await database.rows('UPDATE feed SET event = $2 WHERE position = $1', [position, JSON.stringify(told)])
  }
}
