import { dialog } from 'electron'
import { exportPackets } from '#sync/carry'
import { MainError } from './main-error.ts'

/** What came of carrying packets out. */
export interface CarriedOut {
  readonly copied: number
  readonly already: number
  readonly damaged: number
}

/**
 * 带到U盘: asks for a folder, a stick mostly, and copies the packets there that the hub does not have. They stay here, too.
 *
 * @returns null when the person changed their mind
 * @throws MainError `carry.medium-full` or `carry.medium-failed`; what was copied before is whole
 */
export async function carryOut(packetsFolder: string): Promise<CarriedOut | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title: '选择U盘或文件夹',
    properties: ['openDirectory', 'createDirectory'],
  })
  const [folder] = filePaths
  if (canceled || folder === undefined) return null
  try {
    const { copied, already, damaged } = await exportPackets(packetsFolder, folder)
    return { copied, already, damaged: damaged.length }
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException | null)?.code
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG')
      throw new MainError('carry.medium-full', 'no space on the medium', { cause })
    throw new MainError('carry.medium-failed', `the medium did not take them (${code ?? 'unknown'})`, {
      cause,
    })
  }
}
