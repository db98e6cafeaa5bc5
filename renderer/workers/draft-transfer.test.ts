import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkHistory, headOf } from '#sync/audit'
import { draftSchema, readTransferCode, transferCode } from '#sync/model'
import { openDraft, sealDraft, transferIdOf } from '#sync/packet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clerkLi, fillDraft, Machine, matters, motherName, signIn } from './desk.test-support.ts'
import type { LocalDesk } from './desk.ts'
import { HubProcess, hubSendOver, Relay } from './hub-line.test-support.ts'

let hub: HubProcess
let serial = 40
beforeAll(async () => {
  hub = await HubProcess.start()
}, 60_000)
afterAll(() => hub.remove())

async function terminal() {
  serial += 1
  const relay = await Relay.to(hub)
  const machine = await Machine.make(await hub.encryptionKey(), `T${String(serial)}`)
  machine.shell.hubSend = hubSendOver(machine.shell, () => relay.url)
  return { relay, machine, desk: await machine.start() }
}

async function handOver(desk: LocalDesk, draftId: string): Promise<string> {
  const outcome = await desk.handOverDraft(draftId)
  return outcome.ok ? outcome.value.code : expect.fail(outcome.code)
}

/** The history went along and goes on: one chain, whoever had the draft, and each step says where it was done. */
async function expectWhole(
  desk: LocalDesk,
  intakeId: string,
  places: readonly { readonly machine: Machine }[],
): Promise<void> {
  const { intake } = (await desk.getIntake(intakeId)) ?? expect.fail('there is no such intake')
  expect(await checkHistory(intake, await headOf(intake))).toMatchObject({ state: 'whole', faults: [] })
  const terminals = intake.audit.map((step) => ('terminal' in step ? step.terminal : ''))
  expect(terminals).toEqual(places.map(({ machine }) => `430102/${machine.shell.place.terminalId}`))
}

function cut(relay: Relay): void {
  relay.cut = true
  relay.breakLines()
}

describe('a draft changes places', { timeout: 60_000 }, () => {
  it('with its values, pages and history, and is then at one terminal only', async () => {
    const [first, second] = [await terminal(), await terminal()]
    const draftId = await fillDraft(first.desk)
    const before = await first.desk.getDraft(draftId)
    const code = await handOver(first.desk, draftId)
    const taken = await second.desk.takeOverDraft(code)
    expect(taken).toMatchObject({ ok: true, value: { themeId: 'birth', step: 'sign' } })
    expect(taken.ok && taken.value.from).toContain(first.machine.shell.place.terminalId)
    const there = await second.desk.getDraft(draftId)
    expect(there?.values).toEqual(before?.values)
    expect(there?.transfer).toBeNull()
    for (const { id } of before?.attachments ?? [])
      expect(await second.desk.readAttachment(draftId, id)).toEqual(
        await first.desk.readAttachment(draftId, id),
      )
    const actions = there?.audit.map(({ action }) => action)
    expect(actions).toEqual(['started', 'signed', 'handed-over', 'taken-over'])
    await first.desk.settleTransfers()
    expect(await first.desk.listDrafts()).toEqual([])
    await second.desk.submit(draftId, { matters })
    await expectWhole(second.desk, draftId, [first, first, first, second, second])
    expect(await second.desk.takeOverDraft(code)).toEqual({ ok: false, code: 'hub.transfer-taken' })
  })

  it('is closed while it is away, and called back unless it was taken', async () => {
    const [first, second] = [await terminal(), await terminal()]
    const draftId = await fillDraft(first.desk)
    const code = await handOver(first.desk, draftId)
    expect(await handOver(first.desk, draftId)).toBe(code)
    await expect(first.desk.saveDraft(draftId, { step: 'form' })).rejects.toMatchObject({
      code: 'draft-elsewhere',
    })
    await expect(first.desk.submit(draftId, { matters })).rejects.toMatchObject({ code: 'draft-elsewhere' })
    expect(await first.desk.recallDraft(draftId)).toEqual({ ok: true, value: 'here' })
    await first.desk.saveDraft(draftId, { step: 'form' })
    expect(await second.desk.takeOverDraft(code)).toEqual({ ok: false, code: 'hub.transfer-unknown' })
    const again = await handOver(first.desk, draftId)
    expect(again).not.toBe(code)
    expect((await second.desk.takeOverDraft(again)).ok).toBe(true)
    expect(await first.desk.recallDraft(draftId)).toEqual({ ok: true, value: 'taken' })
    expect(await first.desk.getDraft(draftId)).toBeNull()
  })

  it('offline nothing happens: the draft stays open here', async () => {
    const { desk, relay } = await terminal()
    const draftId = await fillDraft(desk)
    cut(relay)
    expect(await desk.handOverDraft(draftId)).toMatchObject({ ok: false })
    await desk.saveDraft(draftId, { step: 'form' })
    expect((await desk.getDraft(draftId))?.transfer).toBeNull()
  })

  it('whose last answer was lost is finished later, and cannot be worked on before', async () => {
    const [first, second] = [await terminal(), await terminal()]
    const draftId = await fillDraft(first.desk)
    const code = await handOver(first.desk, draftId)
    second.relay.swallowAnswerTo = /^POST \/draft-transfers\/\S+\/confirm/
    expect(await second.desk.takeOverDraft(code)).toMatchObject({ ok: false })
    await expect(second.desk.saveDraft(draftId, { step: 'form' })).rejects.toMatchObject({
      code: 'draft-elsewhere',
    })
    second.machine.kill()
    const next = await second.machine.start()
    await next.settleTransfers()
    expect((await next.getDraft(draftId))?.transfer).toBeNull()
    expect(await first.desk.recallDraft(draftId)).toEqual({ ok: true, value: 'taken' })
  })

  it('goes to a colleague at the same terminal, and back to who sent it', async () => {
    const { desk, machine } = await terminal()
    const draftId = await fillDraft(desk)
    const code = await handOver(desk, draftId)
    await signIn(desk, clerkLi)
    const taken = await desk.takeOverDraft(code)
    const theirs = taken.ok ? taken.value.draftId : expect.fail(taken.code)
    expect((await desk.getDraft(theirs))?.values['mother.name']?.value).toBe(motherName)
    const back = await handOver(desk, theirs)
    expect(await desk.takeOverDraft(back)).toMatchObject({ ok: true, value: { draftId: theirs, from: null } })
    expect(theirs).not.toBe(draftId)
    await desk.submit(theirs, { matters })
    await expectWhole(desk, theirs, Array(6).fill({ machine }))
  })

  it('takes no code that is wrong, and says so without asking the hub', async () => {
    const { desk, relay } = await terminal()
    const code = transferCode(new Uint8Array(16).fill(9))
    relay.seen.length = 0
    for (const wrong of ['', code.slice(0, -1), code.replace('YCT1-', 'YCT1-Z'), 'YCT1-%00../../'])
      expect(await desk.takeOverDraft(wrong)).toEqual({ ok: false, code: 'transfer-code-wrong' })
    expect(relay.seen.filter((line) => line.includes('transfers'))).toEqual([])
    expect(await desk.takeOverDraft(code)).toEqual({ ok: false, code: 'hub.transfer-unknown' })
  })

  it('goes over the line sealed, under a name that says nothing', async () => {
    const { desk, relay, machine } = await terminal()
    const send = machine.shell.hubSend
    const bodies: Uint8Array[] = []
    machine.shell.hubSend = (request) => {
      if (request.body !== null) bodies.push(request.body)
      return send(request)
    }
    const draftId = await fillDraft(desk)
    const code = await handOver(desk, draftId)
    const whole = Buffer.concat(bodies)
    for (const text of [motherName, draftId, code.slice(5, 10)]) expect(whole.includes(text)).toBe(false)
    expect(relay.seen.join('\n')).not.toContain(code.slice(5, 10))
    for (const name of await readdir(machine.shell.folder))
      expect((await readFile(join(machine.shell.folder, name))).includes(code)).toBe(false)
  })
})

describe('the sealed draft', () => {
  const secret = new Uint8Array(16).fill(7)
  const draft = draftSchema.parse({
    id: '0199a000-0000-7000-8000-000000000001',
    operatorId: 'W001',
    themeId: 'birth',
    answers: {},
    values: {},
    materials: [],
    attachments: [],
    signature: null,
    step: '',
    audit: [],
    createdAt: '2026-11-26T06:00:00Z',
    updatedAt: '2026-11-26T06:00:00Z',
  })

  it('opens under its own secret only, whole only, and has another name than its key', async () => {
    const sealed = await sealDraft(secret, { draft, files: new Map([['scan-1', new Uint8Array([1, 2, 3])]]) })
    expect((await openDraft(secret, sealed)).files.get('scan-1')).toEqual(new Uint8Array([1, 2, 3]))
    const damaged = new Uint8Array(sealed)
    damaged[20] = (damaged[20] as number) ^ 1
    for (const [key, bytes] of [
      [new Uint8Array(16).fill(8), sealed],
      [secret, damaged],
      [secret, sealed.slice(0, -1)],
      [secret, new Uint8Array(0)],
    ] as const)
      await expect(openDraft(key, bytes)).rejects.toMatchObject({ code: 'packet.cannot-decrypt' })
    expect(await transferIdOf(secret)).toMatch(/^[0-9a-f]{32}$/)
    expect(await transferIdOf(secret)).not.toBe(Buffer.from(secret).toString('hex'))
    expect(readTransferCode(transferCode(secret))).toEqual(secret)
  })
})
