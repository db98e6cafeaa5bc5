import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeviceError, scanRequestSchema, type ScannedPage } from '#devices/contract'
import { quietContext } from '#devices/adapters'
import { openDevice } from '#devices/runtime'
import { UsageError } from '../usage.ts'
import { configure, text, wholeNumber, within, type Options, type Report } from './command.ts'

const scanProblems: Readonly<Record<string, string>> = {
  source: '--source 应是 flatbed（平板）、feeder（进纸器）或 duplex（双面）',
  mode: '--mode 应是 color（彩色）、gray（灰度）或 bw（黑白）',
  dpi: '--dpi 应在 50 到 1200 之间',
}

/** `device scan` */
export function scan(options: Options, signal: AbortSignal): Promise<Report> {
  if (options['timeout'] === undefined) return scanPages(options, signal)
  return within(wholeNumber(options, 'timeout', 0), signal, (either) => scanPages(options, either))
}

async function scanPages(options: Options, signal: AbortSignal): Promise<Report> {
  const out = text(options, 'out')
  const request = scanRequestSchema.safeParse({
    source: options['source'] ?? 'flatbed',
    mode: options['mode'] ?? 'color',
    dpi: wholeNumber(options, 'dpi', 200),
  })
  if (!request.success)
    throw new UsageError(
      request.error.issues.map(({ path: [name] }) => scanProblems[String(name)] ?? '扫描参数不对').join('\n'),
    )
  const transport = text(options, 'device')
  const config = configure({
    id: 'scanner',
    kind: 'document-scanner',
    adapter: /^https?:/.test(transport) ? 'escl' : 'sane',
    transport,
  })
  await mkdir(out, { recursive: true })
  const pages: SavedPage[] = []
  const device = await openDevice(config, quietContext, signal)
  try {
    do pages.push(await save(out, await device.invoke('scan:page', request.data, signal)))
    while (options['all'] === true && request.data.source !== 'flatbed')
  } catch (error) {
    // The feeder is empty: that is how a batch ends, once it has begun.
    if (pages.length === 0 || !isDeviceError(error, 'scan.no-documents')) throw error
  } finally {
    await device.close()
  }
  return {
    json: { page: pages[0], pages },
    lines: pages.map(
      ({ file, widthPx, heightPx, dpi }) =>
        `已扫描：${file}（${String(widthPx)}×${String(heightPx)}，${String(dpi)} dpi）`,
    ),
  }
}

type SavedPage = Omit<ScannedPage, 'bytes'> & { readonly file: string }

async function save(folder: string, { bytes, ...facts }: ScannedPage): Promise<SavedPage> {
  return { file: await writeNew(folder, facts.mimeType === 'image/png' ? 'png' : 'jpg', bytes), ...facts }
}

/** The first free of page-0001, page-0002 …; an earlier scan is never overwritten. */
async function writeNew(folder: string, extension: string, bytes: Uint8Array): Promise<string> {
  for (let number = 1; ; number += 1) {
    const file = join(folder, `page-${String(number).padStart(4, '0')}.${extension}`)
    try {
      await writeFile(file, bytes, { flag: 'wx' })
      return file
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}
