import { writeFile } from 'node:fs/promises'
import { release } from 'node:os'
import { app, dialog } from 'electron'
import type { DeviceReport } from '#devices/contract'
import type { HostEnding } from './device-crashes.ts'

/** What a support file tells of the terminal it comes from. */
export interface SupportOrigin {
  readonly siteCode: string
  readonly terminalId: string
  readonly mode: string
}

/**
 * 技术支持文件: what the maker needs to see of the devices, as one JSON document. It holds states, errors, versions and
 * logs whose bytes are hidden where they could be a person's; no intake, no operator, no key.
 */
export function supportDocument(
  origin: SupportOrigin,
  reports: readonly DeviceReport[],
  hostEndings: readonly HostEnding[],
): string {
  const { electron, node, chrome } = process.versions
  const program = { version: app.getVersion(), electron, node, chrome }
  const machine = { platform: process.platform, arch: process.arch, release: release() }
  const made = { format: 'yichuang-device-support', version: 1, madeAt: new Date().toISOString() }
  return `${JSON.stringify({ ...made, terminal: origin, program, machine, hostEndings, devices: reports }, null, 2)}\n`
}

/** Asks where to put the document. @returns whether it was saved; `false` when the person changed their mind */
export async function saveSupportFile(document: string, terminalId: string): Promise<boolean> {
  const day = new Date().toLocaleDateString('sv')
  const { canceled, filePath } = await dialog.showSaveDialog({
    title: '保存技术支持文件',
    defaultPath: `yichuang-devices-${terminalId}-${day}.json`,
    filters: [{ name: 'JSON', extensions: ['json'] }],
  })
  if (canceled || filePath === '') return false
  await writeFile(filePath, document, { mode: 0o600 })
  return true
}
