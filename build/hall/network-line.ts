import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** The cable between the terminal and the hub: a TCP relay that can be cut and mended. */
export interface NetworkLine {
  /** Address of the terminal's end, e.g. `http://127.0.0.1:40123`. */
  url: string
  connected: boolean
  /** Breaks every connection and refuses new ones, as a pulled cable does. */
  cut(): Promise<void>
  /** Lets connections through again, on the same port. */
  restore(): Promise<void>
  /** Cuts for good. */
  close(): Promise<void>
}

/**
 * Opens a line on a free local port to the hub.
 *
 * @param hubPort the hub's port on 127.0.0.1
 */
export async function openNetworkLine(hubPort: number): Promise<NetworkLine> {
  const sockets = new Set<Socket>()
  const track = (socket: Socket) => {
    sockets.add(socket)
    // A broken end is the point of this line; both ends close together.
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  }
  const relay = () =>
    createServer((near) => {
      const far = connect(hubPort, '127.0.0.1')
      track(near)
      track(far)
      near.on('close', () => far.destroy())
      far.on('close', () => near.destroy())
      near.pipe(far).pipe(near)
    })
  const listen = (port: number) =>
    new Promise<ReturnType<typeof relay>>((listening, failed) => {
      const server = relay()
      server.once('error', failed)
      server.listen(port, '127.0.0.1', () => listening(server))
    })

  let server: ReturnType<typeof relay> | undefined = await listen(0)
  const { port } = server.address() as AddressInfo

  const cut = async () => {
    const cutOff = server
    server = undefined
    if (!cutOff) return
    const closed = new Promise((done) => cutOff.close(done))
    for (const socket of sockets) socket.resetAndDestroy()
    await closed
  }
  return {
    url: `http://127.0.0.1:${port}`,
    get connected() {
      return server !== undefined
    },
    cut,
    async restore() {
      server ??= await listen(port)
    },
    close: cut,
  }
}
