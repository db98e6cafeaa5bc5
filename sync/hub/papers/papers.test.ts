import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256Hex } from '#sync/packet'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestHub } from '../test-hub.test-support.ts'

/** A4 at 100 dpi, with something on it. */
const page = (colour: string) =>
  sharp({ create: { width: 827, height: 1169, channels: 3, background: colour } })

describe('a paper at its department', () => {
  let hub: TestHub
  let folder: string
  let caseId: string

  beforeAll(async () => {
    hub = await TestHub.start()
    folder = mkdtempSync(join(tmpdir(), 'papers-'))
    const terminal = await hub.terminal()
    const png = new Uint8Array(await page('#ffeedd').png().toBuffer())
    const jpeg = new Uint8Array(await page('#ddeeff').jpeg().toBuffer())
    const pdf = new TextEncoder().encode('%PDF-1.4 an invented file')
    const files = { front: png, back: jpeg, whole: pdf }
    const mediaTypes = { front: 'image/png', back: 'image/jpeg', whole: 'application/pdf' } as const
    const attachments = await Promise.all(
      (['front', 'back', 'whole'] as const).map(async (id) => ({
        id,
        kind: 'scan' as const,
        mediaType: mediaTypes[id],
        size: files[id].length,
        sha256: await sha256Hex(files[id]),
        label: '',
        ...(id === 'front' ? { dpi: 100 } : {}),
      })),
    )
    const attached = (materialId: string, ids: string[]) =>
      ({ materialId, status: 'attached', grade: 'B', attachments: ids }) as const
    const packet = await terminal.packet(
      hub.keys.publicKey,
      {
        attachments,
        materials: [
          attached('mother-id', ['front', 'back']),
          attached('father-id', ['whole']),
          attached('delivery-record', ['front', 'whole']),
        ],
      },
      new Map(Object.entries(files)),
    )
    await terminal.deliver(packet)
    const answer = await terminal.client.commit(packet.intakeId, 'key')
    if (!answer.ok) throw new Error(answer.failure.code)
    caseId = answer.value.cases.find(({ matterId }) => matterId === 'birth-certificate')?.caseId ?? ''
  }, 60_000)
  afterAll(async () => {
    await hub.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  const ask = (path: string, token = hub.staffToken) =>
    fetch(`${hub.url}/cases/${caseId}/materials/${path}`, { headers: { authorization: `Bearer ${token}` } })
  async function read(materialId: string): Promise<Uint8Array> {
    const response = await ask(materialId)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/pdf')
    return new Uint8Array(await response.arrayBuffer())
  }
  /** Of a file: its pages, and the archive format that its metadata (XMP) claims. */
  function facts(bytes: Uint8Array): string {
    const file = join(folder, 'read.pdf')
    writeFileSync(file, bytes)
    const ask = (...args: string[]): string => execFileSync('pdfinfo', [...args, file], { encoding: 'utf8' })
    return ask('-f', '1', '-l', '9') + ask('-meta')
  }

  it('is one PDF/A with its pages in order, each in its own size', async () => {
    const found = facts(await read('mother-id'))
    expect(found).toMatch(/<pdfaid:part>2</)
    expect(found).toMatch(/<pdfaid:conformance>B</)
    expect(found).toMatch(/Encrypted:\s+no/)
    expect(found).toMatch(/Pages:\s+2/)
    expect(found).toMatch(/Page +1 size: +595\.\d+ x 841\.\d+/)
    expect(found).toMatch(/Page +2 size: +595\.\d+ x 84\d/)
  })

  it('that came as one PDF is given as it came', async () => {
    expect(new TextDecoder().decode(await read('father-id'))).toBe('%PDF-1.4 an invented file')
  })

  it('of pages and a PDF holds the file within, as PDF/A-3 allows', async () => {
    const bytes = await read('delivery-record')
    expect(facts(bytes)).toMatch(/<pdfaid:part>3</)
    const file = join(folder, 'within.pdf')
    writeFileSync(file, bytes)
    expect(execFileSync('pdfdetach', ['-list', file], { encoding: 'utf8' })).toContain('1 embedded file')
  })

  it('is nobody’s who has no token, and not one that the matter does not ask for', async () => {
    expect((await ask('mother-id', 'another')).status).toBe(401)
    expect((await ask('household-head-id')).status).toBe(404)
    expect((await ask('Not%20an%20id')).status).toBe(400)
  })
})
