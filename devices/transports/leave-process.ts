/**
 * Ends this process although a driver holds one of its threads: an orderly exit waits for all of them (libuv's `uv_library_shutdown` joins
 * its pool). Everything that must be written has been written before.
 */
export async function leaveProcess(exitCode: number): Promise<never> {
  if (process.platform !== 'win32') {
    const { default: koffi } = await import('koffi')
    const leave = koffi.load(null).func('void _exit(int)') as (code: number) => void
    leave(exitCode)
  }
  process.exit(exitCode)
}
