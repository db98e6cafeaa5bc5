import { IDBObjectStore } from 'fake-indexeddb'
import { describe, expect, it, vi } from 'vitest'
import { YichuangDatabase } from '#sync/store'
import type { LocalDesk } from './desk.ts'
import { fillDraft, Machine } from './desk.test-support.ts'
import type { NewPage } from './intake-desk.ts'

const materialId = 'birth-record'

function page(origin: NewPage['origin'], fill: number, replaces?: string): NewPage {
  const file = {
    kind: 'scan' as const,
    mediaType: 'image/png',
    label: '出生医学证明 第1页',
    bytes: new Uint8Array(500).fill(fill),
    flaws: ['blurred' as const],
  }
  return { materialId, origin, file, ...(replaces === undefined ? {} : { replaces }) }
}

/** A signed draft whose one page was compared with the original (grade B). */
async function signedDraft(desk: LocalDesk): Promise<{ id: string; scanned: string }> {
  const id = await fillDraft(desk)
  const scanned = (await desk.getDraft(id))?.attachments.find(({ kind }) => kind === 'scan')?.id ?? ''
  return { id, scanned }
}

/** How many files are in the database, mentioned or not. */
async function filesOnDisk(machine: Machine): Promise<number> {
  const database = new YichuangDatabase('yichuang', 'strict', machine.source as never)
  const count = await database.draftParts.count()
  database.close()
  return count
}

describe('a page that is kept', () => {
  it('stands in its material with what the check saw, and in the history; the signature is void', async () => {
    const desk = await (await Machine.make()).start()
    const { id, scanned } = await signedDraft(desk)
    const draft = await desk.keepPage(id, page('photographed', 7))
    const [entry] = draft.materials
    const kept = draft.attachments.at(-1)
    expect(entry).toMatchObject({ status: 'attached', attachments: [scanned, kept?.id] })
    expect(kept?.flaws).toEqual(['blurred'])
    expect(draft.signature).toBeNull()
    expect(draft.audit.at(-1)).toMatchObject({ action: 'photographed', detail: materialId })
    expect(await desk.getDraft(id)).toEqual(draft)
  })

  it('meets a material that was to be handed in later', async () => {
    const desk = await (await Machine.make()).start()
    const { id } = await signedDraft(desk)
    const dueDate = '2026-12-01'
    await desk.saveDraft(id, { materials: [{ materialId, status: 'deferred', dueDate }] })
    const { materials, attachments } = await desk.keepPage(id, page('scanned', 7))
    expect(materials).toEqual([
      { materialId, status: 'attached', grade: 'C', attachments: [attachments.at(-1)?.id] },
    ])
  })

  it('in place of another leaves nothing of that one, in the draft or on the disk', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const { id, scanned } = await signedDraft(desk)
    const before = await filesOnDisk(machine)
    const { materials, attachments } = await desk.keepPage(id, page('redacted', 7, scanned))
    expect(materials[0]).toMatchObject({ attachments: [attachments.at(-1)?.id] })
    expect(attachments.map((file) => file.id)).not.toContain(scanned)
    expect(await filesOnDisk(machine)).toBe(before)
    await expect(desk.readAttachment(id, scanned)).rejects.toMatchObject({ code: 'attachment-not-found' })
  })

  it('that the disk refuses changes nothing: the page before is there, and no other', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const { id, scanned } = await signedDraft(desk)
    const [before, files] = [await desk.getDraft(id), await filesOnDisk(machine)]
    const broken = vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(() => {
      throw new DOMException('the disk is full', 'QuotaExceededError')
    })
    await expect(desk.keepPage(id, page('scanned', 7, scanned))).rejects.toMatchObject({
      code: 'store-quota',
    })
    broken.mockRestore()
    expect(await desk.getDraft(id)).toEqual(before)
    expect(await filesOnDisk(machine)).toBe(files)
    expect((await desk.readAttachment(id, scanned)).byteLength).toBe(before?.attachments[0]?.size)
  })

  it('cannot take the place of a page that is not there', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const { id } = await signedDraft(desk)
    const files = await filesOnDisk(machine)
    const failed = desk.keepPage(id, page('turned', 7, 'gone'))
    await expect(failed).rejects.toMatchObject({ code: 'attachment-not-found' })
    expect(await filesOnDisk(machine)).toBe(files)
  })
})

describe('the evidence grade', () => {
  it.each(['turned', 'redacted'] as const)(
    'stays when a page is %s: it shows the same paper',
    async (how) => {
      const desk = await (await Machine.make()).start()
      const { id, scanned } = await signedDraft(desk)
      const { materials } = await desk.keepPage(id, page(how, 7, scanned))
      expect(materials[0]).toMatchObject({ grade: 'B' })
    },
  )

  it.each(['scanned', 'photographed', 'file-added'] as const)(
    'falls to C when a page is newly %s: nobody has compared that one with the original',
    async (how) => {
      const desk = await (await Machine.make()).start()
      const { id, scanned } = await signedDraft(desk)
      expect((await desk.keepPage(id, page(how, 7, scanned))).materials[0]).toMatchObject({ grade: 'C' })
      const second = await signedDraft(desk)
      expect((await desk.keepPage(second.id, page(how, 7))).materials[0]).toMatchObject({ grade: 'C' })
    },
  )
})
