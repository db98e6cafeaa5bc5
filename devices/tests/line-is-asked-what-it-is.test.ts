import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createPtyPair } from '#devices/simulators'
import { openTransport, watchPlugs } from '#devices/transports'
import { probe } from '#devices/runtime'
import { setUpPrinter, setUpReader, slow, temporaryFolder } from './bench.ts'

const never = new AbortController().signal

describe('a line that nobody knows', slow, () => {
  it('is found to have a reader on it', async () => {
    const { config } = await setUpReader()
    const { found, steps } = await probe(config.transport, [], never)
    expect(found?.entry).toEqual({
      ...config,
      id: 'id-card-reader',
      transport: `${config.transport}?baud=115200`,
    })
    // The printer was asked first: its question stands on nobody's paper.
    expect(steps.map(({ recognised }) => recognised)).toEqual([false, false, false, true])
  })

  it('is found to have a printer on it, on whose paper nothing then stands', async () => {
    const { control, config } = await setUpPrinter({ pty: true })
    const { found, steps } = await probe(config.transport, [], never)
    expect(found?.entry).toMatchObject({ kind: 'receipt-printer', adapter: 'escpos' })
    expect(steps).toHaveLength(1)
    expect((await control.send('status')).linesPrinted).toBe(0)
  })

  it('is found to have a network printer at its end', async () => {
    const { config } = await setUpPrinter()
    const { found } = await probe(config.transport, [], never)
    expect(found?.entry).toMatchObject({ adapter: 'escpos', transport: config.transport })
  })

  it('says nothing, and that is said', async () => {
    const folder = await temporaryFolder()
    const pair = await createPtyPair(join(folder, 'host'), join(folder, 'device'))
    onTestFinished(() => pair.close())
    const { found, steps } = await probe(`serial:${pair.hostPath}?baud=9600`, [], never)
    expect(found).toBeNull()
    expect(steps).toMatchObject([{ heardBytes: 0 }, { heardBytes: 0 }])
  })

  it('is not sent a byte where the configuration says that it is another’s, by whatever name', async () => {
    const folder = await temporaryFolder()
    const pair = await createPtyPair(join(folder, 'host'), join(folder, 'device'))
    const device = await openTransport(`serial:${pair.devicePath}`, never)
    const heard: Uint8Array[] = []
    device.onData((bytes) => heard.push(bytes))
    onTestFinished(async () => {
      await device.close()
      await pair.close()
    })
    const alias = join(folder, 'by-id')
    await symlink(pair.hostPath, alias)
    const { config } = await setUpReader()
    const owner = { ...config, transport: `serial:${alias}?baud=9600` }
    await expect(probe(`serial:${pair.hostPath}`, [owner], never)).rejects.toMatchObject({
      code: 'device.port-claimed',
    })
    await device.write(Uint8Array.of(0))
    expect(heard).toEqual([])
  })
})

describe('a plug', slow, () => {
  it('that goes in is noticed by the device file that appears', async () => {
    const dev = join(await temporaryFolder(), 'dev')
    await mkdir(dev)
    let changes = 0
    const stop = watchPlugs(() => (changes += 1), dev)
    onTestFinished(stop)
    await writeFile(join(dev, 'null'), '')
    await writeFile(join(dev, 'ttyUSB0'), '')
    await expect.poll(() => changes, slow).toBe(1)
  })
})
