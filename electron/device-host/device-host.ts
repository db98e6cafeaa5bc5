import { createDeviceRuntime, type DeviceRuntime } from '#devices/runtime'
import { toDeviceErrorData } from '#devices/contract'
import { watchPlugs } from '#devices/transports'
import { type FromDeviceHost, type ToDeviceHost, toDeviceHostSchema } from '#shell/contract'
import { DriverMark } from './driver-mark.ts'

/**
 * Entry of the device host, Electron's utility process: it alone loads `devices/`, so that a native crash ends it
 * and nothing else. It knows no keys and one path, that of its driver mark; it is told its devices and answers each
 * operation once.
 */
const port = process.parentPort
const [markPath = ''] = process.argv.slice(-1)
const mark = new DriverMark(markPath)
const inFlight = new Map<string, AbortController>()
let runtime: DeviceRuntime | null = null

function tell(message: FromDeviceHost): void {
  port.postMessage(message)
}

async function run(message: Extract<ToDeviceHost, { type: 'invoke' }>): Promise<void> {
  const { requestId, operation, target, input } = message.invocation
  const controller = new AbortController()
  inFlight.set(requestId, controller)
  try {
    if (runtime === null) throw new Error('an operation came before the configuration')
    const value = await runtime.invoke(operation, target, input, controller.signal)
    tell({ type: 'answer', requestId, result: { ok: true, value } })
  } catch (error) {
    tell({ type: 'answer', requestId, result: { ok: false, error: toDeviceErrorData(error) } })
  } finally {
    inFlight.delete(requestId)
  }
}

function start({ devices, setAside, oneByOne, auto }: Extract<ToDeviceHost, { type: 'start' }>): void {
  runtime = createDeviceRuntime(devices, {
    onEvent: (event) => tell({ type: 'event', event }),
    onDriver: (deviceId, inside) => mark.change(deviceId, inside),
    setAside,
    oneByOne,
    auto,
  })
  watchPlugs(() => runtime?.lookNow())
  runtime.start()
  for (const snapshot of runtime.snapshots())
    tell({ type: 'event', event: { type: 'state-changed', snapshot } })
}

/** One that was found by itself may be gone since. */
function reconnect(deviceId: string): void {
  if (runtime?.snapshots().some(({ id }) => id === deviceId)) runtime.reconnect(deviceId)
}

async function propose(requestId: string): Promise<void> {
  const proposals = await (runtime?.proposals() ?? Promise.resolve([])).catch(() => [])
  tell({ type: 'proposals', requestId, proposals })
}

function obey(message: ToDeviceHost): void {
  switch (message.type) {
    case 'start':
      return start(message)
    case 'invoke':
      return void run(message)
    case 'cancel':
      return inFlight.get(message.requestId)?.abort()
    case 'reconnect':
      return reconnect(message.deviceId)
    case 'report':
      return tell({ type: 'report', requestId: message.requestId, reports: runtime?.reports() ?? [] })
    case 'propose':
      return void propose(message.requestId)
    case 'beat':
      return tell(message)
  }
}

port.on('message', ({ data }) => obey(toDeviceHostSchema.parse(data)))
tell({ type: 'beat', beat: 0 })
