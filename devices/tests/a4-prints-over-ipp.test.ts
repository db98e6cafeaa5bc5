import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { slow, temporaryFolder } from './bench.ts'
import { openA4, pdfOf, setUpA4 } from './ipp-bench.ts'

describe('a document on an A4 printer', slow, () => {
  it('comes out byte for byte, on A4, under a name that tells of nobody', async () => {
    const outDir = await temporaryFolder()
    const { control, config } = await setUpA4({ outDir })
    const { print, told } = await openA4(config)
    const pdf = pdfOf(3)
    const printed = await print({ pdf, copies: 2, sides: 'two-sided-long-edge' })
    expect(printed).toMatchObject({ pages: 6, confirmedBy: 'printer', after: { state: 'idle', reasons: [] } })
    expect(await control.send('documents')).toEqual([
      {
        name: '一次性告知单',
        user: 'yichuang',
        media: 'iso_a4_210x297mm',
        sides: 'two-sided-long-edge',
        copies: 2,
        pages: 6,
      },
    ])
    await expect.poll(() => readdir(outDir), slow).toContain('document-0001.json')
    expect(Uint8Array.from(await readFile(join(outDir, 'document-0001.pdf')))).toEqual(pdf)
    expect(told[0]?.stage).toBe('sending')
    expect(told.map(({ stage }) => stage)).toContain('printing')
  })

  it('comes out of a printer that knows Print-Job only', async () => {
    const { control, config } = await setUpA4({ inOne: true })
    const { print } = await openA4(config)
    await print()
    expect((await control.send('status')).documents).toBe(1)
  })

  it('is refused in words by a printer that takes no PDF, and nothing is sent', async () => {
    const { control, config } = await setUpA4({ withoutPdf: true })
    const { print, device } = await openA4(config)
    expect(device.detail).toContain('no PDF')
    await expect(print()).rejects.toMatchObject({ code: 'document.no-pdf', retryable: false })
    expect((await control.send('status')).jobs).toEqual([])
  })

  it('is refused in words by a printer that takes no jobs now', async () => {
    const { control, config } = await setUpA4()
    const { print } = await openA4(config)
    await control.send('refuse-jobs')
    await expect(print()).rejects.toMatchObject({ code: 'document.not-accepting' })
  })
})
