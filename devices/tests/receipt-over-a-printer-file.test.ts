import { describe, expect, it } from 'vitest'
import { isReady, open, setUpPrinter, setUpRuntime, slow } from './bench.ts'

const document = { blocks: [{ type: 'text' as const, text: '受理凭条' }] }

/** A pty is a character file that reads, writes and hangs up as /dev/usb/lp0 does; usblp itself needs the hardware. */
describe('a printer that is a file', slow, () => {
  it('prints and tells its state', async () => {
    const { control, config } = await setUpPrinter({ pty: true })
    const printer = await open({ ...config, transport: config.transport.replace('serial:', 'lp:') })
    const outcome = await printer.invoke('receipt:print', { document }, new AbortController().signal)
    expect(outcome.after).toMatchObject({ paper: 'ok', online: true })
    expect(await control.send('receipts')).toEqual(['受理凭条'])
  })

  it('is found again after its cable was out', async () => {
    const { control, config } = await setUpPrinter({ pty: true })
    const transport = config.transport.replace('serial:', 'lp:')
    const { until, runtime } = setUpRuntime([{ ...config, transport }])
    await until('printer', isReady)
    await control.send('unplug')
    await until('printer', ({ status }) => status === 'needs-attention')
    await control.send('plug')
    await until('printer', isReady)
    await runtime.invoke('receipt:print', { id: 'printer' }, { document })
    expect(await control.send('receipts')).toEqual(['受理凭条'])
  })
})
