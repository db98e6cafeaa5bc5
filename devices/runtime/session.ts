import { DeviceError } from '#devices/contract'
import { pause, type OpenDevice } from '#devices/adapters'

/** Ending `scanimage` may take three seconds; every other adapter answers a broken link at once. */
const answerGraceMs = 5000

/** One opening of the device, until its link breaks. */
export interface Session {
  readonly device: OpenDevice
  /** Rejects when the device is lost or the runtime stops; never resolves. */
  readonly lost: Promise<never>
  readonly lose: (reason: DeviceError) => void
  readonly isLost: () => boolean
}

export function createSession(device: OpenDevice): Session {
  let isLost = false
  let reject: (reason: DeviceError) => void = () => undefined
  const lost = new Promise<never>((_, rejectLost) => {
    reject = rejectLost
  })
  const lose = (reason: DeviceError): void => {
    isLost = true
    reject(reason)
  }
  // Nobody may be waiting at the moment of the loss.
  lost.catch(() => undefined)
  device.onLost(lose)
  return { device, lost, lose, isLost: () => isLost }
}

/**
 * Rejects some time after the device was lost. The adapter hears of the loss too and knows better what it means for
 * the operation (a receipt half printed); should it say nothing, this answers for it.
 */
export async function lostWithoutAnswer(session: Session): Promise<never> {
  try {
    return await session.lost
  } catch (reason) {
    await pause(answerGraceMs, new AbortController().signal)
    throw reason
  }
}

/**
 * Rejects some time after an operation was called off. Ending it is the adapter's affair, which knows what became of it; one that hangs
 * all the same has lost its device.
 * @param ended fires when the operation has ended, well or badly
 */
export async function abortedWithoutAnswer(
  session: Session,
  signal: AbortSignal,
  ended: AbortSignal,
): Promise<never> {
  await rejectOnAbort(signal).catch(() => undefined)
  await pause(answerGraceMs, ended)
  session.lose(new DeviceError('device.timeout', 'an operation that was called off did not end'))
  throw new DeviceError('device.cancelled', 'called off, and the device did not answer')
}

/** Lets go of a device that may hang in doing so. */
export async function closeWithin(session: Session): Promise<void> {
  await Promise.race([session.device.close(), pause(answerGraceMs, new AbortController().signal)])
}

export function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = (): void => {
      reject(new DeviceError('device.cancelled', 'cancelled while the device was starting'))
    }
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
}
