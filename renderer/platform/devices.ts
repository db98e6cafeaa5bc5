import {
  type DeviceKind,
  type DeviceReport,
  type DeviceSnapshot,
  type OperationInput,
  type OperationName,
  type OperationOutput,
  type PrinterStatus,
  type PrintOutcome,
  type ReceiptDocument,
  type ScanRequest,
  type ScannedPage,
  type IdCardReading,
  type DocumentPrinted,
  type DocumentProgress,
  isUsable,
  operations,
} from '#devices/contract'
import { type ChannelInput, ShellError, type ShownProposal, valueOf } from '#shell/contract'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { bridge } from './bridge.ts'
import { type PersonCardReading, readPersonCard } from './person-card.ts'

/** The devices of this terminal: their states as they change, and what can be asked of them. */
export const useDevices = defineStore('devices', () => {
  const snapshots = shallowRef<DeviceSnapshot[]>([])
  /** A card lies on the reader and is being read. */
  const cardDetected = ref(false)
  /** Whether the states have been asked for and told. */
  const known = ref(false)
  let started = false

  function replace(snapshot: DeviceSnapshot): void {
    const others = snapshots.value.filter((other) => other.id !== snapshot.id)
    snapshots.value = [...others, snapshot].sort((a, b) => a.id.localeCompare(b.id))
  }

  /** Loads the states and listens from now on. */
  async function start(): Promise<void> {
    if (started) return
    started = true
    bridge().onDeviceEvent((event) => {
      if (event.type === 'state-changed') replace(event.snapshot)
      if (event.type === 'card-detected') cardDetected.value = true
    })
    snapshots.value = valueOf(await bridge().deviceSnapshots())
    known.value = true
  }

  /** The device of a kind that would be used now, or null when the terminal has none. */
  function ofKind(kind: DeviceKind): DeviceSnapshot | null {
    const all = snapshots.value.filter((snapshot) => snapshot.kind === kind)
    return all.find((snapshot) => isUsable(snapshot.state)) ?? all[0] ?? null
  }

  /** Asks one device by its id, or the first of the operation's kind. @throws ShellError with the device's code */
  async function invoke<O extends OperationName>(
    operation: O,
    input: OperationInput<O>,
    { signal, id }: { signal?: AbortSignal | undefined; id?: string | undefined } = {},
  ): Promise<OperationOutput<O>> {
    const requestId = crypto.randomUUID()
    const cancel = (): void => void bridge().deviceCancel({ requestId })
    if (signal?.aborted)
      throw new ShellError({ code: 'device.cancelled', message: 'cancelled before start', retryable: true })
    signal?.addEventListener('abort', cancel, { once: true })
    try {
      const target = id === undefined ? { kind: operations[operation].kind } : { id }
      const invocation = { requestId, operation, target, input }
      const answer = await bridge().deviceInvoke(invocation as ChannelInput<'devices:invoke'>)
      return operations[operation].output.parse(valueOf(answer)) as OperationOutput<O>
    } finally {
      signal?.removeEventListener('abort', cancel)
    }
  }

  /** Waits for a person's ID card or, where there is a reader for it, social security card. @throws ShellError of the reader */
  async function readCard(options: { timeoutMs: number; signal: AbortSignal }): Promise<PersonCardReading> {
    const has = (kind: DeviceKind): boolean => ofKind(kind) !== null
    const idCard = (input: OperationInput<'id-card:read'>, signal: AbortSignal) =>
      invoke('id-card:read', input, { signal })
    const socialSecurity = (input: OperationInput<'smart-card:read'>, signal: AbortSignal) =>
      invoke('smart-card:read', input, { signal })
    const both = { idCard, socialSecurity: has('smart-card-reader') ? socialSecurity : null }
    const readers =
      has('smart-card-reader') && !has('id-card-reader') ? { idCard: null, socialSecurity } : both
    cardDetected.value = false
    try {
      return await readPersonCard(readers, options.timeoutMs, options.signal)
    } finally {
      cardDetected.value = false
    }
  }

  /** Waits for a card, at most `timeoutMs`, and reads it with its latest address. @throws ShellError with a `device.` or `id-card.` code. */
  async function readIdCard(
    options: { timeoutMs?: number; signal?: AbortSignal } = {},
  ): Promise<IdCardReading> {
    cardDetected.value = false
    try {
      const input = { timeoutMs: options.timeoutMs ?? 60_000, latestAddress: true }
      return await invoke('id-card:read', input, options)
    } finally {
      cardDetected.value = false
    }
  }

  /** One page from the scanner. @throws ShellError with a `device.` or `scan.` code. */
  const scanPage = (request: ScanRequest, signal?: AbortSignal): Promise<ScannedPage> =>
    invoke('scan:page', request, { signal })

  /** Prints and asks the printer before and after. @throws ShellError with a `device.` or `receipt.` code. */
  const printReceipt = (
    document: ReceiptDocument,
    options: { reprint?: boolean; signal?: AbortSignal } = {},
  ): Promise<PrintOutcome> =>
    invoke('receipt:print', { document, reprint: options.reprint ?? false }, { signal: options.signal })

  /**
   * Prints on A4 and follows the job to its end, telling where it stands. Aborting takes it back from the printer.
   * @throws ShellError with a `device.` or `document.` code
   */
  async function printDocument(
    input: OperationInput<'document:print'>,
    onProgress: (progress: DocumentProgress) => void,
    signal?: AbortSignal,
  ): Promise<DocumentPrinted> {
    const stop = bridge().onDeviceEvent((event) => {
      if (event.type === 'document-progressed') onProgress(event.progress)
    })
    try {
      return await invoke('document:print', input, { signal })
    } finally {
      stop()
    }
  }

  /** Paper, cover and errors of the receipt printer. */
  const printerStatus = (): Promise<PrinterStatus> => invoke('receipt:status', {})

  /** Tries a device again now. @throws ShellError `session.no-right` for one that was set aside */
  const reconnect = async (deviceId: string): Promise<void> =>
    valueOf(await bridge().deviceReconnect({ deviceId }))

  /** What technicians may know of the devices. @throws ShellError `session.no-right` */
  const reports = async (): Promise<DeviceReport[]> => valueOf(await bridge().deviceReports())

  /** What else hangs on this machine. @throws ShellError `session.no-right` */
  const proposals = async (): Promise<ShownProposal[]> => valueOf(await bridge().deviceProposals())

  /** Saves the file for support where the person says. @returns whether they did */
  const exportForSupport = async (): Promise<boolean> => valueOf(await bridge().deviceExport()).saved

  return {
    snapshots,
    known,
    cardDetected,
    start,
    ofKind,
    invoke,
    readCard,
    readIdCard,
    scanPage,
    printReceipt,
    printDocument,
    printerStatus,
    reconnect,
    reports,
    proposals,
    exportForSupport,
  }
})
