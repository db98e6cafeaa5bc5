import { systemClock } from '#sync/engine'
import { addWorkingDays } from '#sync/model'
import { describe, expect, it } from 'vitest'
import type { LocalDesk } from './desk.ts'
import { clerkLi, fillDraft, Machine, matters, motherName, signIn } from './desk.test-support.ts'

const materialId = 'birth-record'
const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10)
const later = (dueDate: string) => ({ materials: [{ materialId, status: 'deferred' as const, dueDate }] })

/** An intake whose paper was promised for a day. */
async function promised(desk: LocalDesk, dueDate: string): Promise<string> {
  const id = await fillDraft(desk)
  await desk.saveDraft(id, later(dueDate))
  await desk.submit(id, { matters })
  return id
}

const bring = {
  requestId: null,
  caseId: null,
  matters: ['birth-certificate'],
  items: [{ materialId, text: '出生记录' }],
}

async function handIn(desk: LocalDesk, intakeId: string): Promise<string> {
  const { id } = await desk.createSupplement(intakeId, bring)
  const bytes = new Uint8Array([1, 2, 3])
  const file = { kind: 'scan' as const, mediaType: 'image/png', label: '出生记录', bytes }
  await desk.keepPage(id, { materialId, origin: 'scanned', file })
  const image = await desk.addAttachment(id, { ...file, kind: 'signature', label: '签名' })
  await desk.saveDraft(id, {
    signature: {
      signer: 'mother',
      image: image.id,
      statement: '属实',
      signedDigest: '0'.repeat(64),
      signedAt: '2026-11-23T09:00:00+08:00',
    },
  })
  await desk.submit(id, { matters: bring.matters })
  return id
}

describe('a paper that was promised for later', () => {
  const today = isoDay(Date.now())

  it('is called to mind when it is nearly due, not before', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const id = await promised(desk, addWorkingDays(today, 8).date)
    expect(await desk.listTasks()).toEqual([])
    expect((await desk.getIntake(id))?.tasks).toEqual([])
    const inAWeek = { ...systemClock, now: () => Date.now() + 9 * 86_400_000 }
    const then = await machine.start(undefined, { clock: inAWeek })
    expect(await then.listTasks()).toMatchObject([
      { kind: 'deferred', intakeId: id, items: [{ materialId }] },
    ])
    expect((await then.syncState()).openTasks).toBe(1)
  })

  it('is nobody else’s affair', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    await promised(desk, today)
    await signIn(desk, clerkLi)
    expect(await desk.listTasks()).toEqual([])
  })

  it('is handed in as an intake of its own, on disk twice, and its reminder is done', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const intakeId = await promised(desk, today)
    const again = await machine.start()
    expect(await again.listTasks()).toHaveLength(1)
    const supplementId = await handIn(again, intakeId)
    expect(await again.listTasks()).toEqual([])
    const kept = await again.getIntake(supplementId)
    expect(kept?.intake.supplement).toMatchObject({ intakeId, requestId: null })
    expect(kept?.intake.values['mother.name']).toEqual({ value: motherName, source: 'earlier' })
    machine.loseDatabase()
    const rebuilt = await machine.start()
    expect(machine.report?.restored.map((one) => one.intakeId).sort()).toEqual(
      [intakeId, supplementId].sort(),
    )
    expect((await rebuilt.getIntake(supplementId))?.intake.supplement?.intakeId).toBe(intakeId)
  })

  it('that was begun is gone on with, not begun twice', async () => {
    const desk = await (await Machine.make()).start()
    const intakeId = await promised(desk, today)
    const [one, other] = [
      await desk.createSupplement(intakeId, bring),
      await desk.createSupplement(intakeId, bring),
    ]
    expect(other.id).toBe(one.id)
    expect(await desk.listDrafts()).toHaveLength(1)
  })

  it('of an intake that was taken back is asked for no more', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const intakeId = await promised(desk, today)
    const again = await machine.start()
    expect(await again.listTasks()).toHaveLength(1)
    await again.withdraw(intakeId, 'changed-mind')
    expect(await again.listTasks()).toEqual([])
  })

  it('of somebody else’s intake cannot be handed in', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const intakeId = await promised(desk, today)
    await signIn(desk, clerkLi)
    await expect(desk.createSupplement(intakeId, bring)).rejects.toMatchObject({ code: 'intake-not-found' })
  })
})
