import { startChild } from '../process/index.ts'

/** A virtual screen of its own X server. */
export interface VirtualDisplay {
  /** Value for DISPLAY, e.g. `:1`. */
  display: string
  stop(): Promise<void>
}

/** True where a window can open without a virtual screen. */
export function hasDisplay(env: NodeJS.ProcessEnv = process.env): boolean {
  return process.platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])
}

/**
 * Starts Xvfb on a free display number with one 1366×768 screen of 24 bits, the commonest at service windows.
 *
 * @param logFile where Xvfb's output goes
 * @throws when Xvfb is not installed or not ready within 15 s
 */
export async function openVirtualDisplay(logFile: string): Promise<VirtualDisplay> {
  const server = await startChild({
    name: 'Xvfb',
    command: 'Xvfb',
    // Xvfb picks the number and writes it to standard output once clients may connect.
    args: ['-displayfd', '1', '-screen', '0', '1366x768x24', '-nolisten', 'tcp', '-noreset'],
    logFile,
  })
  try {
    const [number] = await server.line(/^\d+$/, 15_000)
    return { display: `:${number}`, stop: () => server.stop() }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** Environment of a program that is to draw on the virtual display, and nowhere else. */
export function onDisplay(display: string, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const { WAYLAND_DISPLAY: _wayland, XAUTHORITY: _authority, ...rest } = env
  return { ...rest, DISPLAY: display }
}
