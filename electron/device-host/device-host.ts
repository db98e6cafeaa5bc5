import { createDeviceRuntime, type DeviceRuntime } from '#devices/runtime'
import { toDeviceErrorData } from '#devices/contract'
import { type FromDeviceHost, type ToDeviceHost, toDeviceHostSchema } from '#shell/contract'

/**
 * Entry of the device host, Electron's utility process: it alone loads `devices/`, so that a native crash ends it
 * and nothing else. It knows no paths and no keys; it is told its devices and answers each operation once.
 */
const port = process.parentPort
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

port.on('message', ({ data }) => {
  const message = toDeviceHostSchema.parse(data)
  if (message.type === 'start') {
    runtime = createDeviceRuntime(message.devices, { onEvent: (event) => tell({ type: 'event', event }) })
    for (const snapshot of runtime.snapshots())
      tell({ type: 'event', event: { type: 'state-changed', snapshot } })
    void runtime.start()
  }
  if (message.type === 'invoke') void run(message)
  if (message.type === 'cancel') inFlight.get(message.requestId)?.abort()
})
