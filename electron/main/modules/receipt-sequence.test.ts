import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseReceiptNumber } from '#sync/model'
import { ReceiptSequence, type WrittenNumbers } from './receipt-sequence.ts'

const place = { siteCode: '430102', terminalId: 'T01' }
const nothingWritten: WrittenNumbers = {
  highestSequence: () => Promise.resolve(0),
  numberOf: () => Promise.resolve(null),
}

describe('receipt numbers', () => {
  let folder: string
  let path: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sequence-'))
    path = join(folder, 'sequence.json')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('gives one intake one number, also when asked at the same time and after a restart', async () => {
    const intakeId = randomUUID()
    const sequence = new ReceiptSequence(path, place, nothingWritten)
    const [first, second] = await Promise.all([sequence.reserve(intakeId), sequence.reserve(intakeId)])
    expect(second).toEqual(first)
    const restarted = new ReceiptSequence(path, place, nothingWritten)
    expect(await restarted.reserve(intakeId)).toEqual(first)
    expect(parseReceiptNumber(first.receiptNumber)?.sequence).toBe(1)
  })

  it('never gives a number twice', async () => {
    const sequence = new ReceiptSequence(path, place, nothingWritten)
    const given = await Promise.all(Array.from({ length: 20 }, () => sequence.reserve(randomUUID())))
    expect(new Set(given.map((one) => one.receiptNumber)).size).toBe(20)
  })

  it('goes on above the sealed packets when its own file is lost or torn', async () => {
    const written = { ...nothingWritten, highestSequence: () => Promise.resolve(41) }
    expect((await new ReceiptSequence(path, place, written).reserve(randomUUID())).sequence).toBe(42)
    await writeFile(path, '{"last": 7, "reser')
    expect((await new ReceiptSequence(path, place, written).reserve(randomUUID())).sequence).toBe(42)
  })

  it('forgets what packets hold, also what it had no time to forget before it ended', async () => {
    const intakeId = randomUUID()
    const sequence = new ReceiptSequence(path, place, nothingWritten)
    const { receiptNumber } = await sequence.reserve(intakeId)
    await sequence.settle(intakeId)
    const numberOf = (id: string) => Promise.resolve(id === intakeId ? receiptNumber : null)
    const next = randomUUID()
    await new ReceiptSequence(path, place, { ...nothingWritten, numberOf }).reserve(next)
    const { reserved } = JSON.parse(await readFile(path, 'utf8')) as { reserved: object }
    expect(Object.keys(reserved)).toEqual([next])
  })

  it('says the number of a packet that is already written', async () => {
    const written = { ...nothingWritten, numberOf: () => Promise.resolve('430102-T01-20260101-00009-K') }
    expect((await new ReceiptSequence(path, place, written).reserve(randomUUID())).receiptNumber).toBe(
      '430102-T01-20260101-00009-K',
    )
  })
})
