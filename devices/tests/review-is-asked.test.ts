import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { DeviceConfig } from '#devices/contract'
import { quietContext } from '#devices/adapters'
import { openDevice } from '#devices/runtime'
import {
  connectSimulatorControl,
  startKeyPadSimulator,
  startScreenPadSimulator,
  type KeyPadCommands,
  type ScreenPadCommands,
  type SimulatorControl,
} from '#devices/simulators'
import { isReady, open, setUpRuntime, slow, temporaryFolder } from './bench.ts'

const key = 'counter-03-pad'
const none = (): AbortSignal => new AbortController().signal

async function setUpKeyPad() {
  const simulator = await startKeyPadSimulator({ attachment: { pty: join(await temporaryFolder(), 'pad') } })
  const control: SimulatorControl<KeyPadCommands> = await connectSimulatorControl(simulator.controlPort)
  onTestFinished(async () => {
    control.close()
    await simulator.close()
  })
  const config: DeviceConfig = {
    id: 'pad',
    kind: 'review-pad',
    adapter: 'review-keys',
    transport: simulator.transport,
    options: { keys: '54321' },
  }
  return { control, config }
}

async function setUpScreenPad(paired = key) {
  const simulator = await startScreenPadSimulator({ key: paired })
  const control: SimulatorControl<ScreenPadCommands> = await connectSimulatorControl(simulator.controlPort)
  onTestFinished(async () => {
    control.close()
    await simulator.close()
  })
  const config: DeviceConfig = {
    id: 'pad',
    kind: 'review-pad',
    adapter: 'review-websocket',
    transport: simulator.transport,
    options: { key },
  }
  const shown = (): Promise<void> =>
    expect.poll(async () => (await control.send('status')).showing, slow).not.toBeNull()
  return { control, config, shown }
}

describe('a pad with keys', slow, () => {
  it('gives the level whose key was pressed first after the question', async () => {
    const { control, config } = await setUpKeyPad()
    let heard = 0
    const trace = {
      frame: (_direction: 'out' | 'in', bytes: Uint8Array) => {
        heard += bytes.length
      },
    }
    const pad = await openDevice(config, { ...quietContext, trace }, none())
    onTestFinished(() => pad.close())
    await control.send('press', { keys: '1' })
    await expect.poll(() => heard, slow).toBe('1\r\n'.length)
    for (const [keys, satisfaction] of [
      ['x4', 'satisfied'],
      ['15', 'very-dissatisfied'],
    ] as const) {
      const asked = pad.invoke('review:ask', { timeoutMs: 60_000 }, none())
      await control.send('press', { keys })
      expect(await asked).toEqual({ outcome: 'rated', satisfaction, reasons: [] })
    }
  })

  it('that nobody touches gives no rating, and certainly no good one', async () => {
    const { config } = await setUpKeyPad()
    const pad = await open(config)
    expect(await pad.invoke('review:ask', { timeoutMs: 1000 }, none())).toEqual({
      outcome: 'not-rated',
      why: 'timeout',
    })
  })

  it('that is unplugged while it is asked answers with an error and comes back', async () => {
    const { control, config } = await setUpKeyPad()
    const { runtime, until } = setUpRuntime([config])
    await until('pad', isReady)
    const asked = runtime.invoke('review:ask', { id: 'pad' }, { timeoutMs: 60_000 })
    const refused = expect(asked).rejects.toMatchObject({ code: 'device.disconnected' })
    await until('pad', ({ status }) => status === 'busy')
    await control.send('unplug')
    await refused
    await control.send('plug')
    await until('pad', isReady)
  })
})

describe('a pad with a screen', slow, () => {
  it('shows the matter and gives level and reasons', async () => {
    const { control, config, shown } = await setUpScreenPad()
    const pad = await open(config)
    const asked = pad.invoke('review:ask', { timeoutMs: 60_000, matter: '出生一件事' }, none())
    await shown()
    expect((await control.send('status')).showing?.matter).toBe('出生一件事')
    await control.send('answer', { satisfaction: 'very-satisfied', reasons: ['510', '517'] })
    expect(await asked).toEqual({ outcome: 'rated', satisfaction: 'very-satisfied', reasons: ['510', '517'] })
    await expect.poll(async () => (await control.send('status')).showing, slow).toBeNull()
  })

  it('is not believed where a reason belongs to another level, or what it says is no answer', async () => {
    const { control, config, shown } = await setUpScreenPad()
    const pad = await open(config)
    const asked = pad.invoke('review:ask', { timeoutMs: 60_000 }, none())
    await shown()
    await control.send('say', { text: '{"type":"answer"' })
    await control.send('say', {
      text: '{"type":"answer","id":"6f1f3c1e-0d5c-4c5e-9a51-0d2f8f1f0a01","satisfaction":"satisfied"}',
    })
    await control.send('answer', { satisfaction: 'very-satisfied', reasons: ['115'] })
    await control.send('decline')
    expect(await asked).toEqual({ outcome: 'not-rated', why: 'declined' })
  })

  it('takes the question away when time is over or it is called off', async () => {
    const { control, config, shown } = await setUpScreenPad()
    const pad = await open(config)
    expect(await pad.invoke('review:ask', { timeoutMs: 1000 }, none())).toMatchObject({ why: 'timeout' })
    const cancel = new AbortController()
    const asked = pad.invoke('review:ask', { timeoutMs: 60_000 }, cancel.signal)
    await shown()
    cancel.abort()
    await expect(asked).rejects.toMatchObject({ code: 'device.cancelled' })
    await expect.poll(async () => (await control.send('status')).showing, slow).toBeNull()
  })

  it('says so where it cannot show the question', async () => {
    const { control, config } = await setUpScreenPad()
    const pad = await open(config)
    await control.send('mood', { mood: 'deaf' })
    await expect(pad.invoke('review:ask', { timeoutMs: 60_000 }, none())).rejects.toMatchObject({
      code: 'review.not-shown',
    })
  })

  it('of another terminal refuses this one', async () => {
    const { config } = await setUpScreenPad('some-other-pad')
    await expect(open(config)).rejects.toMatchObject({ code: 'review.refused' })
  })

  it('that freezes or is unplugged is noticed, and found again', async () => {
    const { control, config } = await setUpScreenPad()
    const { until } = setUpRuntime([config])
    await until('pad', isReady)
    await control.send('mood', { mood: 'frozen' })
    await until('pad', ({ status }) => status === 'needs-attention')
    await control.send('mood', { mood: 'well' })
    await until('pad', isReady)
    await control.send('unplug')
    await until('pad', ({ status }) => status === 'needs-attention')
    await control.send('plug')
    await until('pad', isReady)
  })
})
