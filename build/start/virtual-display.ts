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
 * Starts Xvfb on a free display number with one screen of 24 bits.
 *
 * @param logFile where Xvfb's output goes
 * @param size of the screen; absent, the commonest at service windows
 * @throws when Xvfb is not installed or not ready within 15 s
 */
export async function openVirtualDisplay(logFile: string, size = '1366x768'): Promise<VirtualDisplay> {
  const server = await startChild({
    name: 'Xvfb',
    command: 'Xvfb',
    // Xvfb picks the number and writes it to standard output once clients may connect.
    args: ['-displayfd', '1', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-noreset'],
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
