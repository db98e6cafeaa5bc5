import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { IdCardReading } from '#devices/contract'
import { createPtyPair } from '#devices/simulators'
import { open, slow, temporaryFolder } from './bench.ts'
import { type Card, IndependentReader, type Make, type Manner } from './independent-reader.ts'

async function lineWith(make: Make = {}) {
  const folder = await temporaryFolder()
  const line = await createPtyPair(join(folder, 'host'), join(folder, 'device'))
  const reader = await IndependentReader.at(line.devicePath, make)
  onTestFinished(async () => {
    await line.close()
    await reader.close()
  })
  const config = {
    id: 'reader',
    kind: 'id-card-reader' as const,
    adapter: 'sdt' as const,
    transport: `serial:${line.hostPath}`,
    options: { pollIntervalMs: 50 },
  }
  return { reader, line, config }
}

async function read(
  config: Parameters<typeof open>[0],
  asked: { latestAddress?: boolean } = {},
): Promise<IdCardReading> {
  const device = await open(config)
  const { signal } = new AbortController()
  const reading = await device.invoke('id-card:read', { timeoutMs: 15_000, ...asked }, signal)
  await device.close()
  return reading
}

describe('a reader that was built by somebody else', slow, () => {
  it.each<[Card, Partial<IdCardReading['card']>]>([
    ['mainland', { kind: 'resident', name: '测试甲', sex: 'female', nation: '汉', validUntil: '长期' }],
    [
      'foreigner-2017',
      { kind: 'foreigner', name: '简样', nameEnglish: 'SAMPLE, JANE', number: 'FRA110090010101' },
    ],
    ['foreigner-2023', { kind: 'foreigner', name: '简样', nation: 'FRA', number: '911250199001010023' }],
    [
      'residence-permit',
      { kind: 'residencePermit', name: '测试乙', sex: 'male', number: '810000199001010015' },
    ],
  ])('reads as the card says: %s', async (card, fields) => {
    const { reader, config } = await lineWith()
    reader.card = card
    expect((await read(config)).card).toMatchObject({ birth: '1990-01-01', ...fields })
  })

  it('tells the pass of a residence permit, and the number before of a foreigner’s card', async () => {
    const { reader, config } = await lineWith()
    reader.card = 'residence-permit'
    expect((await read(config)).card).toMatchObject({
      travelPermitNumber: 'H12345678',
      issueCount: '01',
    })
    reader.card = 'foreigner-2023'
    expect((await read(config)).card.formerNumber).toMatch(/^FRA11129001013\d$/)
  })

  it.each<[string, Manner]>([
    ['byte by byte', { pieces: { bytes: 1, gapMs: 0 } }],
    ['in pieces with pauses', { pieces: { bytes: 100, gapMs: 20 } }],
    ['late', { delayMs: 300 }],
    ['behind noise', { before: [0x00, 0xff, 0xaa, 0xaa, 0x96, 0x00, 0x69] }],
    ['with an AA too many', { leading: 'one-more' }],
    ['with an AA too few', { leading: 'one-less' }],
    ['with a wrong checksum the first time', { wrongChecksumOnce: true }],
  ])('is understood when it answers %s', async (_how, manner) => {
    const { reader, config } = await lineWith()
    reader.manner = manner
    expect((await read(config)).card.number).toBe('430102199001010024')
  })

  it('that never finds a card, and reads it all the same, is read', async () => {
    const { config } = await lineWith({ neverFinds: true })
    expect((await read(config)).card.name).toBe('测试甲')
  })

  it('that knows nothing of its module is read all the same', async () => {
    const { config } = await lineWith({ silentTo: [0x11ff, 0x12ff] })
    expect((await read(config)).card.name).toBe('测试甲')
  })

  it('says where somebody has moved to, when it is asked to', async () => {
    const { reader, config } = await lineWith()
    expect((await read(config)).card.latestAddress).toBeUndefined()
    expect(reader.heard).not.toContain(0x3003)
    expect((await read(config, { latestAddress: true })).card.latestAddress).toBe(
      '湖南省湘潭市雨湖区样例路9号',
    )
  })

  it('that does not know that question costs the reading nothing', async () => {
    const { config } = await lineWith({ silentTo: [0x3003] })
    const reading = await read(config, { latestAddress: true })
    expect(reading.card.name).toBe('测试甲')
    expect(reading.warnings).toContain('latest-address-unread')
  })

  it('whose plug is pulled in the middle of a card answers with an error', async () => {
    const { reader, line, config } = await lineWith()
    const device = await open(config)
    reader.manner = { pieces: { bytes: 40, gapMs: 60 } }
    const { signal } = new AbortController()
    const ended = expect(device.invoke('id-card:read', { timeoutMs: 15_000 }, signal)).rejects.toMatchObject({
      code: 'device.disconnected',
    })
    await expect.poll(() => reader.heard.includes(0x3001), { timeout: 10_000 }).toBe(true)
    await line.close()
    await ended
  })
})
