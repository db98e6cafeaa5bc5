import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeStatusAnswers, obstacle, PrinterReplyScanner } from './status.ts'

const ok = [0x12, 0x12, 0x12, 0x12]
const status = (changes: Partial<Record<0 | 1 | 2 | 3, number>>) =>
  decodeStatusAnswers(ok.map((byte, index) => byte | (changes[index as 0] ?? 0)))

describe('answers to DLE EOT', () => {
  it('of a printer that is well', () => {
    expect(status({})).toEqual({ paper: 'ok', cover: 'closed', online: true, error: null })
  })
  it.each([
    [{ 0: 0x08 }, { online: false }],
    [{ 1: 0x04 }, { cover: 'open' }],
    [{ 1: 0x20 }, { paper: 'out' }],
    [{ 1: 0x40 }, { error: 'unspecified' }],
    [{ 1: 0x40, 2: 0x08 }, { error: 'cutter' }],
    [{ 2: 0x20 }, { error: 'unrecoverable' }],
    [{ 2: 0x40 }, { error: 'overheat' }],
    [{ 3: 0x0c }, { paper: 'nearEnd' }],
    [{ 3: 0x04 }, { paper: 'nearEnd' }],
    [{ 3: 0x60 }, { paper: 'out' }],
    [{ 3: 0x20 }, { paper: 'out' }],
  ])('%j mean %j', (bits, meaning) => {
    expect(status(bits)).toMatchObject(meaning)
  })
})

describe('a printer that cannot print', () => {
  it('says why, and whether something is already on the paper', () => {
    expect(obstacle(status({ 3: 0x60 }), false)?.code).toBe('receipt.paper-out')
    expect(obstacle(status({ 3: 0x60 }), true)?.code).toBe('receipt.paper-out-while-printing')
    expect(obstacle(status({ 1: 0x04 }), true)?.code).toBe('receipt.cover-open-while-printing')
    expect(obstacle(status({ 0: 0x08 }), false)?.code).toBe('receipt.offline')
    expect(obstacle(status({ 3: 0x0c }), false)).toBeNull()
  })
})

describe('bytes from a printer', () => {
  const scan = (...bytes: number[]) => new PrinterReplyScanner().push(Uint8Array.from(bytes))

  it('are told apart by their fixed bits, flow control dropped', () => {
    expect(scan(0x11, 0x1a, 0x13).map((reply) => reply.type)).toEqual(['answer'])
    expect(scan(0x00).map((reply) => reply.type)).toEqual(['in-turn'])
  })
  it('told unasked come in groups of four, across chunks and with an answer between', () => {
    const scanner = new PrinterReplyScanner()
    expect(scanner.push(Uint8Array.of(0x38, 0x00))).toEqual([])
    expect(scanner.push(Uint8Array.of(0x12)).map((reply) => reply.type)).toEqual(['answer'])
    expect(scanner.push(Uint8Array.of(0x0c, 0x00))).toEqual([
      { type: 'automatic', status: { paper: 'out', cover: 'open', online: false, error: null } },
    ])
  })
  it('mean the same with flow control between any two of them', { timeout: 600_000 }, () => {
    const runs = Number(process.env['FUZZ_RUNS'] ?? 2000)
    const message = fc.constantFrom(
      [0x12],
      [0x1e],
      [0x30, 0x08, 0x0c, 0x00],
      [0x10, 0x0f, 0x24, 0x02, 0x00, 0x00],
    )
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 12 }),
        fc.array(fc.nat(3), { maxLength: 80 }),
        (messages, marks) => {
          const plain = messages.flat()
          const mixed = plain.flatMap((byte, at) => [
            byte,
            ...([[], [0x11], [0x13], [0x13, 0x11]][marks[at] ?? 0] ?? []),
          ])
          const whole = new PrinterReplyScanner(true).push(Uint8Array.from(plain))
          const scanner = new PrinterReplyScanner(true)
          expect(mixed.flatMap((byte) => scanner.push(Uint8Array.of(byte)))).toEqual(whole)
          expect(whole).toHaveLength(messages.length)
        },
      ),
      { numRuns: runs },
    )
  })
  it('of a presenter tell of a slip that waits', () => {
    const scanner = new PrinterReplyScanner(true)
    expect(scanner.push(Uint8Array.of(0x10, 0x0f, 0x20, 0x00, 0x00, 0x00))).toEqual([
      { type: 'presenter', paper: 0x20, slipWaiting: true },
    ])
  })
  it('of any kind do no harm', { timeout: 600_000 }, () => {
    const runs = Number(process.env['FUZZ_RUNS'] ?? 2000)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(new PrinterReplyScanner().push(bytes).length).toBeLessThanOrEqual(bytes.length)
      }),
      { numRuns: runs },
    )
  })
})
