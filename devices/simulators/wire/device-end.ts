import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTransport } from '#devices/transports'
import { createPtyPair } from './pty-pair.ts'

/** How a simulated device is reached. */
export type Attachment =
  /** An existing serial line, opened by its path. */
  | { readonly serial: string }
  /** A pty of its own; the host's end appears at this path. */
  | { readonly pty: string }
  /** A TCP port on loopback, one client at a time; 0 for any free one. */
  | { readonly tcp: number }

/** The device's end of its cable. */
export interface DeviceEnd {
  /** What the host writes into its configuration: `serial:…` or `tcp:…`. */
  readonly transport: string
  send(bytes: Uint8Array): Promise<void>
  /** Pulls the cable; resolves when the host has been cut off. */
  unplug(): Promise<void>
  /** Puts it in again, at the same path or port. */
  plug(): Promise<void>
  close(): Promise<void>
}

/** Plugs a simulated device in. `onBytes` gets what the host sends. */
export async function attach(
  attachment: Attachment,
  onBytes: (bytes: Uint8Array) => void,
): Promise<DeviceEnd> {
  if ('tcp' in attachment) return attachTcp(attachment.tcp, onBytes)
  if ('pty' in attachment) return attachPty(attachment.pty, onBytes)
  const line = await openSerialEnd(attachment.serial, onBytes)
  return {
    transport: `serial:${attachment.serial}`,
    send: line.send,
    unplug: line.close,
    plug: () => Promise.reject(new Error('a line given by its path can only be plugged in from outside')),
    close: line.close,
  }
}

interface Line {
  readonly send: (bytes: Uint8Array) => Promise<void>
  readonly close: () => Promise<void>
}

async function openSerialEnd(path: string, onBytes: (bytes: Uint8Array) => void): Promise<Line> {
  const link = await openTransport(`serial:${path}`, new AbortController().signal)
  link.onData(onBytes)
  return {
    // What is sent into a pulled cable is lost, which is no fault of the device.
    send: (bytes) => link.write(bytes).catch(() => undefined),
    close: () => link.close(),
  }
}

async function attachPty(hostPath: string, onBytes: (bytes: Uint8Array) => void): Promise<DeviceEnd> {
  const folder = await mkdtemp(join(tmpdir(), 'device-end-'))
  const connect = async () => {
    const pair = await createPtyPair(hostPath, join(folder, 'line'))
    return { pair, line: await openSerialEnd(pair.devicePath, onBytes) }
  }
  let connection: Awaited<ReturnType<typeof connect>> | null = await connect()
  const unplug = async (): Promise<void> => {
    const { pair, line } = connection ?? {}
    connection = null
    await pair?.close()
    await line?.close()
  }
  return {
    transport: `serial:${hostPath}`,
    send: async (bytes) => connection?.line.send(bytes),
    unplug,
    plug: async () => {
      connection ??= await connect()
    },
    close: async () => {
      await unplug()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function attachTcp(wanted: number, onBytes: (bytes: Uint8Array) => void): Promise<DeviceEnd> {
  let client: Socket | null = null
  const clients = new Set<Socket>()
  const server = createServer((socket) => {
    clients.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clients.delete(socket)
      if (client === socket) client = null
    })
    // One at a time: a second caller hears nothing until the first has gone (devices.md C4).
    client ??= socket
    socket.on('data', (bytes) => {
      client ??= socket
      if (client === socket) onBytes(Uint8Array.from(bytes))
    })
  })
  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', () => {
        const address = server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : port)
      })
    })
  const port = await listen(wanted)
  const unplug = async (): Promise<void> => {
    for (const socket of clients) socket.destroy()
    if (server.listening) {
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
      })
    }
  }
  return {
    transport: `tcp:127.0.0.1:${String(port)}`,
    send: (bytes) =>
      new Promise((resolve) => {
        if (client === null) resolve()
        else
          client.write(bytes, () => {
            resolve()
          })
      }),
    unplug,
    plug: async () => {
      if (!server.listening) await listen(port)
    },
    close: unplug,
  }
}
