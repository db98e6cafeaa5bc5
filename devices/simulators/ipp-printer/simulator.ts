import { createServer } from 'node:http'
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { startControlServer, type ControlHandlers } from '../control/control-server.ts'
import { faults, PrintEngine, type Fault, type PrintJob } from './engine.ts'
import { answer, known, type OperationWord, type PrinterFace } from './operations.ts'
import { a4PrinterPanel } from './panel.ts'
import { readRequest } from './wire.ts'

export interface IppPrinterOptions {
  /** 0 for any free one. */
  readonly port?: number
  /** Where printed documents go: `document-0001.pdf` and `.json`; nowhere if absent. */
  readonly outDir?: string
  readonly controlPort?: number
  readonly pageMs?: number
  /** Takes raster and JPEG only, as IPP Everywhere allows. */
  readonly withoutPdf?: boolean
  /** Knows Print-Job only. */
  readonly inOne?: boolean
}

/** A document whose last page has come out. */
export interface PrintedDocument {
  readonly name: string
  readonly user: string
  readonly media: string
  readonly sides: string
  readonly copies: number
  readonly pages: number
}

/** What the printer can be told through its control port. */
export interface IppPrinterCommands {
  fault: { args: { fault: Fault }; result: null }
  /** The tray is empty after so many more sheets. */
  'paper-out-after': { args: { sheets: number }; result: null }
  pause: { args: object; result: null }
  'refuse-jobs': { args: object; result: null }
  /** Paper in, covers shut, faults cleared; goes on with what it still has to print. */
  restore: { args: object; result: null }
  /** Hangs up on the next request of an operation, before or after it was done. */
  'drop-next': { args: { operation: OperationWord; when?: 'before' | 'after' }; result: null }
  'delay-next': { args: { operation: OperationWord; ms: number }; result: null }
  /** Somebody presses the red button. */
  'cancel-current': { args: object; result: null }
  'abort-current': { args: object; result: null }
  /** Jobs are forgotten, as by a printer that was switched off and on. */
  'forget-jobs': { args: object; result: null }
  unplug: { args: object; result: null }
  plug: { args: object; result: null }
  status: {
    args: object
    result: {
      faults: string[]
      jobs: { id: number; state: number; pagesPrinted: number }[]
      documents: number
    }
  }
  documents: { args: object; result: PrintedDocument[] }
}

export interface IppPrinterSimulator {
  readonly transport: string
  readonly controlPort: number
  close(): Promise<void>
}

const operationSchema = z.enum(Object.keys(known) as [OperationWord, ...OperationWord[]])

/** Starts an A4 printer that speaks IPP from the printer's side. */
export async function startIppPrinterSimulator(
  options: IppPrinterOptions = {},
): Promise<IppPrinterSimulator> {
  const tray = await openTray(options.outDir)
  const engine = new PrintEngine({ pageMs: options.pageMs ?? 400, onPrinted: tray.take })
  const line = await listen(options, engine)
  const commands: ControlHandlers = {
    fault: (args) => {
      engine.faults.add(z.object({ fault: z.enum(faults) }).parse(args).fault)
      engine.turn()
    },
    'paper-out-after': (args) => {
      engine.sheetsLeft = z.object({ sheets: z.int().min(1) }).parse(args).sheets
    },
    pause: () => {
      engine.paused = true
      engine.turn()
    },
    'refuse-jobs': () => {
      engine.accepting = false
    },
    restore: () => {
      engine.faults.clear()
      Object.assign(engine, { paused: false, accepting: true, sheetsLeft: null })
      engine.turn()
    },
    'drop-next': (args) => {
      const dropped = z.object({
        operation: operationSchema,
        when: z.enum(['before', 'after']).default('after'),
      })
      const { operation, when } = dropped.parse(args)
      line.faults.set(known[operation], { drop: when, delayMs: 0 })
    },
    'delay-next': (args) => {
      const { operation, ms } = z.object({ operation: operationSchema, ms: z.int().min(0) }).parse(args)
      line.faults.set(known[operation], { drop: null, delayMs: ms })
    },
    'cancel-current': () => {
      if (engine.current) engine.end(engine.current, 7, 'job-canceled-at-device')
    },
    'abort-current': () => {
      if (engine.current) engine.end(engine.current, 8, 'aborted-by-system')
    },
    'forget-jobs': () => {
      engine.halt()
      engine.jobs.length = 0
    },
    unplug: () => line.unplug(),
    plug: () => line.plug(),
    status: () => ({
      faults: [...engine.faults],
      jobs: engine.jobs.map(({ id, state, pagesPrinted }) => ({ id, state, pagesPrinted })),
      documents: tray.documents.length,
    }),
    documents: () => tray.documents,
  }
  const control = await startControlServer(options.controlPort ?? 0, commands, a4PrinterPanel)
  return {
    transport: line.uri,
    controlPort: control.port,
    close: async () => {
      engine.halt()
      await control.close()
      await line.unplug()
      await tray.filed()
    },
  }
}

interface LineFault {
  readonly drop: 'before' | 'after' | null
  readonly delayMs: number
}

async function listen(options: IppPrinterOptions, engine: PrintEngine) {
  const faultsNext = new Map<number, LineFault>()
  let face: PrinterFace | null = null
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('error', () => undefined)
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      if (
        face === null ||
        request.method !== 'POST' ||
        request.headers['content-type'] !== 'application/ipp'
      ) {
        response.writeHead(request.method === 'POST' ? 415 : 405).end()
        return
      }
      try {
        const asked = readRequest(Buffer.concat(pieces))
        const fault = faultsNext.get(asked.operation)
        faultsNext.delete(asked.operation)
        if (fault?.drop === 'before') return void request.socket.destroy()
        const body = answer(asked, engine, face)
        if (fault?.drop === 'after') return void request.socket.destroy()
        setTimeout(() => {
          response
            .writeHead(200, { 'content-type': 'application/ipp', 'content-length': body.length })
            .end(body)
        }, fault?.delayMs ?? 0)
      } catch {
        response.writeHead(400).end()
      }
    })
  })
  const plug = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
  await plug(options.port ?? 0)
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const uri = `ipp://127.0.0.1:${String(port)}/ipp/print`
  const raster = ['image/pwg-raster', 'image/jpeg', 'application/octet-stream']
  face = {
    uri,
    formats: options.withoutPdf === true ? raster : ['application/pdf', ...raster],
    inOne: options.inOne === true,
    startedAt: new Date(),
  }
  return {
    uri,
    faults: faultsNext,
    plug: () => plug(port),
    unplug: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

/** The output tray, and the folder that shows what lies in it. */
async function openTray(outDir: string | undefined) {
  const documents: PrintedDocument[] = []
  let filing: Promise<void> = Promise.resolve()
  let number = 0
  if (outDir !== undefined) {
    await mkdir(outDir, { recursive: true })
    number = Math.max(
      0,
      ...(await readdir(outDir)).map((name) => Number(/^document-(\d+)\.json$/.exec(name)?.[1] ?? 0)),
    )
  }
  return {
    documents,
    filed: () => filing,
    take: ({ name, user, media, sides, copies, pagesPrinted, document }: PrintJob) => {
      const printed = { name, user, media, sides, copies, pages: pagesPrinted }
      documents.push(printed)
      number += 1
      const path = outDir === undefined ? null : join(outDir, `document-${String(number).padStart(4, '0')}`)
      if (path === null || document === null) return
      filing = filing
        .then(() => file(path, document, printed))
        .catch((error: unknown) => {
          process.stderr.write(`${path}: ${String(error)}\n`)
        })
    },
  }
}

/** The .json comes last: who waits for it finds the document whole. */
async function file(path: string, document: Buffer, printed: PrintedDocument): Promise<void> {
  for (const [extension, content] of [
    ['pdf', document],
    ['json', `${JSON.stringify(printed, null, 2)}\n`],
  ] as const) {
    await writeFile(`${path}.${extension}.part`, content)
    await rename(`${path}.${extension}.part`, `${path}.${extension}`)
  }
}
