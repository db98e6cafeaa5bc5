import { describe, expect, it } from 'vitest'
import { deviceConfigSchema } from '#devices/contract'
import type { Sighting } from '#devices/transports'
import { fingerprints } from './fingerprints.ts'
import { proposeDevices } from './propose.ts'

const never = new AbortController().signal
const usbId = (vendorId: number, productId: number) => ({ vendorId, productId })
const hidReader: Sighting = {
  bus: 'hid',
  address: 'hid:2B8B:2721',
  description: 'ID Card Reader',
  usb: usbId(0x2b8b, 0x2721),
}
const converter: Sighting = {
  bus: 'serial',
  address: 'serial:/dev/ttyUSB0',
  description: '',
  usb: usbId(0x1a86, 0x7523),
}
const scanner: Sighting = {
  bus: 'sane',
  address: 'escl:http://10.0.0.9',
  description: 'Office',
  usb: null,
  driver: { kind: 'document-scanner', adapter: 'sane' },
}

function propose(sightings: Sighting[], configs: unknown[] = []) {
  return proposeDevices(
    configs.map((config) => deviceConfigSchema.parse(config)),
    never,
    () => Promise.resolve(sightings),
  )
}

describe('what is found on a machine', () => {
  it('is proposed with the entry that would make it a device of this terminal', async () => {
    const [reader, paper] = await propose([hidReader, scanner])
    expect(reader).toMatchObject({
      usbId: '2B8B:2721',
      confidence: 'certain',
      entry: { id: 'id-card-reader', kind: 'id-card-reader', adapter: 'sdt', transport: 'hid:2B8B:2721' },
    })
    expect(paper?.entry).toMatchObject({
      id: 'document-scanner',
      adapter: 'sane',
      transport: scanner.address,
    })
  })

  it('is no proposal where anything may hang behind the plug', async () => {
    expect(await propose([converter])).toMatchObject([{ confidence: 'converter', entry: null }])
  })

  it('is no proposal where it is configured already', async () => {
    const entry = { id: 'reader', kind: 'id-card-reader', adapter: 'sdt', transport: 'hid:2b8b:2721' }
    expect(await propose([hidReader], [entry])).toMatchObject([{ entry: null, configuredAs: 'reader' }])
  })

  it('gets an id that is free', async () => {
    const entry = {
      id: 'id-card-reader',
      kind: 'id-card-reader',
      adapter: 'sdt',
      transport: 'tcp:10.0.0.1:10001',
    }
    expect((await propose([hidReader], [entry]))[0]?.entry?.id).toBe('id-card-reader-2')
  })

  it('is shown once, though several lists have it', async () => {
    const usb: Sighting = { ...hidReader, bus: 'usb', address: null }
    expect(await propose([hidReader, hidReader, usb])).toHaveLength(1)
  })

  it('is shown though nothing is known of it', async () => {
    const stranger: Sighting = { ...hidReader, usb: usbId(1, 2), address: 'hid:0001:0002' }
    expect(await propose([stranger])).toMatchObject([{ name: null, confidence: 'unknown', entry: null }])
  })
})

describe('the fingerprints', () => {
  it('name each id once, with their source', () => {
    const ids = fingerprints.map(({ vendorId, productId }) => `${String(vendorId)}:${String(productId)}`)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { source } of fingerprints) expect(source).not.toBe('')
  })
})
