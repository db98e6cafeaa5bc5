import {
  DeviceError,
  isDeviceError,
  type DeviceConfigOf,
  type OperationInput,
  type OperationName,
  type OperationOutput,
  type ScannedPage,
  type ScanRequest,
} from '#devices/contract'
import { runProcess, type ProcessResult } from '#devices/transports'
import type { AdapterContext, DeviceAdapter, OpenDevice } from '../device-adapter.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import { hasFailed, roundedDpi, scanFailure } from './exit.ts'
import { parseOptions, scanArguments, type ScannerOptions } from './options.ts'
import { measurePicture } from '../scanned-picture.ts'
import { openStack, type Stack } from './stack.ts'

/** A feeder that warms up its lamp takes half a minute; a page at 600 dpi as long again. */
const defaultTimeoutMs = 120_000
const listTimeoutMs = 30_000
/** A feeder that nobody asks for its next sheet is given back to whoever else scans. */
const idleStackMs = 20_000
/** An A3 page at 600 dpi in colour, uncompressed. */
const maxPictureBytes = 256 * 1024 * 1024

/** 文档扫描仪 behind SANE, driven through its own front end `scanimage`. */
export const saneScannerAdapter: DeviceAdapter<'sane'> = {
  name: 'sane',
  kind: 'document-scanner',
  async open(config, context, signal) {
    const run = runner(config)
    const listing = await run(['-A'], listTimeoutMs, signal)
    if (listing.exitCode !== 0) throw scanFailure(listing.exitCode, listing.stderr)
    const options = parseOptions(new TextDecoder().decode(listing.stdout))
    return new SaneScanner(config, context, run, options)
  },
}

type Run = (
  args: readonly string[],
  timeoutMs: number,
  signal: AbortSignal,
  onDiagnostic?: (text: string) => void,
) => Promise<ProcessResult>

/** `scanimage` on the configured device. The device name travels as an argument of its own: no shell reads it. */
function scanimage(config: DeviceConfigOf<'sane'>, args: readonly string[]) {
  const configDir = config.options?.configDir
  const env = { LC_ALL: 'C', ...(configDir === undefined ? {} : { SANE_CONFIG_DIR: configDir }) }
  return { program: 'scanimage', args: ['-d', config.transport, ...args], env }
}

function runner(config: DeviceConfigOf<'sane'>): Run {
  return async (args, timeoutMs, signal, onDiagnostic) =>
    runProcess({
      ...scanimage(config, args),
      timeoutMs,
      maxBytes: maxPictureBytes,
      signal,
      hasFailed,
      ...(onDiagnostic === undefined ? {} : { onDiagnostic }),
    }).catch(sayWhatIsMissing)
}

function sayWhatIsMissing(error: unknown): never {
  if (isDeviceError(error, 'device.open-failed'))
    throw new DeviceError('scan.program-missing', error.message, { cause: error })
  throw error
}

class SaneScanner implements OpenDevice {
  readonly detail: string
  readonly #config: DeviceConfigOf<'sane'>
  readonly #context: AdapterContext
  readonly #run: Run
  readonly #options: ScannerOptions
  readonly #turns = new OneAtATime()
  readonly #closing = new AbortController()
  #onLost: ((reason: DeviceError) => void) | null = null
  #stack: Stack | null = null
  #idle: NodeJS.Timeout | undefined

  constructor(config: DeviceConfigOf<'sane'>, context: AdapterContext, run: Run, options: ScannerOptions) {
    this.#config = config
    this.#context = context
    this.#run = run
    this.#options = options
    const sources = options.get('source')
    this.detail = sources?.type === 'list' ? `sources: ${sources.values.join(', ')}` : 'one source'
  }

  async invoke<O extends OperationName>(
    operation: O,
    input: OperationInput<O>,
    signal: AbortSignal,
  ): Promise<OperationOutput<O>> {
    if (operation !== 'scan:page') {
      throw new DeviceError('device.unsupported-operation', `a document scanner has no ${operation}`)
    }
    const either = AbortSignal.any([signal, this.#closing.signal])
    const page = await this.#turns.run(operation, either, () =>
      this.#scan(input as OperationInput<'scan:page'>, either),
    )
    return page as OperationOutput<O>
  }

  /** Asking a scanner opens it, which moves lamps and takes seconds: it is asked when there is something to scan. */
  check(): Promise<void> {
    return Promise.resolve()
  }

  onLost(listener: (reason: DeviceError) => void): void {
    this.#onLost = listener
  }

  async close(): Promise<void> {
    this.#onLost = null
    this.#closing.abort()
    // The process of a scan in flight is gone when its turn ends.
    await this.#turns.idle()
    await this.#endStack()
  }

  async #scan(request: ScanRequest, signal: AbortSignal): Promise<ScannedPage> {
    const config = this.#config.options ?? {}
    const args = [
      `--format=${config.format ?? 'png'}`,
      '-p',
      ...scanArguments(request, this.#options, config),
    ]
    const timeoutMs = config.timeoutMs ?? defaultTimeoutMs
    const onDiagnostic = (text: string): void => {
      const percent = lastPercent(text)
      if (percent !== null) this.#context.onProgress(percent)
    }
    const scanned =
      request.source === 'flatbed'
        ? await this.#scanGlass(args, timeoutMs, signal, onDiagnostic)
        : await this.#scanSheet(args, timeoutMs, signal, onDiagnostic)
    this.#context.onCondition({ ok: true })
    const dpi = roundedDpi(scanned.stderr) ?? request.dpi
    return { ...measurePicture(scanned.bytes), bytes: scanned.bytes, dpi }
  }

  async #scanGlass(...[args, timeoutMs, signal, onDiagnostic]: Required<Parameters<Run>>) {
    await this.#endStack()
    const { exitCode, stderr, stdout } = await this.#run(args, timeoutMs, signal, onDiagnostic)
    if (exitCode === 0) return { bytes: stdout, stderr }
    const failure = scanFailure(exitCode, stderr)
    this.#report(failure)
    throw failure
  }

  /** One `scanimage` holds the feeder from its first sheet to its last: each that opened it anew would let the next one fall. */
  async #scanSheet(...[args, timeoutMs, signal, onDiagnostic]: Required<Parameters<Run>>) {
    const command = scanimage(this.#config, args)
    if (this.#stack !== null && this.#stack.args !== command.args.join('\0')) await this.#endStack()
    clearTimeout(this.#idle)
    try {
      this.#stack ??= await openStack(command, this.#config.options?.format ?? 'png').catch(sayWhatIsMissing)
      const side = await this.#stack.next(timeoutMs, signal, onDiagnostic)
      this.#idle = setTimeout(
        () =>
          void this.#turns.run('idle', this.#closing.signal, () => this.#endStack()).catch(() => undefined),
        idleStackMs,
      )
      return side
    } catch (error) {
      await this.#endStack()
      if (isDeviceError(error)) this.#report(error)
      throw error
    }
  }

  async #endStack(): Promise<void> {
    clearTimeout(this.#idle)
    const stack = this.#stack
    this.#stack = null
    await stack?.end()
  }

  /** Only the next scan can tell whether a jam is cleared, so the scanner stays usable. */
  #report(failure: DeviceError): void {
    if (failure.code === 'scan.jammed') {
      this.#context.onCondition({ ok: false, reason: 'paper-jam', usable: true })
    } else if (failure.code === 'scan.cover-open') {
      this.#context.onCondition({ ok: false, reason: 'cover-open', usable: true })
    } else if (failure.code === 'scan.device-not-found') this.#onLost?.(failure)
  }
}

function lastPercent(text: string): number | null {
  const found = [...text.matchAll(/Progress: ([\d.]+)%/g)].at(-1)?.[1]
  return found === undefined ? null : Math.min(100, Number(found))
}
