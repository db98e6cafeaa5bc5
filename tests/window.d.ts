import type { TerminalBridge } from '#shell/contract'

declare global {
  interface Window {
    readonly terminal: TerminalBridge
  }
}
