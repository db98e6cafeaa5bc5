export {
  electronLaunchOptions,
  launchTerminal,
  terminalArguments,
  type ElectronLaunchOptions,
  type TerminalOptions,
} from './launch-terminal.ts'
export { panelArguments } from './open-panel.ts'
export { hasDisplay, onDisplay, openVirtualDisplay, type VirtualDisplay } from './virtual-display.ts'
