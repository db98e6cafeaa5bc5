import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { DeviceConfigOf, DeviceEvent, DeviceState, IdCardReading } from '#devices/contract'
import { quietContext, type OpenDevice } from '#devices/adapters'
import {
  createDeviceRuntime,
  openDevice,
  type DeviceRuntime,
  type DeviceRuntimeOptions,
} from '#devices/runtime'
import {
  connectSimulatorControl,
  startEscposPrinterSimulator,
  startSdtReaderSimulator,
  type EscposPrinterCommands,
  type SdtReaderCommands,
  type SimulatorControl,
} from '#devices/simulators'

/** Generous for a loaded machine; every wait below ends on a condition, not on a clock. */
export const slow = { timeout: 120_000 }

/** A folder that is gone when the test is. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'devices-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A simulated reader on a pty of its own. */
export async function setUpReader(readMs = 20, line: { paceBaud?: number } = {}) {
  const folder = await temporaryFolder()
  const simulator = await startSdtReaderSimulator({
    attachment: { pty: join(folder, 'reader') },
    readMs,
    ...line,
  })
  const control: SimulatorControl<SdtReaderCommands> = await connectSimulatorControl(simulator.controlPort)
  onTestFinished(async () => {
    control.close()
    await simulator.close()
  })
  const config: DeviceConfigOf<'sdt'> = {
    id: 'reader',
    kind: 'id-card-reader',
    adapter: 'sdt',
    transport: simulator.transport,
  }
  return { control, config }
}

/** The real adapter, opened once on what `config` says. */
export async function open(config: Parameters<typeof openDevice>[0]): Promise<OpenDevice> {
  const device = await openDevice(config, quietContext, new AbortController().signal)
  onTestFinished(() => device.close())
  return device
}

export function readCard(device: OpenDevice, timeoutMs = 20_000): Promise<IdCardReading> {
  return device.invoke('id-card:read', { timeoutMs }, new AbortController().signal)
}

/** A simulated printer on a TCP port of its own. */
export async function setUpPrinter(options: { outDir?: string; pty?: boolean; widthDots?: 576 | 384 } = {}) {
  const attachment = options.pty === true ? { pty: join(await temporaryFolder(), 'printer') } : { tcp: 0 }
  const simulator = await startEscposPrinterSimulator({
    attachment,
    lineMs: 5,
    widthDots: options.widthDots ?? 576,
    ...(options.outDir === undefined ? {} : { outDir: options.outDir }),
  })
  const control: SimulatorControl<EscposPrinterCommands> = await connectSimulatorControl(
    simulator.controlPort,
  )
  onTestFinished(async () => {
    control.close()
    await simulator.close()
  })
  const config: DeviceConfigOf<'escpos'> = {
    id: 'printer',
    kind: 'receipt-printer',
    adapter: 'escpos',
    transport: simulator.transport,
  }
  return { control, config }
}

/** The runtime on some devices, with what it told and a way to wait for a state. */
export function setUpRuntime(
  configs: Parameters<typeof createDeviceRuntime>[0],
  options: Omit<DeviceRuntimeOptions, 'onEvent'> = {},
) {
  const events: DeviceEvent[] = []
  const watchers = new Set<() => void>()
  const runtime: DeviceRuntime = createDeviceRuntime(configs, {
    ...options,
    times: { firstRetryMs: 50, maxRetryMs: 500, checkIntervalMs: 300, ...options.times },
    onEvent: (event) => {
      events.push(event)
      for (const watch of [...watchers]) watch()
    },
  })
  onTestFinished(() => runtime.stop())
  runtime.start()
  const until = (id: string, holds: (state: DeviceState) => boolean) =>
    new Promise<DeviceState>((resolve) => {
      const watch = (): void => {
        const state = runtime.snapshots().find((snapshot) => snapshot.id === id)?.state
        if (state === undefined || !holds(state)) return
        watchers.delete(watch)
        resolve(state)
      }
      watchers.add(watch)
      watch()
    })
  return { runtime, events, until }
}

export const isReady = (state: DeviceState): boolean => state.status === 'ready'
