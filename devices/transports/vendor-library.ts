import { existsSync } from 'node:fs'
import type { KoffiFunc } from 'koffi'
import { DeviceError } from '#devices/contract'

/** A maker's library that has been loaded into this process. */
export interface VendorLibrary {
  has(name: string): boolean
  /** Calls `int name(int)`, or `int name(void)` without an argument, on a thread of its own. */
  number(name: string, argument?: number): Promise<number>
  /**
   * Calls `int name(char *text, int *length)`, or `(char *text, int length)`, and gives back the bytes up to the first NUL.
   */
  text(name: string, length: 'by-pointer' | 'by-value'): Promise<Uint8Array>
  /** Calls `int name(char *input, char *output)`, with an `int` behind them where one is given; `output` is 0 before the call. */
  transform(
    name: string,
    input: Uint8Array,
    outputBytes: number,
    argument?: number,
  ): Promise<{ readonly status: number; readonly output: Uint8Array }>
  /** Calls `int name(char *path)` or `int name(char *path, int)`. */
  file(name: string, path: string, argument?: number): Promise<number>
}

/** Room that no field of a card fills; makers' examples use 128. */
const textBytes = 1024

/**
 * Loads a maker's library (`termb.dll`, `libtermb.so`). What it does in this process, it does with this process: a crash of it
 * is a crash of the device host, which is there to take it.
 * @param path whole, as in the configuration
 * @throws DeviceError `id-card.library-missing` where there is none or it is built for another machine
 */
export async function loadVendorLibrary(path: string): Promise<VendorLibrary> {
  if (!existsSync(path)) throw new DeviceError('id-card.library-missing', `no file ${path}`)
  const { default: koffi } = await import('koffi')
  let native: ReturnType<typeof koffi.load>
  try {
    native = koffi.load(path)
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    throw new DeviceError('id-card.library-missing', `${path}: ${text}`, { cause: error })
  }
  // Windows libraries of this family are stdcall, which is a word without meaning on 64 bits and elsewhere.
  const convention = process.platform === 'win32' && process.arch === 'ia32' ? '__stdcall' : '__cdecl'
  const declare = (name: string, parameters: Parameters<typeof native.func>[3]) =>
    native.func(convention, name, 'int', parameters) as Callable
  const find: typeof declare = (name, parameters) => {
    try {
      return declare(name, parameters)
    } catch (error) {
      throw new DeviceError('id-card.library-missing', `${path} has no ${name}`, { cause: error })
    }
  }
  const optional = (argument: number | undefined) =>
    argument === undefined ? { types: [], values: [] } : { types: ['int'], values: [argument] }
  const intPointer = koffi.inout(koffi.pointer('int'))
  return {
    has: (name) => {
      try {
        declare(name, [])
        return true
      } catch {
        return false
      }
    },
    number: (name, argument) =>
      argument === undefined ? call(declare(name, [])) : call(declare(name, ['int']), argument),
    text: async (name, length) => {
      const bytes = Buffer.alloc(textBytes)
      if (length === 'by-pointer') await call(declare(name, ['void *', intPointer]), bytes, [textBytes])
      else await call(declare(name, ['void *', 'int']), bytes, textBytes)
      const end = bytes.indexOf(0)
      return Uint8Array.from(bytes.subarray(0, end < 0 ? textBytes : end))
    },
    transform: async (name, input, outputBytes, argument) => {
      const [from, output] = [Buffer.from(input), Buffer.alloc(outputBytes)]
      const last = optional(argument)
      const status = await call(find(name, ['void *', 'void *', ...last.types]), from, output, ...last.values)
      return { status, output }
    },
    file: async (name, path, argument) => {
      const last = optional(argument)
      return call(find(name, ['str', ...last.types]), path, ...last.values)
    },
  }
}

type Callable = KoffiFunc<(...args: unknown[]) => unknown>

/** On a thread of its own: some of these functions wait for a card for seconds. */
function call(entry: Callable, ...args: unknown[]): Promise<number> {
  return new Promise((resolve, reject) => {
    entry.async(...args, (error: unknown, result: unknown) => {
      if (error) reject(error instanceof Error ? error : new Error(JSON.stringify(error)))
      else resolve(Number(result))
    })
  })
}
