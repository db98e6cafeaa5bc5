import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { DeviceConfig } from '#devices/contract'
import {
  connectSimulatorControl,
  startRelayBoardSimulator,
  type RelayBoardCommands,
  type SimulatorControl,
} from '#devices/simulators'
import { isReady, open, setUpRuntime, slow, temporaryFolder } from './bench.ts'

const channels = { red: 1, yellow: 2, green: 4 }
const none = (): AbortSignal => new AbortController().signal

async function setUpLight(speaks: 'lcus' | 'modbus', options: object = { channels }) {
  const simulator = await startRelayBoardSimulator({
    attachment: { pty: join(await temporaryFolder(), 'board') },
    speaks,
  })
  const control: SimulatorControl<RelayBoardCommands> = await connectSimulatorControl(simulator.controlPort)
  onTestFinished(async () => {
    control.close()
    await simulator.close()
  })
  const base = { id: 'light', kind: 'status-light', transport: simulator.transport, options } as const
  const config = { ...base, adapter: speaks === 'lcus' ? 'lcus' : 'modbus-relay' } as DeviceConfig
  return { control, config }
}

describe.each(['lcus', 'modbus'] as const)('a status light on a %s board', (speaks) => {
  it('shows one colour at a time', slow, async () => {
    const { control, config } = await setUpLight(speaks)
    const light = await open(config)
    for (const [colour, relays] of [
      ['red', [1]],
      ['green', [4]],
      ['yellow', [2]],
      ['off', []],
    ] as const) {
      expect(await light.invoke('light:set', { colour }, none())).toEqual({
        colour,
        confirmed: speaks === 'modbus',
      })
      await expect.poll(() => control.send('relays'), slow).toEqual(relays)
    }
  })

  it('shows its colour again after the board lost its power', slow, async () => {
    const { control, config } = await setUpLight(speaks)
    const { runtime, until } = setUpRuntime([config])
    await until('light', isReady)
    await runtime.invoke('light:set', { id: 'light' }, { colour: 'green' })
    await control.send('power-cycle')
    await expect.poll(() => control.send('relays'), slow).toEqual([4])
  })

  it('says so where no lamp has that colour', slow, async () => {
    const { config } = await setUpLight(speaks, { channels: { red: 1 } })
    const light = await open(config)
    await expect(light.invoke('light:set', { colour: 'green' }, none())).rejects.toMatchObject({
      code: 'light.no-such-colour',
    })
  })
})

describe('a Modbus board', slow, () => {
  it.each(['silence', 'corrupt', 'other-echo'] as const)('is asked again after %s', async (how) => {
    const { control, config } = await setUpLight('modbus', { channels: { red: 1 } })
    const light = await open(config)
    await control.send('spoil-next', { how })
    expect(await light.invoke('light:set', { colour: 'red' }, none())).toMatchObject({ confirmed: true })
  })

  it.each([
    ['silence', 'device.timeout'],
    ['other-echo', 'device.protocol'],
  ] as const)('that keeps to %s is not believed', async (how, code) => {
    const { control, config } = await setUpLight('modbus', { channels: { red: 1 } })
    const light = await open(config)
    await control.send('spoil-next', { how, count: 2 })
    await expect(light.invoke('light:set', { colour: 'red' }, none())).rejects.toMatchObject({ code })
  })

  it('without such a relay refuses, and does not come up', async () => {
    const { config } = await setUpLight('modbus', { channels: { red: 9 } })
    await expect(open(config)).rejects.toMatchObject({ code: 'light.refused' })
  })
})
