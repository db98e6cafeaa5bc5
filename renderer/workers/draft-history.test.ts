import { checkHistory, headOf } from '#sync/audit'
import { type Clock, systemClock } from '#sync/engine'
import type { Draft, Intake, Override } from '#sync/model'
import { openStore } from '#sync/store'
import { describe, expect, it } from 'vitest'
import type { LocalDesk } from './desk.ts'
import { clerkWang, fillDraft, Machine, matters, wangsDraftKey } from './desk.test-support.ts'
import type { DraftPatch, RecordedStep } from './intake-desk.ts'

const forged = [{ at: '2020-01-01T00:00:00.000Z', operatorId: 'L002', action: 'signed', detail: 'mother' }]

async function submitted(desk: LocalDesk, id: string): Promise<Intake> {
  await desk.submit(id, { matters })
  const { intake } = (await desk.getIntake(id)) as { intake: Intake }
  return intake
}

const actionsOf = ({ audit }: Pick<Intake, 'audit'>): string[] => audit.map(({ action }) => action)

describe('the history of a draft', () => {
  it('is a whole chain from the first step to the submission, under the operator, the terminal and the desk’s clock', async () => {
    const desk = await (await Machine.make()).start(clerkWang, { clock: at('2026-11-28T09:00:00.000Z') })
    const intake = await submitted(desk, await fillDraft(desk))
    expect(actionsOf(intake)).toEqual(['started', 'signed', 'submitted'])
    for (const step of intake.audit) {
      expect(step).toMatchObject({
        operatorId: 'W001',
        terminal: '430102/T01',
        at: '2026-11-28T09:00:00.000Z',
      })
    }
    expect(await checkHistory(intake, await headOf(intake))).toMatchObject({ state: 'whole', faults: [] })
  })

  it('cannot be replaced, shortened or signed by a page', async () => {
    const desk = await (await Machine.make()).start()
    const id = await fillDraft(desk)
    const before = (await desk.getDraft(id))?.audit
    for (const audit of [forged, []]) await desk.saveDraft(id, { audit } as DraftPatch)
    expect((await desk.getDraft(id))?.audit).toEqual(before)
    const did = [{ action: 'card-read', subject: 'mother', operatorId: 'L002', at: forged[0]?.at }]
    const { audit } = await desk.saveDraft(id, { did } as DraftPatch)
    const last = audit.at(-1)
    expect(last).toMatchObject({ action: 'card-read', detail: 'mother', operatorId: 'W001', sequence: 3 })
    expect(last?.at).not.toBe(forged[0]?.at)
  })

  it('takes from a page only what it may tell', async () => {
    const desk = await (await Machine.make()).start()
    const id = await fillDraft(desk)
    const did = [{ action: 'submitted', subject: 'x' }] as unknown as RecordedStep[]
    await expect(desk.saveDraft(id, { did })).rejects.toThrow('no step that a page may tell')
    expect((await desk.getDraft(id))?.audit).toHaveLength(2)
  })

  it('has what the desk sees by itself: what is put off, explained, signed and removed', async () => {
    const desk = await (await Machine.make()).start()
    const id = await fillDraft(desk)
    const override: Override = {
      rule: 'r1',
      target: 'mother',
      text: '名字不同',
      reason: '已核对',
      operatorId: 'L002',
      at: '2020-01-01T00:00:00.000Z',
    }
    const { overrides } = await desk.saveDraft(id, {
      materials: [{ materialId: 'mother-id', status: 'deferred', dueDate: '2026-12-01' }],
      overrides: [override],
    })
    expect(overrides[0]).toMatchObject({ reason: '已核对', operatorId: 'W001' })
    expect(overrides[0]?.at).not.toBe(override.at)
    const again = await desk.saveDraft(id, { overrides: [override], step: 'review' })
    expect(again.overrides).toEqual(overrides)
    const scan = again.attachments.find(({ kind }) => kind === 'scan')?.id ?? ''
    const draft = await desk.removeAttachment(id, scan)
    expect(draft.audit.slice(2).map(({ action, detail }) => [action, detail])).toEqual([
      ['deferred', 'mother-id 2026-12-01'],
      ['overridden', 'r1 mother'],
      ['removed', scan],
    ])
  })
})

describe('a draft of before the chain', () => {
  it('is gone on with: its steps are held by those that follow', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const id = await fillDraft(desk)
    await asBefore(machine, id)
    const intake = await submitted(desk, id)
    expect(actionsOf(intake)).toEqual(['started', 'signed', 'submitted'])
    expect(await checkHistory(intake, await headOf(intake))).toMatchObject({
      state: 'begun-late',
      faults: [],
    })
  })
})

function at(iso: string): Clock {
  return { ...systemClock, now: () => Date.parse(iso) }
}

/** Rewrites the stored draft as a version without the chain would have left it. */
async function asBefore({ keys, source }: Machine, id: string): Promise<void> {
  const store = await openStore({ name: 'yichuang', storeKey: keys.storeKey, source: source as never })
  const drafts = await store.drafts(clerkWang.id, wangsDraftKey)
  const draft = (await drafts.get(id)) as Draft
  const audit = draft.audit.map(({ at: when, operatorId, action }) => ({ at: when, operatorId, action }))
  await drafts.update({ ...draft, audit })
  store.close()
}

describe('a technician at the desk', () => {
  it('begins no intake and takes none over', async () => {
    const technician = { id: 'T003', name: '赵技术', role: 'technician' as const }
    const desk = await (await Machine.make()).start(null)
    await desk.beginSession({ operator: technician, draftKey: new Uint8Array(32).fill(9) })
    const refused = { code: 'desk-no-right' }
    await expect(desk.createDraft({ themeId: 'birth', answers: {} })).rejects.toMatchObject(refused)
    await expect(desk.takeOverDraft('x')).rejects.toMatchObject(refused)
    expect(await desk.listDrafts()).toEqual([])
  })
})
