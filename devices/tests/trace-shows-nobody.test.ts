import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { TraceRing } from '../runtime/trace-ring.ts'
import { isReady, setUpPrinter, setUpReader, setUpRuntime, slow } from './bench.ts'

/** A person's words as they could stand in a trace: plain, and as hexadecimal of every code the devices use. */
function forms(words: string): string[] {
  const bytes = [iconv.encode(words, 'utf16le'), iconv.encode(words, 'gbk'), Buffer.from(words)]
  return [
    words,
    ...bytes.flatMap((code) => {
      const hex = code.toString('hex').toUpperCase()
      return [hex, hex.replace(/..(?=.)/g, '$& '), hex.toLowerCase(), code.toString('base64')]
    }),
  ]
}

/** Two characters in a row are enough to know somebody by. */
function pieces(words: string): string[] {
  return [...words].slice(0, -1).map((_, at) => words.slice(at, at + 2))
}

describe('the log of bytes that goes to support', slow, () => {
  it('shows how a card was read, and nothing of whose it was', async () => {
    const { control, config } = await setUpReader()
    const { runtime, until } = setUpRuntime([config])
    await until('reader', isReady)
    const person = await control.send('insert-card', { seed: 61 })
    // Damaged, cut and torn frames are the ones that support asks for.
    await control.send('split-next-frame', { step: 'read', pieceBytes: 37, gapMs: 1 })
    await runtime.invoke('id-card:read', { id: 'reader' }, { timeoutMs: 20_000 })
    await control.send('drop-bytes', { step: 'read', bytes: 3 })
    await control.send('prefix-garbage', { hex: 'AA AA 96' })
    await runtime.invoke('id-card:read', { id: 'reader' }, { timeoutMs: 20_000 })
    const exported = JSON.stringify(runtime.reports())

    expect(exported).toContain('AA AA AA 96 69 00 03 30 01 ··1')
    // LEN 0508 = 3 status bytes, 4 lengths, 256 of text, 1024 of photo, checksum.
    expect(exported).toMatch(/AA AA (AA )?96 69 05 08 00 00 90 ··1285/)
    expect(exported).toContain('id-card:read ok')
    if (!('address' in person)) throw new Error('a resident has an address')
    for (const word of [person.name, person.number, person.birth, person.address]) {
      for (const form of [
        ...forms(word),
        ...pieces(word)
          .flatMap(forms)
          .filter((form) => form.length > 7),
      ]) {
        expect(exported).not.toContain(form)
      }
    }
  })

  it('shows the printer’s states, and nothing of what was printed', async () => {
    const { config } = await setUpPrinter()
    const { runtime, until } = setUpRuntime([config])
    await until('printer', isReady)
    const name = '欧阳示例'
    const blocks = [{ type: 'pair' as const, label: '申请人', value: name }]
    await runtime.invoke('receipt:print', { id: 'printer' }, { document: { blocks } })
    const exported = JSON.stringify(runtime.reports())
    expect(exported).toContain('10 04 04')
    expect(exported).toContain('receipt:print ok')
    for (const form of forms(name)) expect(exported).not.toContain(form)
  })

  it('hides what no adapter has vouched for, and more than a header of what one has', () => {
    const trace = new TraceRing()
    trace.frame('in', Buffer.from('430102199001011234'), [])
    trace.frame('out', Buffer.from('430102199001011234430102199001011234'), [...Array(36).keys()])
    expect(trace.entries().map(({ length, shown }) => [length, shown])).toEqual([
      [18, '··18'],
      [
        36,
        `${Buffer.from('430102199001011234430102')
          .toString('hex')
          .replace(/..(?=.)/g, '$& ')} ··12`,
      ],
    ])
  })

  it('keeps the last two hundred lines', () => {
    const trace = new TraceRing()
    for (let line = 0; line < 250; line += 1) trace.note(`line ${String(line)}`)
    const entries = trace.entries()
    expect(entries).toHaveLength(200)
    expect(entries.at(-1)?.shown).toBe('line 249')
  })
})
