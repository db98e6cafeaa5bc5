import { DeviceError } from '#devices/contract'
import type { VendorLibrary } from '#devices/transports'
import type { CardWords } from '../card-words.ts'
import { oneCallAtATime } from '../one-call.ts'

/** What a maker's library can do, whatever it calls it. */
export interface ReaderFunctions {
  readonly family: string
  /** @returns the port at which the reader answered. @throws DeviceError `device.open-failed` */
  connect(port: number | undefined, signal: AbortSignal): Promise<number>
  findCard(): Promise<boolean>
  /** @throws DeviceError `id-card.read-failed`, `device.timeout` */
  readCard(active: number): Promise<CardWords>
  /** Never rejects. */
  disconnect(): Promise<void>
}

/**
 * The two families of these libraries (README.md names the sources): with `CVR_` before the names and lengths by pointer, and
 * without it and lengths by value.
 */
const families = [
  { family: 'CVR', prefix: 'CVR_', length: 'by-pointer' },
  { family: 'termb', prefix: '', length: 'by-value' },
] as const

/** USB first, which is what readers of today have; then the serial ports. */
const usualPorts = [...range(1001, 1016), ...range(1, 16)]
const good = 1

const getters = {
  name: 'GetPeopleName',
  sex: 'GetPeopleSex',
  nation: 'GetPeopleNation',
  birth: 'GetPeopleBirthday',
  address: 'GetPeopleAddress',
  number: 'GetPeopleIDCode',
  authority: 'GetDepartment',
  validFrom: 'GetStartDate',
  validUntil: 'GetEndDate',
} as const satisfies { readonly [F in keyof CardWords]?: string }

/**
 * @param callMs a function that takes longer hangs; until it comes back nothing else is asked of the library
 * @throws DeviceError `id-card.library-missing` if the library is of neither family
 */
export function openReaderFunctions(library: VendorLibrary, callMs: number): ReaderFunctions {
  const known = families.find(({ prefix }) => library.has(`${prefix}InitComm`))
  if (known === undefined)
    throw new DeviceError('id-card.library-missing', 'the library has neither CVR_InitComm nor InitComm')
  const { family, prefix, length } = known
  const call = oneCallAtATime(callMs)
  const number = (name: string, argument?: number): Promise<number> =>
    call(name, () => library.number(name, argument))

  return {
    family,
    connect: async (port, signal) => {
      for (const one of port === undefined ? usualPorts : [port]) {
        if (signal.aborted) throw new DeviceError('device.cancelled', 'opening the reader cancelled')
        if ((await number(`${prefix}InitComm`, one)) === good) return one
      }
      throw new DeviceError('device.open-failed', `${prefix}InitComm found no reader`)
    },
    findCard: async () => (await number(`${prefix}Authenticate`)) === good,
    readCard: async (active) => {
      const status = await number(`${prefix}Read_Content`, active)
      if (status !== good)
        throw new DeviceError('id-card.read-failed', `${prefix}Read_Content: ${String(status)}`)
      const words: [string, string][] = []
      for (const [field, name] of Object.entries(getters))
        words.push([field, decode(await call(name, () => library.text(name, length)))])
      return Object.fromEntries(words) as CardWords
    },
    disconnect: async () => {
      if (!call.hangs()) await number(`${prefix}CloseComm`).catch(() => undefined)
    },
  }
}

/** These libraries speak the code page of a Chinese Windows. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes)
  } catch {
    throw new DeviceError('id-card.corrupt-data', 'text that is no GBK')
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at)
}
