/**
 * Runs `lead` in one worker of this origin at a time, where the platform has Web Locks; elsewhere at once. The lock is
 * held until `signal` is aborted, or until the worker ends, however it ends.
 * @returns when `lead` was first run, or `signal` was aborted before; without the lock it resolves at once.
 */
export async function whenLeading(
  name: string,
  signal: AbortSignal,
  lead: () => Promise<void>,
): Promise<void> {
  const locks = (globalThis.navigator as Navigator | undefined)?.locks
  if (locks === undefined) return lead()
  const released = new Promise<void>((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  )
  const holdWhile = async (): Promise<void> => {
    await lead()
    await released
  }
  const free = await new Promise<boolean>((resolve, reject) => {
    const request = locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock === null) return resolve(false)
      await lead()
      resolve(true)
      await released
    })
    request.catch(reject)
  })
  if (!free) void locks.request(name, { signal }, holdWhile).catch(() => undefined)
}
