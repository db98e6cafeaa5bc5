import { readFile } from 'node:fs/promises'

/**
 * Whether `terminal.yaml` has a line of its own that says `mode: kiosk`. The window is opened before anything is loaded that
 * understands the file; {@link openTerminal} refuses a file that then turns out to mean something else.
 * @returns false for a file that is not there: the start fails over it in its own words
 */
export async function looksLikeKiosk(configPath: string): Promise<boolean> {
  const text = await readFile(configPath, 'utf8').catch(() => '')
  return /^mode:[ \t]*(["']?)kiosk\1[ \t]*(?:#.*)?\r?$/m.test(text)
}
