import { DeviceError } from '#devices/contract'
import { cancelled, type ByteTransport } from '#devices/transports'
import type { DeviceAdapter } from '../device-adapter.ts'
import { RelayLight } from '../relay-light.ts'
import { openTracedLink } from '../traced-link.ts'
import { encodeWriteCoil, judgeReply, type CoilReply } from './protocol.ts'

/** A board answers within a few milliseconds; a serial server in between takes longer. */
const replyTimeoutMs = 800
const attempts = 2

/** 状态灯 on a relay board that speaks Modbus RTU: every switch is confirmed by its echo. */
export const modbusRelayAdapter: DeviceAdapter<'modbus-relay'> = {
  name: 'modbus-relay',
  kind: 'status-light',
  async open(config, context, signal) {
    const { channels, address = 1 } = config.options
    const transport = await openTracedLink(config.transport, context, signal, () => (_, chunk) => [
      ...chunk.keys(),
    ])
    const light = new RelayLight(
      transport,
      channels,
      `Modbus address ${String(address)}`,
      true,
      (relay, on, turn) => writeCoil(transport, encodeWriteCoil(address, relay - 1, on), turn),
    )
    return light.begin(signal)
  },
}

/** Sends until it is echoed, twice at most: writing a coil again changes nothing. */
async function writeCoil(transport: ByteTransport, request: Uint8Array, signal: AbortSignal): Promise<void> {
  let reply: CoilReply = { type: 'incomplete' }
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    reply = await exchange(transport, request, signal)
    if (reply.type === 'done') return
    if (reply.type === 'exception')
      throw new DeviceError('light.refused', `Modbus exception ${String(reply.code)}`)
  }
  throw reply.type === 'wrong'
    ? new DeviceError('device.protocol', 'the board did not echo the request')
    : new DeviceError('device.timeout', `no echo in ${String(replyTimeoutMs)} ms, twice`)
}

function exchange(transport: ByteTransport, request: Uint8Array, signal: AbortSignal): Promise<CoilReply> {
  return new Promise((resolve, reject) => {
    let received = new Uint8Array()
    const settle = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      stopData()
      stopClose()
    }
    const finish = (reply: CoilReply): void => {
      settle()
      resolve(reply)
    }
    const fail = (error: unknown): void => {
      settle()
      reject(error instanceof Error ? error : new Error(String(error)))
    }
    const abort = (): void => {
      fail(cancelled('switching the light'))
    }
    const timer = setTimeout(() => {
      finish(received.length === 0 ? { type: 'incomplete' } : { type: 'wrong' })
    }, replyTimeoutMs)
    const stopData = transport.onData((bytes) => {
      received = Uint8Array.from([...received, ...bytes])
      const reply = judgeReply(request, received)
      // What is wrong so far is left to run out: the line is quiet again before the next attempt.
      if (reply.type === 'done' || reply.type === 'exception') finish(reply)
    })
    let stopClose = (): void => undefined
    stopClose = transport.onClose((reason) => {
      fail(reason ?? new DeviceError('device.stopped', 'light closed on this side'))
    })
    if (signal.aborted) {
      abort()
      return
    }
    signal.addEventListener('abort', abort)
    transport.write(request).catch(fail)
  })
}
