import { describe, expect, it } from 'vitest'
import type { DeviceConfig, DeviceProposal } from '#devices/contract'
import { isReady, setUpReader, setUpRuntime, slow } from './bench.ts'

function find(entry: DeviceConfig, confidence: DeviceProposal['confidence']): DeviceProposal {
  const seen = { bus: 'hid', address: entry.transport, description: '', usbId: null, name: null } as const
  return { ...seen, confidence, entry, configuredAs: null }
}

describe('a kind of device that the terminal may help itself to', slow, () => {
  it('is taken into use when it is plugged in', async () => {
    const { config } = await setUpReader()
    let onThisMachine: DeviceProposal[] = []
    const { runtime, until } = setUpRuntime([], {
      auto: ['id-card-reader'],
      propose: () => Promise.resolve(onThisMachine),
    })
    expect(runtime.snapshots()).toEqual([])
    onThisMachine = [find(config, 'certain')]
    runtime.lookNow()
    runtime.lookNow()
    await until('reader', isReady)
    expect(runtime.snapshots()).toHaveLength(1)
  })

  it('is left alone where it is not certain what it is, or one is configured', async () => {
    const { config } = await setUpReader()
    const looks: string[] = []
    const doubtful = setUpRuntime([], {
      auto: ['id-card-reader'],
      propose: () => {
        looks.push('doubtful')
        return Promise.resolve([find(config, 'likely')])
      },
    })
    await expect.poll(() => looks).toEqual(['doubtful'])
    const configured = setUpRuntime([config], {
      auto: ['id-card-reader'],
      propose: () => {
        looks.push('configured')
        return Promise.resolve([find({ ...config, id: 'another' }, 'certain')])
      },
    })
    await configured.until('reader', isReady)
    configured.runtime.lookNow()
    expect(looks).toEqual(['doubtful'])
    expect(doubtful.runtime.snapshots()).toEqual([])
  })
})
