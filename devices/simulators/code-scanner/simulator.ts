import { setTimeout as wait } from 'node:timers/promises'
import iconv from 'iconv-lite'
import { z } from 'zod'
import { startControlServer } from '../control/control-server.ts'
import { attach, type Attachment } from '../wire/device-end.ts'
import { codeScannerPanel } from './panel.ts'

/** What the scanner can be told. */
export interface CodeScannerCommands {
  /** Somebody holds a code before it and pulls the trigger. */
  scan: { args: { text: string; encoding?: 'utf-8' | 'gb18030'; aim?: string }; result: null }
  /** Any bytes at all, without a suffix. */
  'send-bytes': { args: { hex: string }; result: null }
  /** How the next code travels: in pieces with a pause between them. */
  'split-next': { args: { pieceBytes: number; gapMs: number }; result: null }
  /** The next code loses its end, suffix included. */
  'break-off-next': { args: { afterBytes: number }; result: null }
  /** What it sends after each code, in hexadecimal; nothing if empty. */
  suffix: { args: { hex: string }; result: null }
  status: { args: object; result: { shining: boolean; scanned: number } }
  unplug: { args: object; result: null }
  plug: { args: object; result: null }
}

export interface CodeScannerOptions {
  readonly attachment: Attachment
  readonly controlPort?: number
  /** In hexadecimal; CR if absent, as scanners leave the factory (devices.md B1). */
  readonly suffix?: string
}

export interface CodeScannerSimulator {
  readonly transport: string
  readonly controlPort: number
  close(): Promise<void>
}

/** Starts a 扫码器 on a line. It knows Honeywell's serial trigger: SYN T CR makes it shine, SYN U CR ends that. */
export async function startCodeScannerSimulator(options: CodeScannerOptions): Promise<CodeScannerSimulator> {
  let suffix = Buffer.from(options.suffix ?? '0d', 'hex')
  let split: { pieceBytes: number; gapMs: number } | null = null
  let breakOffAfter: number | null = null
  let shining = false
  let scanned = 0
  let heard = ''
  const device = await attach(options.attachment, (bytes) => {
    heard = (heard + Buffer.from(bytes).toString('latin1')).slice(-3)
    if (heard === '\u0016T\r') shining = true
    if (heard === '\u0016U\r') shining = false
  })

  async function send(code: Buffer): Promise<void> {
    const whole = Buffer.concat([code, suffix])
    const bytes = breakOffAfter === null ? whole : whole.subarray(0, breakOffAfter)
    breakOffAfter = null
    const { pieceBytes, gapMs } = split ?? { pieceBytes: bytes.length, gapMs: 0 }
    split = null
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      if (at > 0) await wait(gapMs)
      await device.send(bytes.subarray(at, at + pieceBytes))
    }
    scanned += 1
    shining = false
  }

  const control = await startControlServer(
    options.controlPort ?? 0,
    {
      scan: async (args) => {
        const { text, encoding, aim } = scanArgs.parse(args)
        await send(Buffer.concat([Buffer.from(aim ?? '', 'latin1'), iconv.encode(text, encoding ?? 'utf-8')]))
      },
      'send-bytes': (args) => device.send(Buffer.from(hexArgs.parse(args).hex, 'hex')),
      'split-next': (args) => {
        split = splitArgs.parse(args)
      },
      'break-off-next': (args) => {
        breakOffAfter = breakArgs.parse(args).afterBytes
      },
      suffix: (args) => {
        suffix = Buffer.from(hexArgs.parse(args).hex, 'hex')
      },
      status: () => ({ shining, scanned }),
      unplug: () => device.unplug(),
      plug: () => device.plug(),
    },
    codeScannerPanel(),
  )
  return {
    transport: device.transport,
    controlPort: control.port,
    close: async () => {
      await control.close()
      await device.close()
    },
  }
}

const scanArgs = z.object({
  text: z.string().min(1),
  encoding: z.enum(['utf-8', 'gb18030']).optional(),
  aim: z
    .string()
    .regex(/^\][A-Za-z]\w$/)
    .optional(),
})
const hexArgs = z.object({ hex: z.string().regex(/^(?:[0-9a-f]{2})*$/i) })
const splitArgs = z.object({ pieceBytes: z.int().min(1), gapMs: z.int().min(0) })
const breakArgs = z.object({ afterBytes: z.int().min(0) })
