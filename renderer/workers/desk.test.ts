import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { IDBObjectStore } from 'fake-indexeddb'
import iconv from 'iconv-lite'
import { describe, expect, it, vi } from 'vitest'
import { YichuangDatabase } from '#sync/store'
import {
  clerkLi,
  clerkWang,
  fillDraft,
  Machine,
  matters,
  motherName,
  motherNumber,
  signIn,
} from './desk.test-support.ts'
import { fault } from './file-shell.test-support.ts'

async function packetsOf(machine: Machine): Promise<string[]> {
  return (await readdir(machine.shell.folder)).filter((name) => name.endsWith('.packet'))
}

/** Everything in the database, as bytes. */
async function allRows(machine: Machine): Promise<Buffer> {
  const database = new YichuangDatabase('yichuang', 'strict', machine.source as never)
  const chunks: Buffer[] = []
  const take = (value: unknown): void => {
    if (value instanceof ArrayBuffer) chunks.push(Buffer.from(value))
    else if (ArrayBuffer.isView(value))
      chunks.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength))
    else if (typeof value === 'object' && value !== null) Object.entries(value).flat().forEach(take)
    else chunks.push(Buffer.from(String(value), 'utf8'), Buffer.from(String(value), 'utf16le'))
  }
  for (const table of database.tables) take(await table.toArray())
  database.close()
  return Buffer.concat(chunks)
}

describe('a submission', () => {
  it('is on disk twice before it is told, and its draft is gone', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const id = await fillDraft(desk)
    const order: string[] = []
    machine.shell.at = (point) => void order.push(point)
    const told = await desk.submit(id, { matters })
    expect(told.intakeId).toBe(id)
    expect(order).toEqual(['reserve', 'write-before', 'write-after'])
    expect(await packetsOf(machine)).toEqual([`${id}.packet`])
    expect(await desk.getDraft(id)).toBeNull()
    expect(await desk.getIntake(id)).toMatchObject({
      delivery: 'waiting',
      intake: { receiptNumber: told.receiptNumber, matters, catalogueVersion: '2026.11.1' },
    })
    const [line] = await desk.listIntakes({ limit: 10 })
    expect(line).toMatchObject({ intakeId: id, applicantName: motherName, delivery: 'waiting', openTasks: 0 })
    expect(await desk.syncState()).toMatchObject({ pendingIntakes: 1 })
  })

  it('gives the same intake however often and however quickly it is asked for', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const id = await fillDraft(desk)
    const answers = await Promise.all([1, 2, 3].map(() => desk.submit(id, { matters })))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await desk.submit(id, { matters })).toEqual(answers[0])
    expect(await packetsOf(machine)).toHaveLength(1)
    expect(await desk.listIntakes({ limit: 10 })).toHaveLength(1)
  })

  it('that the disk refuses keeps the draft and leaves no packet', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const id = await fillDraft(desk)
    machine.shell.at = (point) => {
      if (point === 'write-before') throw fault('storage.disk-full')
    }
    await expect(desk.submit(id, { matters })).rejects.toMatchObject({ code: 'storage.disk-full' })
    expect(await packetsOf(machine)).toEqual([])
    expect((await desk.getDraft(id))?.signature).not.toBeNull()
    machine.shell.at = () => undefined
    await expect(desk.submit(id, { matters })).resolves.toMatchObject({ intakeId: id })
  })

  it('whose transaction fails takes its packet back, keeps the draft and says why', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const id = await fillDraft(desk)
    const makeRoom = fillQuota()
    await expect(desk.submit(id, { matters })).rejects.toMatchObject({
      code: 'store-quota',
      retryable: false,
    })
    makeRoom()
    expect(await packetsOf(machine)).toEqual([])
    expect(await desk.getDraft(id)).not.toBeNull()
    expect(await desk.listIntakes({ limit: 10 })).toEqual([])
    await expect(desk.submit(id, { matters })).resolves.toMatchObject({ intakeId: id })
  })

  it('whose outcome nobody can know keeps its packet, and is there once after a restart', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const id = await fillDraft(desk)
    const mended: (() => void)[] = []
    machine.shell.at = (point) => {
      if (point === 'write-after') mended.push(breakReading(), fillQuota())
    }
    await expect(desk.submit(id, { matters })).rejects.toMatchObject({ code: expect.any(String) as string })
    for (const mend of mended) mend()
    machine.shell.at = () => undefined
    expect(await packetsOf(machine)).toHaveLength(1)
    machine.kill()
    const restarted = await machine.start()
    expect(machine.report?.restored.map((one) => one.intakeId)).toEqual([id])
    expect(await restarted.getDraft(id)).toBeNull()
    expect(await restarted.listIntakes({ limit: 10 })).toHaveLength(1)
  })

  it('is not begun again while the packet of a failed one cannot be taken back', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const id = await fillDraft(desk)
    machine.shell.at = (point) => {
      if (point === 'write-after') throw fault('shell.internal', true)
      if (point === 'discard') throw fault('storage.write-failed', true)
    }
    await expect(desk.submit(id, { matters })).rejects.toMatchObject({ code: 'shell.internal' })
    await expect(desk.submit(id, { matters })).rejects.toMatchObject({
      code: 'submit-undecided',
      retryable: true,
    })
    machine.shell.at = () => undefined
    await desk.saveDraft(id, { answers: { parents: 'single' } })
    await desk.submit(id, { matters })
    expect((await desk.getIntake(id))?.intake.answers).toEqual({ parents: 'single' })
  })

  it('without a signature or a matter is refused before a number is spent', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const id = await fillDraft(desk)
    let reserved = 0
    machine.shell.at = (point) => void (reserved += point === 'reserve' ? 1 : 0)
    await expect(desk.submit(id, { matters: [] })).rejects.toMatchObject({ code: 'draft-incomplete' })
    await desk.saveDraft(id, { signature: null })
    await expect(desk.submit(id, { matters })).rejects.toMatchObject({ code: 'draft-incomplete' })
    expect(reserved).toBe(0)
  })
})

/** Every read of the database fails, as after its file was lost under it; the returned function mends it. */
function breakReading(): () => void {
  const spy = vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(() => {
    throw new DOMException('the file is gone', 'UnknownError')
  })
  return () => spy.mockRestore()
}

/** From now on there is no room for another intake in the database; the returned function makes some. */
function fillQuota(): () => void {
  const { add } = IDBObjectStore.prototype
  const spy = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (
    this: IDBObjectStore,
    ...given
  ) {
    if (this.name === 'intakes') throw new DOMException('full', 'QuotaExceededError')
    return add.apply(this, given)
  })
  return () => spy.mockRestore()
}

describe('what a screen wants to keep', () => {
  it('is refused when it is not of a draft’s shape, and the draft is as it was', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const id = await fillDraft(desk)
    const before = await desk.getDraft(id)
    const values = { 'mother.name': { value: motherName, source: 'nowhere' } } as never
    const refusal = await desk.saveDraft(id, { values }).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'store-refused', message: expect.not.stringContaining(motherName) })
    const scan = {
      kind: 'scan',
      mediaType: 'image/png',
      label: '户口簿',
      bytes: new Uint8Array(9),
      dpi: NaN,
    } as const
    await expect(desk.addAttachment(id, scan)).rejects.toMatchObject({ code: 'store-refused' })
    expect(await desk.getDraft(id)).toEqual(before)
  })
})

describe('a program that is killed', () => {
  it('before the packet was written still has the draft', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const id = await fillDraft(desk)
    await new Promise<void>((resolve) => {
      machine.shell.at = (point) => {
        if (point !== 'write-before') return undefined
        machine.kill()
        resolve()
        return new Promise<void>(() => undefined)
      }
      void desk.submit(id, { matters }).catch(() => undefined)
    })
    machine.shell.at = () => undefined
    const next = await machine.start()
    expect(machine.report).toMatchObject({ restored: [], pending: 0 })
    expect(await next.getDraft(id)).not.toBeNull()
    await next.submit(id, { matters })
    expect(await next.listIntakes({ limit: 10 })).toHaveLength(1)
  })

  it('between the packet and the transaction has the intake once, and no draft', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const id = await fillDraft(desk)
    await new Promise<void>((resolve) => {
      machine.shell.at = (point) => {
        if (point !== 'write-after') return undefined
        machine.kill()
        resolve()
        return new Promise<void>(() => undefined)
      }
      void desk.submit(id, { matters }).catch(() => undefined)
    })
    machine.shell.at = () => undefined
    const next = await machine.start()
    expect(machine.report?.restored.map((one) => one.intakeId)).toEqual([id])
    expect(machine.report?.pending).toBe(1)
    expect(await next.listDrafts()).toEqual([])
    expect(await next.listIntakes({ limit: 10 })).toHaveLength(1)
    expect(await next.submit(id, { matters })).toMatchObject({ intakeId: id })
    await machine.start()
    expect(machine.report).toMatchObject({ restored: [], pending: 1 })
  })
})

describe('a database that was emptied', () => {
  it('is rebuilt from the sealed packets', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const ids = [await fillDraft(desk), await fillDraft(desk), await fillDraft(desk)]
    for (const id of ids) await desk.submit(id, { matters })
    const [acknowledged] = ids as [string, string, string]
    await writeFile(join(machine.shell.folder, `${acknowledged}.acknowledged`), '')
    const before = await desk.getIntake(ids[1] as string)
    await desk.close()
    machine.loseDatabase()
    const next = await machine.start()
    expect(machine.report).toMatchObject({ damaged: [], pending: 2 })
    expect(machine.report?.restored).toHaveLength(3)
    expect((await next.getIntake(ids[1] as string))?.intake).toEqual(before?.intake)
    expect(await next.getIntake(acknowledged)).toMatchObject({ delivery: 'delivered' })
  })

  it('is rebuilt without the packet that was damaged, which stays where it is', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const ids = [await fillDraft(desk), await fillDraft(desk)] as const
    for (const id of ids) await desk.submit(id, { matters })
    await desk.close()
    const { readPacket } = machine.shell.ports
    Object.assign(machine.shell.ports, {
      readPacket: async (id: string) => {
        const bytes = await readPacket(id)
        if (id === ids[0]) bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
        return bytes
      },
    })
    machine.loseDatabase()
    await machine.start()
    expect(machine.report?.damaged).toEqual([ids[0]])
    expect(machine.report?.restored.map((one) => one.intakeId)).toEqual([ids[1]])
    expect(await packetsOf(machine)).toHaveLength(2)
  })
})

describe('two operators at one terminal', () => {
  it("never see each other's drafts, files, intakes or tasks", async () => {
    const machine = await Machine.make()
    const desk = await machine.start(clerkWang)
    const draftId = await fillDraft(desk)
    const file = (await desk.getDraft(draftId))?.attachments[0]?.id as string
    const intakeId = await fillDraft(desk)
    await desk.submit(intakeId, { matters })
    await desk.endSession()
    await expect(desk.listDrafts()).rejects.toMatchObject({ code: 'desk-no-session' })
    await signIn(desk, clerkLi)
    expect(await desk.listDrafts()).toEqual([])
    expect(await desk.getDraft(draftId)).toBeNull()
    expect(await desk.listIntakes({ limit: 10 })).toEqual([])
    expect(await desk.getIntake(intakeId)).toBeNull()
    await expect(desk.readAttachment(draftId, file)).rejects.toMatchObject({ code: 'attachment-not-found' })
    await expect(desk.saveDraft(draftId, { step: 'x' })).rejects.toMatchObject({ code: 'draft-not-found' })
    await expect(desk.submit(draftId, { matters })).rejects.toMatchObject({ code: 'draft-not-found' })
    await expect(desk.submit(intakeId, { matters })).rejects.toMatchObject({ code: 'draft-not-found' })
    await desk.discardDraft(draftId)
    await signIn(desk, clerkWang)
    expect(await desk.listDrafts()).toHaveLength(1)
    expect(await desk.readAttachment(draftId, file)).toHaveLength(2_000)
  })
})

describe('what lies on disk', () => {
  it('holds no name and no number in clear, in any encoding', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    await fillDraft(desk, 'birth', `${motherName}的出生医学证明`)
    await desk.submit(await fillDraft(desk, 'birth', `${motherName}的出生医学证明`), { matters })
    const bytes = await allRows(machine)
    expect(bytes.includes(Buffer.from('W001'))).toBe(true)
    for (const text of [motherName, motherNumber, '王办事', '出生医学证明']) {
      for (const encoding of ['utf8', 'utf16le', 'utf16-be', 'gbk']) {
        expect(bytes.includes(iconv.encode(text, encoding)), `${encoding}`).toBe(false)
      }
    }
  })

  it('is not read with another key', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    await desk.close()
    machine.keys.storeKey.fill(9)
    await expect(machine.start()).rejects.toMatchObject({ code: 'store-wrong-key' })
  })
})

describe('a draft', () => {
  it('is there again after the program ended, with its files', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const id = await fillDraft(desk)
    const before = await desk.getDraft(id)
    machine.kill()
    const next = await machine.start()
    expect(await next.getDraft(id)).toEqual(before)
    const file = before?.attachments[0]
    expect(await next.readAttachment(id, file?.id ?? '')).toHaveLength(file?.size ?? -1)
  })

  it('loses no change when several are saved at once', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const { id } = await desk.createDraft({ themeId: 'birth', answers: {} })
    const file = { kind: 'scan', mediaType: 'image/png', label: '', bytes: new Uint8Array(9) } as const
    await Promise.all([
      desk.saveDraft(id, { step: 'form' }),
      desk.addAttachment(id, file),
      desk.saveDraft(id, { answers: { a: 'b' } }),
      desk.addAttachment(id, file),
    ])
    const draft = await desk.getDraft(id)
    expect(draft).toMatchObject({ step: 'form', answers: { a: 'b' } })
    expect(draft?.attachments).toHaveLength(2)
  })

  it('without a file has no mention of it, and no signature that it was', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const id = await fillDraft(desk)
    const [scan, signature] = (await desk.getDraft(id))?.attachments ?? []
    expect((await desk.removeAttachment(id, scan?.id ?? '')).materials).toEqual([])
    expect((await desk.removeAttachment(id, signature?.id ?? '')).signature).toBeNull()
    await expect(desk.readAttachment(id, scan?.id ?? '')).rejects.toMatchObject({
      code: 'attachment-not-found',
    })
  })
})
