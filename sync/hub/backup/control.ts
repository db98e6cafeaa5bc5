import { chmod, rm } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { z } from 'zod'
import { BackupError, type Manifest, manifestSchema } from './manifest.ts'

/** What a socket's address may be long, with the zero at its end (unix(7)). */
const longestPath = 107
const requestSchema = z.strictObject({ backupTo: z.string(), withKeys: z.boolean() })
const answerSchema = z.union([
  z.strictObject({ manifest: manifestSchema }),
  z.strictObject({ refused: z.string() }),
])
type Request = z.infer<typeof requestSchema>

function pathOf(data: string): string {
  const path = join(data, 'control.sock')
  if (Buffer.byteLength(path) > longestPath)
    throw new BackupError(`the name of the hub's folder is too long for a socket in it: ${data}`)
  return path
}

/** More than this without an end is nobody who speaks this. */
const longestLine = 10_000_000

/** The other side's first line; the socket stays open for the answer. */
function firstLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    const silent = (): void => reject(new BackupError('the hub ended before it had answered'))
    let text = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      const end = text.indexOf('\n')
      if (end >= 0) resolve(text.slice(0, end))
      else if (text.length > longestLine) silent()
    })
    socket.once('end', silent).once('error', silent)
  })
}

/**
 * The embedded database has one process at a time, so a back-up of a running hub is made by the hub: it is asked through a socket
 * in its folder, which only its owner can open.
 * @throws BackupError where another hub works on this folder
 */
export async function openControl(
  data: string,
  backUp: (request: Request) => Promise<Manifest>,
): Promise<{ close(): Promise<void> }> {
  const path = pathOf(data)
  if ((await dial(path)) !== null) throw new BackupError(`another hub works on ${data}`)
  await rm(path, { force: true })
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined)
    const answer = (value: z.infer<typeof answerSchema>): void =>
      void socket.end(`${JSON.stringify(value)}\n`)
    firstLine(socket)
      .then((line) => backUp(requestSchema.parse(JSON.parse(line))))
      .then(
        (manifest) => answer({ manifest }),
        (error: unknown) => answer({ refused: error instanceof Error ? error.message : 'failed' }),
      )
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))
  await chmod(path, 0o600)
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
      }),
  }
}

/** A line to the hub that works on a folder; null where none does. */
function dial(path: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path, allowHalfOpen: true })
    socket.once('connect', () => resolve(socket))
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null)
      else reject(error)
    })
  })
}

/** Whether a hub works on this folder. */
export async function isRunning(data: string): Promise<boolean> {
  const socket = await dial(pathOf(data))
  socket?.destroy()
  return socket !== null
}

/** Asks the hub that works on this folder for a back-up; null where none does. @throws BackupError as the hub gives it */
export async function askForBackup(data: string, request: Request): Promise<Manifest | null> {
  const socket = await dial(pathOf(data))
  if (socket === null) return null
  socket.write(`${JSON.stringify(request)}\n`)
  const answer = answerSchema.parse(JSON.parse(await firstLine(socket)))
  socket.destroy()
  if ('refused' in answer) throw new BackupError(answer.refused)
  return answer.manifest
}
