import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  startA4Printer,
  startCodeScanner,
  startPrinter,
  startReader,
  type A4PrinterControl,
  type CodeScannerControl,
  type PrinterControl,
  type ReaderControl,
} from './hall-devices.ts'
import { startFurtherDevices } from './further-devices.ts'
import { lockHall } from './hall-lock.ts'
import { startHub } from './hub-process.ts'
import { openNetworkLine, type NetworkLine } from './network-line.ts'
import { writeLicences } from './licences.ts'
import { writeOperators } from './operators.ts'
import { networkPart, simulatorPart, startPanel } from './panel/index.ts'
import { writeSaneConfig } from './sane-config.ts'
import { writeTerminalConfig } from './terminal-config.ts'

export interface HallOptions {
  /** Folder of the hall; it keeps drafts, intakes and the hub's database from one start to the next. */
  dir: string
  /** Empties the folder first. */
  fresh?: boolean
  /** With every kind of device that can be simulated, not only those that the demonstration needs. */
  everyDevice?: boolean | undefined
  /** Says nothing on the console. */
  quiet?: boolean
}

/** 示范大厅: real devices (their other end is simulated), the line, and the hub, ready for one terminal. */
export interface Hall {
  dir: string
  /** The terminal's `terminal.yaml`. */
  configPath: string
  /** The terminal's user data. */
  profileDir: string
  /** The hub itself. */
  hubUrl: string
  /** The hub as the terminal sees it, through the line. */
  terminalHubUrl: string
  line: NetworkLine
  reader: ReaderControl
  printer: PrinterControl
  a4Printer: A4PrinterControl
  codeScanner: CodeScannerControl
  /** What the printer printed. */
  receiptsDir: string
  /** What the A4 printer printed. */
  documentsDir: string
  /** Page on which a person uses the simulated devices by hand. */
  panelUrl: string
  /** Ends everything that the hall started. */
  stop(): Promise<void>
}

/**
 * Opens the demonstration hall.
 *
 * @throws when another process holds the folder, or a part does not get ready; nothing is left running then
 */
export async function startHall(options: HallOptions): Promise<Hall> {
  const dir = resolve(options.dir)
  mkdirSync(dir, { recursive: true })
  const unlock = lockHall(dir)
  const opened: { stop(): Promise<void> }[] = []
  const stop = async () => {
    await Promise.all(opened.splice(0).map((part) => part.stop()))
    unlock()
  }
  const keep = <Part extends { stop(): Promise<void> }>(part: Part): Part => {
    opened.push(part)
    return part
  }
  try {
    if (options.fresh) emptyHall(dir)
    const receiptsDir = join(dir, 'receipts')
    const documentsDir = join(dir, 'documents')
    const profileDir = join(dir, 'profile')
    mkdirSync(profileDir, { recursive: true })
    const [hub, reader, printer, a4Printer, codeScanner] = await everyOne([
      startHub(dir, writeLicences(dir)).then(keep),
      startReader(dir).then(keep),
      startPrinter(dir, receiptsDir).then(keep),
      startA4Printer(dir, documentsDir).then(keep),
      startCodeScanner(dir).then(keep),
    ])
    const line = await openNetworkLine(hub.port)
    opened.unshift({ stop: () => line.close() })
    const further = options.everyDevice === true ? await startFurtherDevices(dir) : []
    further.forEach(keep)
    const simulated = [reader, printer, a4Printer, codeScanner, ...further].map(({ name, controlPort }) =>
      simulatorPart(name, controlPort),
    )
    const panel = keep(await startPanel([...(await Promise.all(simulated)), networkPart(line)]))
    await writeOperators(dir)
    const configPath = writeTerminalConfig(dir, {
      hubUrl: line.url,
      hubEncryptionKey: hub.encryptionKey,
      readerTransport: reader.transport,
      printerTransport: printer.transport,
      a4PrinterTransport: a4Printer.transport,
      codeScannerTransport: codeScanner.transport,
      saneConfigDir: writeSaneConfig(dir),
      further: further.map(({ entry }) => entry),
    })
    if (!options.quiet) console.log(`Demonstration hall in ${dir}: hub ${hub.url}, reader, printer, scanner`)
    return {
      dir,
      configPath,
      profileDir,
      hubUrl: hub.url,
      terminalHubUrl: line.url,
      line,
      reader: reader.control,
      printer: printer.control,
      a4Printer: a4Printer.control,
      codeScanner: codeScanner.control,
      receiptsDir,
      documentsDir,
      panelUrl: panel.url,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** As Promise.all, but waits for the slower ones before it fails, so that all that started can be ended. */
async function everyOne<Parts extends readonly unknown[]>(
  parts: readonly [...{ [At in keyof Parts]: Promise<Parts[At]> }],
): Promise<Parts> {
  await Promise.allSettled(parts)
  return (await Promise.all(parts)) as unknown as Parts
}

function emptyHall(dir: string): void {
  for (const name of readdirSync(dir)) {
    if (name !== 'hall.lock') rmSync(join(dir, name), { recursive: true, force: true })
  }
}
