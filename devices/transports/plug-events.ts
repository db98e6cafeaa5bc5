import { watch } from 'node:fs'

/** Device files that come and go with a plug. */
const pluggedNames = /^(ttyUSB|ttyACM|hidraw|usb|lp|serial)/
/** The system gives a new device file its owner and group shortly after its name. */
const settleMs = 300
const pollMs = 3000

/**
 * Calls `onChange` when something was plugged in or pulled out: on Linux by the kernel's word on `/dev`, elsewhere by
 * USB events; and everywhere by looking at the list of serial ports now and then, for machines that tell neither.
 * @returns a function that ends watching
 */
export function watchPlugs(onChange: () => void, devFolder = '/dev'): () => void {
  let timer: NodeJS.Timeout | undefined
  const changed = (): void => {
    clearTimeout(timer)
    timer = setTimeout(onChange, settleMs)
  }
  const stops = [
    process.platform === 'linux' ? watchDev(devFolder, changed) : watchUsb(changed),
    poll(changed),
  ]
  return () => {
    clearTimeout(timer)
    for (const stop of stops) stop()
  }
}

function watchDev(folder: string, changed: () => void): () => void {
  try {
    const watcher = watch(folder, { persistent: false }, (_event, name) => {
      if (name !== null && pluggedNames.test(name)) changed()
    })
    watcher.on('error', () => {
      watcher.close()
    })
    return () => {
      watcher.close()
    }
  } catch {
    return () => undefined
  }
}

function watchUsb(changed: () => void): () => void {
  let stop = (): void => undefined
  void import('usb').then(
    ({ usb }) => {
      usb.addEventListener('connect', changed)
      usb.addEventListener('disconnect', changed)
      stop = () => {
        usb.removeEventListener('connect', changed)
        usb.removeEventListener('disconnect', changed)
      }
    },
    () => undefined,
  )
  return () => {
    stop()
  }
}

function poll(changed: () => void): () => void {
  let known: string | null = null
  const look = async (): Promise<void> => {
    const { SerialPort } = await import('serialport')
    const now = (await SerialPort.list()).map(({ path }) => path).join(' ')
    if (known !== null && known !== now) changed()
    known = now
  }
  const timer = setInterval(() => {
    look().catch(() => undefined)
  }, pollMs)
  timer.unref()
  return () => {
    clearInterval(timer)
  }
}
