import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { startControlServer, type ControlHandlers } from '../control/control-server.ts'
import { attach, type Attachment, type DeviceEnd } from '../wire/device-end.ts'
import { PrinterMechanism, type CutReceipt } from './mechanism.ts'
import { printerPanel } from './panel.ts'
import { drawReceipt, paperDots } from './paper-picture.ts'
import { type PaperMark, toPlainText } from './typesetter.ts'

const warmUp: readonly PaperMark[] = [
  { type: 'line', align: 'left', spans: [{ text: '一窗', columns: 4, wide: 1, high: 1, bold: true }] },
]

export interface EscposPrinterOptions {
  readonly attachment: Attachment
  /** Where cut receipts go: `receipt-0001.png`, `.txt` and `.json`; nowhere if absent. */
  readonly outDir?: string
  /** 0 (if absent) for any free port. */
  readonly controlPort?: number
  readonly widthDots?: 576 | 384
  /** Time for one line; a fast printer takes about 15 ms. */
  readonly lineMs?: number
}

export interface PrinterCondition {
  readonly paper: 'ok' | 'near-end' | 'out'
  readonly coverOpen: boolean
  readonly cutter: 'ok' | 'jams-at-next-cut' | 'jammed'
  readonly overheated: boolean
}

/** What the printer can be told through its control port. */
export interface EscposPrinterCommands {
  'paper-out': { args: object; result: null }
  /** The roll ends after so many more lines. */
  'paper-out-after': { args: { lines: number }; result: null }
  'paper-near-end': { args: object; result: null }
  'cover-open': { args: object; result: null }
  'cutter-error': { args: { when?: 'now' | 'next-cut' }; result: null }
  overheat: { args: object; result: null }
  /** Paper in, cover shut, faults cleared; goes on with what it still has to print. */
  restore: { args: object; result: null }
  unplug: { args: object; result: null }
  plug: { args: object; result: null }
  status: { args: object; result: PrinterCondition & { receipts: number; linesPrinted: number } }
  /** A slip lies in the presenter until it is taken. */
  'slip-waiting': { args: { waiting: boolean }; result: null }
  /** The dots of one receipt, 0 for the oldest: `bits` in base64. */
  dots: { args: { receipt: number }; result: { widthBytes: number; height: number; bits: string } }
  /** The texts of the receipts cut so far, the oldest first. */
  receipts: { args: object; result: string[] }
}

export interface EscposPrinterSimulator {
  /** For the adapter's configuration. */
  readonly transport: string
  readonly controlPort: number
  close(): Promise<void>
}

/** Starts a 凭条打印机 that understands ESC/POS from the device's side. */
export async function startEscposPrinterSimulator(
  options: EscposPrinterOptions,
): Promise<EscposPrinterSimulator> {
  const widthDots = options.widthDots ?? 576
  const receipts: CutReceipt[] = []
  const { outDir } = options
  let filing: Promise<void> = Promise.resolve()
  let number = outDir === undefined ? 0 : await lastReceiptNumber(outDir)
  // The first Chinese character loads a font of many megabytes: now, not while a status is asked for.
  if (outDir !== undefined) await drawReceipt(warmUp, widthDots)
  let end: DeviceEnd | null = null

  const mechanism = new PrinterMechanism(widthDots, options.lineMs ?? 15, {
    send: (bytes) => {
      void end?.send(bytes)
    },
    onReceipt: (receipt) => {
      receipts.push(receipt)
      number += 1
      const name = `receipt-${String(number).padStart(4, '0')}`
      if (outDir !== undefined) {
        filing = filing
          .then(() => fileReceipt(receipt, outDir, name, widthDots))
          .catch((error: unknown) => {
            process.stderr.write(`${name}: ${String(error)}\n`)
          })
      }
    },
  })
  end = await attach(options.attachment, (bytes) => {
    mechanism.receive(bytes)
  })

  const device = end
  const commands: ControlHandlers = {
    'paper-out': () => {
      mechanism.change({ paper: 'out' })
    },
    'paper-out-after': (args) => {
      mechanism.linesLeft = z.object({ lines: z.int().min(1) }).parse(args).lines
    },
    'paper-near-end': () => {
      mechanism.change({ paper: 'near-end' })
    },
    'cover-open': () => {
      mechanism.change({ coverOpen: true })
    },
    'cutter-error': (args) => {
      const { when } = z.object({ when: z.enum(['now', 'next-cut']).default('now') }).parse(args)
      mechanism.change({ cutter: when === 'now' ? 'jammed' : 'jams-at-next-cut' })
    },
    overheat: () => {
      mechanism.change({ overheated: true })
    },
    restore: () => {
      mechanism.linesLeft = null
      mechanism.change({ paper: 'ok', coverOpen: false, cutter: 'ok', overheated: false })
    },
    unplug: async () => {
      mechanism.powerOff()
      await device.unplug()
    },
    plug: () => device.plug(),
    status: () => ({ ...mechanism.state, receipts: receipts.length, linesPrinted: mechanism.linesPrinted }),
    'slip-waiting': (args) => {
      mechanism.slipWaiting = z.object({ waiting: z.boolean() }).parse(args).waiting
    },
    dots: (args) => {
      const { receipt } = z.object({ receipt: z.int().min(0) }).parse(args)
      const { widthBytes, height, bits } = paperDots(receipts[receipt]?.marks ?? [], widthDots)
      return { widthBytes, height, bits: Buffer.from(bits).toString('base64') }
    },
    receipts: () => receipts.map((receipt) => toPlainText(receipt.marks)),
  }
  const control = await startControlServer(options.controlPort ?? 0, commands, printerPanel)

  return {
    transport: device.transport,
    controlPort: control.port,
    close: async () => {
      await control.close()
      mechanism.powerOff()
      await device.close()
      await filing
    },
  }
}

async function lastReceiptNumber(outDir: string): Promise<number> {
  await mkdir(outDir, { recursive: true })
  const numbers = (await readdir(outDir)).map((name) => Number(/^receipt-(\d+)\.json$/.exec(name)?.[1] ?? 0))
  return Math.max(0, ...numbers)
}

/** The .json comes last: who waits for it finds the other two whole. */
async function fileReceipt(
  receipt: CutReceipt,
  outDir: string,
  name: string,
  widthDots: number,
): Promise<void> {
  const picture = await drawReceipt(receipt.marks, widthDots)
  const marks = receipt.marks.map((mark) => (mark.type === 'raster' ? { ...mark, bits: undefined } : mark))
  const files: [string, string | Uint8Array][] = [
    ['png', picture],
    ['txt', `${toPlainText(receipt.marks)}\n`],
    ['json', `${JSON.stringify({ marks, ignored: receipt.ignored }, null, 2)}\n`],
  ]
  for (const [extension, content] of files) {
    const path = join(outDir, `${name}.${extension}`)
    await writeFile(`${path}.part`, content)
    await rename(`${path}.part`, path)
  }
}
