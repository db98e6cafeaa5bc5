import { type TerminalInfo, valueOf } from '#shell/contract'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { bridge } from './bridge.ts'

/** What this terminal is: site, place, mode. Loaded once before the first screen. */
export const useTerminal = defineStore('terminal', () => {
  const info = shallowRef<TerminalInfo | null>(null)

  /** @throws ShellError when the main process cannot say. */
  async function load(): Promise<TerminalInfo> {
    info.value ??= valueOf(await bridge().terminalInfo())
    return info.value
  }

  return { info, load }
})
