import { writeFile } from 'node:fs/promises'
import { dialog } from 'electron'

/** Asks where to put the terminal's record. @returns whether it was saved; `false` when the person changed their mind */
export async function saveRecord(document: string, terminalId: string): Promise<boolean> {
  const day = new Date().toLocaleDateString('sv')
  const { canceled, filePath } = await dialog.showSaveDialog({
    title: '保存终端操作记录',
    defaultPath: `yichuang-record-${terminalId}-${day}.jsonl`,
    filters: [{ name: 'JSON Lines', extensions: ['jsonl'] }],
  })
  if (canceled || filePath === '') return false
  await writeFile(filePath, document, { mode: 0o600 })
  return true
}
