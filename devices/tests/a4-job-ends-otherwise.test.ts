import { describe, expect, it } from 'vitest'
import { slow } from './bench.ts'
import { openA4, pdfOf, setUpA4 } from './ipp-bench.ts'

describe('a job that does not end as wished', slow, () => {
  it('for the clerk takes it back leaves no paper behind', async () => {
    const { control, config } = await setUpA4()
    const { print, told } = await openA4(config)
    await control.send('fault', { fault: 'media-empty' })
    const cancel = new AbortController()
    const printing = print({}, cancel.signal)
    const refused = expect(printing).rejects.toMatchObject({ code: 'device.cancelled' })
    await expect.poll(() => told.map(({ stage }) => stage), slow).toContain('held-up')
    cancel.abort()
    await refused
    await control.send('restore')
    expect(await control.send('status')).toMatchObject({ jobs: [{ state: 7 }], documents: 0 })
  })

  it('for the program ends is taken back before it does', async () => {
    const { control, config } = await setUpA4()
    const { print, device, told } = await openA4(config)
    await control.send('fault', { fault: 'media-empty' })
    const refused = expect(print()).rejects.toMatchObject({ code: 'device.cancelled' })
    await expect.poll(() => told.map(({ stage }) => stage), slow).toContain('held-up')
    await device.close()
    await refused
    expect(await control.send('status')).toMatchObject({ jobs: [{ state: 7 }] })
  })

  it('for it is cancelled at the printer, or given up by it, says which', async () => {
    const { control, config } = await setUpA4()
    const { print, told } = await openA4(config)
    for (const [command, code] of [
      ['cancel-current', 'document.cancelled-at-printer'],
      ['abort-current', 'document.aborted'],
    ] as const) {
      await control.send('pause')
      const refused = expect(print({ pdf: pdfOf(2) })).rejects.toMatchObject({ code })
      await expect.poll(() => told.at(-1), slow).toMatchObject({ stage: 'held-up', attention: 'paused' })
      await control.send(command)
      await refused
      await control.send('restore')
      told.length = 0
    }
  })

  it('for the printer has forgotten it says that nobody knows', async () => {
    const { control, config } = await setUpA4()
    const { print, told } = await openA4(config)
    await control.send('fault', { fault: 'cover-open' })
    const refused = expect(print()).rejects.toMatchObject({ code: 'document.outcome-unknown' })
    await expect.poll(() => told.map(({ stage }) => stage), slow).toContain('held-up')
    await control.send('forget-jobs')
    await refused
  })
})

describe('a link that breaks', slow, () => {
  it.each(['before', 'after'] as const)(
    'with the document, %s the printer has taken it, prints it once',
    async (when) => {
      const { control, config } = await setUpA4()
      const { print } = await openA4(config)
      await control.send('drop-next', { operation: 'Send-Document', when })
      await print()
      expect(await control.send('status')).toMatchObject({ jobs: [{ state: 9 }], documents: 1 })
    },
  )

  it('while the job is looked at does not matter', async () => {
    const { control, config } = await setUpA4()
    const { print } = await openA4(config)
    await control.send('drop-next', { operation: 'Get-Job-Attributes' })
    await print()
    expect((await control.send('status')).documents).toBe(1)
  })

  it('before there is a job prints nothing and says so', async () => {
    const { control, config } = await setUpA4()
    const { print } = await openA4(config)
    await control.send('drop-next', { operation: 'Create-Job' })
    await expect(print()).rejects.toMatchObject({ code: 'device.disconnected' })
    expect((await control.send('status')).documents).toBe(0)
  })

  it('with job and document in one leaves the outcome open', async () => {
    const { control, config } = await setUpA4({ inOne: true })
    const { print } = await openA4(config)
    await control.send('drop-next', { operation: 'Print-Job' })
    await expect(print()).rejects.toMatchObject({ code: 'document.outcome-unknown' })
  })
})
