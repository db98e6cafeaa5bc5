import type { DeliveryHub } from '#sync/engine'
import { decodePacketFile, openPacket } from '#sync/packet'
import { describe, expect, it } from 'vitest'
import type { LocalDesk } from './desk.ts'
import { clerkLi, fillDraft, Machine, matters, motherName, signIn, until } from './desk.test-support.ts'

type Verdict = 'refuse' | 'take'

/** A hub that refuses every announcement until it is mended, and counts what it has taken. */
class FussyHub implements DeliveryHub {
  verdict: Verdict = 'refuse'
  readonly taken: string[] = []

  announce: DeliveryHub['announce'] = async () =>
    this.verdict === 'take'
      ? { ok: true, value: { missing: [] } }
      : {
          ok: false,
          problem: {
            class: 'refuse',
            code: 'hub.packet-invalid',
            status: 422,
            retryAfterMs: null,
            detail: '这个主题已经停用',
          },
        }
  uploadPart: DeliveryHub['uploadPart'] = async () => ({ ok: true, value: null })
  commit: DeliveryHub['commit'] = async ({ intakeId, packetHash }) => {
    this.taken.push(intakeId)
    return { ok: true, value: { packetHash, provinceNumber: '43010020261128000001', cases: [] } }
  }
  deliver: DeliveryHub['deliver'] = async (packet, signal) => {
    const announced = await this.announce(packet, '', signal)
    return announced.ok ? this.commit(packet, '', signal) : announced
  }
  withdraw: DeliveryHub['withdraw'] = async () => ({ ok: true, value: null })
  recordPickUp: DeliveryHub['recordPickUp'] = async () => ({ ok: true, value: null })
  recordReview: DeliveryHub['recordReview'] = async () => ({ ok: true, value: null })
  compare: DeliveryHub['compare'] = async () => ({ ok: true, value: [] })
  feed: DeliveryHub['feed'] = async () => ({
    ok: true,
    value: { changes: [], cursor: null, more: false, epoch: null },
  })
}

async function refused(): Promise<{ machine: Machine; desk: LocalDesk; hub: FussyHub; id: string }> {
  const machine = await Machine.make()
  const hub = new FussyHub()
  const desk = await machine.start(undefined, { hub })
  const id = await fillDraft(desk)
  await desk.submit(id, { matters })
  await until(async () => (await desk.getIntake(id))?.delivery === 'refused', 'the hub refuses it')
  return { machine, desk, hub, id }
}

const delivered = (desk: LocalDesk, id: string): Promise<void> =>
  until(async () => (await desk.getIntake(id))?.delivery === 'delivered', 'it is delivered')

describe('an intake that the hub has refused', () => {
  it('is a task with the hub’s own words', async () => {
    const { desk, id } = await refused()
    expect(await desk.listTasks()).toMatchObject([
      { kind: 'refused', intakeId: id, note: '这个主题已经停用' },
    ])
  })

  it('is sent again under its own number when the hub was mended, and its task is over', async () => {
    const { desk, hub, id } = await refused()
    const before = await desk.getIntake(id)
    hub.verdict = 'take'
    await desk.sendAgain(id)
    await delivered(desk, id)
    expect(hub.taken).toEqual([id])
    expect(await desk.listTasks()).toEqual([])
    expect((await desk.getIntake(id))?.intake.receiptNumber).toBe(before?.intake.receiptNumber)
    await expect(desk.sendAgain(id)).rejects.toMatchObject({ code: 'intake-not-refused' })
  })

  it('is refused again, and a task again, when nothing was mended', async () => {
    const { desk, id } = await refused()
    await desk.sendAgain(id)
    await until(async () => (await desk.getIntake(id))?.delivery === 'refused', 'it is refused once more')
    expect(await desk.listTasks()).toMatchObject([{ kind: 'refused', intakeId: id }])
  })

  it('becomes a draft with all that it held, to be signed anew; begun once', async () => {
    const { desk, id } = await refused()
    const draft = await desk.createCorrection(id)
    expect(draft.id).not.toBe(id)
    expect(draft.values['mother.name']?.value).toBe(motherName)
    expect(draft.signature).toBeNull()
    expect(draft.attachments.map(({ kind }) => kind)).toEqual(['scan'])
    const [scan] = draft.attachments
    const bytes = await desk.readAttachment(draft.id, scan?.id ?? '')
    expect(bytes).toEqual(new Uint8Array(2_000).map((_, index) => index % 251))
    expect((await desk.createCorrection(id)).id).toBe(draft.id)
    expect((await desk.getIntake(id))?.delivery).toBe('refused')
  })

  it('gives way to the corrected one, and cannot be sent beside it', async () => {
    const { machine, desk, hub, id } = await refused()
    const { id: draftId, materials } = await desk.createCorrection(id)
    const image = await desk.addAttachment(draftId, {
      kind: 'signature',
      mediaType: 'image/png',
      label: '签名',
      bytes: new Uint8Array([1, 2, 3]),
    })
    await desk.saveDraft(draftId, {
      values: { 'mother.name': { value: '改正样', source: 'typed' } },
      signature: {
        signer: 'mother',
        image: image.id,
        statement: '属实',
        signedDigest: '0'.repeat(64),
        signedAt: '2026-11-28T09:00:00+08:00',
      },
    })
    hub.verdict = 'take'
    await desk.submit(draftId, { matters })
    await delivered(desk, draftId)
    expect(hub.taken).toEqual([draftId])
    expect(await desk.listTasks()).toEqual([])
    await until(async () => (await desk.getIntake(id))?.withdrawal?.state === 'done', 'the old one is over')
    await expect(desk.sendAgain(id)).rejects.toMatchObject({ code: 'intake-not-refused' })
    await expect(desk.createCorrection(id)).rejects.toMatchObject({ code: 'intake-not-refused' })
    const packet = decodePacketFile(await machine.shell.ports.readPacket(draftId))
    const { intake } = await openPacket(packet, {
      as: 'terminal',
      key: { keyId: machine.keys.keyId, key: machine.keys.packetKey },
    })
    expect(intake.values['mother.name']?.value).toBe('改正样')
    expect(intake.materials).toEqual(materials)
  })

  it('is not sent beside the corrected one either when the power went just after that was saved', async () => {
    const { machine, desk, hub, id } = await refused()
    const { id: draftId } = await desk.createCorrection(id)
    const image = await desk.addAttachment(draftId, {
      kind: 'signature',
      mediaType: 'image/png',
      label: '签名',
      bytes: new Uint8Array([1, 2, 3]),
    })
    await desk.saveDraft(draftId, {
      signature: {
        signer: 'mother',
        image: image.id,
        statement: '属实',
        signedDigest: '0'.repeat(64),
        signedAt: '2026-11-28T09:00:00+08:00',
      },
    })
    hub.verdict = 'take'
    await new Promise<void>((resolve) => {
      machine.shell.at = (point) => {
        if (point !== 'write-after') return undefined
        machine.kill()
        resolve()
        return new Promise<void>(() => undefined)
      }
      void desk.submit(draftId, { matters }).catch(() => undefined)
    })
    machine.shell.at = () => undefined
    const next = await machine.start(undefined, { hub })
    await delivered(next, draftId)
    await expect(next.sendAgain(id)).rejects.toMatchObject({ code: 'intake-not-refused' })
    expect(hub.taken).toEqual([draftId])
  })

  it('is taken back before its correction leaves for another window', async () => {
    const { desk, hub, id } = await refused()
    const { id: draftId } = await desk.createCorrection(id)
    // The line is cut: the draft stays here, and all of the refused one is in it.
    expect((await desk.handOverDraft(draftId)).ok).toBe(false)
    expect(await desk.getDraft(draftId)).not.toBeNull()
    await expect(desk.sendAgain(id)).rejects.toMatchObject({ code: 'intake-not-refused' })
    expect(hub.taken).toEqual([])
  })

  it('is nothing that another operator can send or read', async () => {
    const { desk, id } = await refused()
    await signIn(desk, clerkLi)
    await expect(desk.sendAgain(id)).rejects.toMatchObject({ code: 'intake-not-found' })
    await expect(desk.createCorrection(id)).rejects.toMatchObject({ code: 'intake-not-found' })
  })
})
