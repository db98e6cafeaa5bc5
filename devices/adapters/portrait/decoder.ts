import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DeviceError, type IdCardReading, isDeviceError, type PortraitDecoderConfig } from '#devices/contract'
import { loadVendorLibrary, type VendorLibrary } from '#devices/transports'
import { oneCallAtATime } from '../one-call.ts'
import { portraitBitmapBytes, portraitIn } from './bitmap.ts'

const defaultCallMs = 3000

/** Turns the WLT portrait of a card into a picture, by a library that its maker has licensed to this hall. */
export interface PortraitDecoder {
  /** The reading with its portrait; with the warning `portrait-undecoded` where that did not work. Never rejects. */
  add(reading: IdCardReading): Promise<IdCardReading>
}

/**
 * Opens the decoder of a configuration. The library is loaded with the first portrait: a hall whose library is missing still
 * reads cards.
 */
export function openPortraitDecoder(config: PortraitDecoderConfig): PortraitDecoder {
  const call = oneCallAtATime(config.callMs ?? defaultCallMs)
  let library: Promise<VendorLibrary> | null = null

  async function decode(wlt: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
    library ??= loadVendorLibrary(config.library)
    const loaded = await library
    const output = config.by === 'memory' ? await throughMemory(loaded, wlt) : await throughFiles(loaded, wlt)
    const portrait = portraitIn(output, config.order)
    if (portrait === null) throw undecoded(`${config.function} left no picture of 102×126`)
    return portrait
  }

  async function throughMemory(loaded: VendorLibrary, wlt: Uint8Array): Promise<Uint8Array> {
    const { status, output } = await call(config.function, () =>
      loaded.transform(config.function, wlt, portraitBitmapBytes, config.argument),
    )
    // 0 or 1 is good, as makers will have it; whether there is a picture, the picture tells.
    if (status < 0) throw undecoded(`${config.function}: ${String(status)}`)
    return output
  }

  /** A face never outlives the call on disk. */
  async function throughFiles(loaded: VendorLibrary, wlt: Uint8Array): Promise<Uint8Array> {
    const folder = await mkdtemp(join(tmpdir(), 'portrait-'))
    const [input, output] = [join(folder, 'portrait.wlt'), join(folder, 'portrait.bmp')]
    try {
      await writeFile(input, wlt, { mode: 0o600 })
      const status = await call(config.function, () => loaded.file(config.function, input, config.argument))
      if (status < 0) throw undecoded(`${config.function}: ${String(status)}`)
      return await readFile(output).catch(() => new Uint8Array())
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    }
  }

  return {
    async add(reading) {
      const { photoWlt } = reading.card
      if (photoWlt === null) return reading
      try {
        return { ...reading, portrait: await decode(photoWlt) }
      } catch (error) {
        if (!isDeviceError(error)) throw error
        return { ...reading, warnings: [...reading.warnings, 'portrait-undecoded'] }
      }
    },
  }
}

function undecoded(message: string): DeviceError {
  return new DeviceError('id-card.corrupt-data', message)
}
