import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { scanRequestSchema } from '#devices/contract'
import { UsageError } from '../usage.ts'
import { configure, invokeOnce, text, wholeNumber, type Options, type Report } from './command.ts'

/** `device scan` */
export async function scan(options: Options, signal: AbortSignal): Promise<Report> {
  const out = text(options, 'out')
  const request = scanRequestSchema.safeParse({
    source: options['source'] ?? 'flatbed',
    mode: options['mode'] ?? 'color',
    dpi: wholeNumber(options, 'dpi', 200),
  })
  if (!request.success) throw new UsageError(`扫描参数不对：\n${z.prettifyError(request.error)}`)
  const config = configure({
    id: 'scanner',
    kind: 'document-scanner',
    adapter: 'sane',
    transport: text(options, 'device'),
  })
  const page = await invokeOnce(config, 'scan:page', request.data, signal)
  await mkdir(out, { recursive: true })
  const file = await writeNew(out, page.mimeType === 'image/png' ? 'png' : 'jpg', page.bytes)
  const { mimeType, widthPx, heightPx, dpi } = page
  return {
    json: { page: { file, mimeType, widthPx, heightPx, dpi } },
    lines: [`已扫描：${file}（${String(widthPx)}×${String(heightPx)}，${String(dpi)} dpi）`],
  }
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
