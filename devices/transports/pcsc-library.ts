import type { KoffiFunc } from 'koffi'
import { DeviceError } from '#devices/contract'

/**
 * The functions of PC/SC that reading a card takes (PC/SC workgroup, part 5; pcsclite's and Microsoft's winscard.h). Handles and lengths are
 * `long` on pcsclite and 32 bits elsewhere. Each call runs on a thread of the library's own and answers with a status.
 */
export interface PcscLibrary {
  establish(): Promise<{ status: number; context: bigint | number }>
  release(context: bigint | number): Promise<number>
  listReaders(context: bigint | number): Promise<{ status: number; names: string[] }>
  /** What lies in a reader now: the flags of `SCARD_STATE_…`. */
  state(context: bigint | number, reader: string): Promise<{ status: number; flags: number }>
  connect(
    context: bigint | number,
    reader: string,
  ): Promise<{ status: number; card: bigint | number; protocol: number }>
  transmit(
    card: bigint | number,
    protocol: number,
    command: Uint8Array,
  ): Promise<{ status: number; answer: Uint8Array }>
  /** Lets the card go, reset or as it is. */
  disconnect(card: bigint | number, then: 'reset' | 'leave'): Promise<number>
}

const scopeSystem = 2
const shareShared = 2
/** T=0 or T=1. */
const anyProtocol = 3
const dispositions = { leave: 0, reset: 1 } as const
/** An answer of 256 bytes and status words fits many times over. */
const answerBytes = 1024
const namesBytes = 8192

type Handle = bigint | number
let library: Promise<PcscLibrary> | null = null

/** Loads the library of the operating system, once. @throws DeviceError `smart-card.service-missing` where there is none */
export function pcscLibrary(): Promise<PcscLibrary> {
  library ??= load()
  library.catch(() => (library = null))
  return library
}

function systemLibrary(): string {
  if (process.platform === 'win32') return 'winscard.dll'
  if (process.platform === 'darwin') return '/System/Library/Frameworks/PCSC.framework/PCSC'
  return 'libpcsclite.so.1'
}

async function load(): Promise<PcscLibrary> {
  const { default: koffi } = await import('koffi')
  let native: ReturnType<typeof koffi.load>
  try {
    native = koffi.load(systemLibrary())
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    throw new DeviceError('smart-card.service-missing', `PC/SC library: ${text}`, { cause: error })
  }
  const isLite = process.platform === 'linux'
  const number = isLite ? 'unsigned long' : 'uint32'
  const result = isLite ? 'long' : 'int32'
  const handle = isLite ? 'long' : process.platform === 'darwin' ? 'int32' : 'uintptr_t'
  const ansi = process.platform === 'win32' ? 'A' : ''
  const fields = {
    szReader: 'const char *',
    pvUserData: 'void *',
    dwCurrentState: number,
    dwEventState: number,
    cbAtr: number,
    rgbAtr: koffi.array('uint8', isLite || process.platform === 'darwin' ? 33 : 36),
  }
  const readerState = process.platform === 'darwin' ? koffi.pack(fields) : koffi.struct(fields)
  const ioRequest = koffi.struct({ dwProtocol: number, cbPciLength: number })
  const out = (type: string) => koffi.out(koffi.pointer(type))
  const inout = (type: string) => koffi.inout(koffi.pointer(type))

  const establish = native.func('SCardEstablishContext', result, [number, 'void *', 'void *', out(handle)])
  const release = native.func('SCardReleaseContext', result, [handle])
  const list = native.func(`SCardListReaders${ansi}`, result, [handle, 'void *', 'void *', inout(number)])
  const change = native.func(`SCardGetStatusChange${ansi}`, result, [
    handle,
    number,
    koffi.inout(koffi.pointer(readerState)),
    number,
  ])
  const connect = native.func(`SCardConnect${ansi}`, result, [
    handle,
    'const char *',
    number,
    number,
    out(handle),
    out(number),
  ])
  const disconnect = native.func('SCardDisconnect', result, [handle, number])
  const transmit = native.func('SCardTransmit', result, [
    handle,
    koffi.pointer(ioRequest),
    'void *',
    number,
    'void *',
    'void *',
    inout(number),
  ])

  return {
    establish: async () => {
      const context: Handle[] = [0]
      const status = await call(establish, scopeSystem, null, null, context)
      return { status, context: context[0] ?? 0 }
    },
    release: (context) => call(release, context),
    listReaders: async (context) => {
      const bytes = Buffer.alloc(namesBytes)
      const length = [namesBytes]
      const status = await call(list, context, null, bytes, length)
      // Names end with NUL, the list with another.
      const names = bytes
        .subarray(0, Number(length[0]))
        .toString('utf8')
        .split('\0')
        .filter((name) => name !== '')
      return { status, names: status === 0 ? names : [] }
    },
    state: async (context, reader) => {
      const state = {
        szReader: reader,
        pvUserData: null,
        dwCurrentState: 0,
        dwEventState: 0,
        cbAtr: 0,
        rgbAtr: new Array<number>(33).fill(0),
      }
      const status = await call(change, context, 0, state, 1)
      return { status, flags: Number(state.dwEventState) }
    },
    connect: async (context, reader) => {
      const card: Handle[] = [0]
      const protocol = [0]
      const status = await call(connect, context, reader, shareShared, anyProtocol, card, protocol)
      return { status, card: card[0] ?? 0, protocol: Number(protocol[0]) }
    },
    transmit: async (card, protocol, command) => {
      const answer = Buffer.alloc(answerBytes)
      const length = [answerBytes]
      const request = { dwProtocol: protocol, cbPciLength: koffi.sizeof(ioRequest) }
      const status = await call(
        transmit,
        card,
        request,
        Buffer.from(command),
        command.length,
        null,
        answer,
        length,
      )
      return { status, answer: Uint8Array.from(answer.subarray(0, status === 0 ? Number(length[0]) : 0)) }
    },
    disconnect: (card, then) => call(disconnect, card, dispositions[then]),
  }
}

/** On a thread of its own: a reader that hangs must not hold up the others. @returns the status, as an unsigned word */
function call(entry: KoffiFunc<(...args: unknown[]) => unknown>, ...args: unknown[]): Promise<number> {
  return new Promise((resolve, reject) => {
    entry.async(...args, (error: unknown, status: unknown) => {
      if (error) reject(error instanceof Error ? error : new Error(JSON.stringify(error)))
      else resolve(Number(BigInt.asUintN(32, BigInt(status as Handle))))
    })
  })
}
