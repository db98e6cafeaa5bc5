import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  connectSimulatorControl,
  type CodeScannerCommands,
  type EscposPrinterCommands,
  type IppPrinterCommands,
  type SdtReaderCommands,
  type SimulatorControl,
} from '#devices/simulators'
import { z } from 'zod'
import { startChild } from '../process/index.ts'
import { projectRoot } from '../project.ts'

/** Tells the ID card reader what happens to it: a card is laid on, a frame is damaged, the plug is pulled. */
export type ReaderControl = SimulatorControl<SdtReaderCommands>

/** Tells the receipt printer what happens to it: paper runs out, the cover is opened. */
export type PrinterControl = SimulatorControl<EscposPrinterCommands>

/** Tells the A4 printer what happens to it: paper runs out, somebody cancels at the panel. */
export type A4PrinterControl = SimulatorControl<IppPrinterCommands>

/** Tells the code scanner what is held before it. */
export type CodeScannerControl = SimulatorControl<CodeScannerCommands>

/** A simulated device in a process of its own. */
export interface HallDevice<Control> {
  /** As `terminal.yaml` wants it: `serial:…` or `tcp:…`. */
  transport: string
  control: Control
  /** Its name, and where anybody else may command it too. */
  name: string
  controlPort: number
  stop(): Promise<void>
}

/** First line of every simulator: where it is reached. */
const announcement = z.object({ transport: z.string(), controlPort: z.number() })

/** The 身份证阅读机 on a pty of its own. */
export function startReader(hallDir: string): Promise<HallDevice<ReaderControl>> {
  // The host's end of the line, as /dev/ttyUSB0 would be.
  return startSimulator<SdtReaderCommands>('sdt-reader', hallDir, [
    '--pty',
    join(hallDir, 'id-card-reader.tty'),
  ])
}

/** The 凭条打印机 on a TCP port; what it prints appears in `receiptsDir`. */
export function startPrinter(hallDir: string, receiptsDir: string): Promise<HallDevice<PrinterControl>> {
  mkdirSync(receiptsDir, { recursive: true })
  return startSimulator<EscposPrinterCommands>('escpos-printer', hallDir, [
    '--tcp',
    '0',
    '--out',
    receiptsDir,
  ])
}

/** The A4 打印机 on IPP; what it prints appears in `documentsDir`. */
export function startA4Printer(hallDir: string, documentsDir: string): Promise<HallDevice<A4PrinterControl>> {
  mkdirSync(documentsDir, { recursive: true })
  return startSimulator<IppPrinterCommands>('ipp-printer', hallDir, ['--out', documentsDir])
}

/** The 扫码器 on a pty of its own. */
export function startCodeScanner(hallDir: string): Promise<HallDevice<CodeScannerControl>> {
  return startSimulator<CodeScannerCommands>('code-scanner', hallDir, [
    '--pty',
    join(hallDir, 'code-scanner.tty'),
  ])
}

/** Starts the simulator of a folder of `devices/simulators` as a process of its own. */
export async function startSimulator<
  Commands extends { [Name in keyof Commands]: { readonly args: object; readonly result: unknown } } = object,
>(name: string, hallDir: string, args: readonly string[]): Promise<HallDevice<SimulatorControl<Commands>>> {
  const child = await startChild({
    name,
    command: process.execPath,
    args: ['--import', 'tsx', `devices/simulators/${name}/main.ts`, ...args],
    cwd: projectRoot,
    logFile: join(hallDir, 'logs', `${name}.log`),
  })
  try {
    const [line] = await child.line(/^\{.*"controlPort".*\}$/, 20_000)
    const { transport, controlPort } = announcement.parse(JSON.parse(line))
    const control = await connectSimulatorControl<Commands>(controlPort)
    return {
      transport,
      control,
      name,
      controlPort,
      async stop() {
        control.close()
        await child.stop()
      },
    }
  } catch (error) {
    await child.stop()
    throw error
  }
}
