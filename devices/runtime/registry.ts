import {
  defaultLinesPerPart,
  deviceKindNames,
  type AdapterName,
  type DeviceConfig,
  type DeviceSnapshot,
} from '#devices/contract'
import {
  codeHidAdapter,
  codeSerialAdapter,
  esclScannerAdapter,
  escposReceiptAdapter,
  lcusRelayAdapter,
  modbusRelayAdapter,
  reviewKeysAdapter,
  reviewWebSocketAdapter,
  ippPrinterAdapter,
  pcscAdapter,
  saneScannerAdapter,
  sdtIdCardAdapter,
  vendorLibraryAdapter,
  vendorServiceAdapter,
  type AdapterContext,
  type DeviceAdapter,
  type OpenDevice,
} from '#devices/adapters'

/** Every adapter by the name that `terminal.yaml` uses. A new protocol is one more line. */
const adapters: { readonly [A in AdapterName]: DeviceAdapter<A> } = {
  sdt: sdtIdCardAdapter,
  escpos: escposReceiptAdapter,
  sane: saneScannerAdapter,
  ipp: ippPrinterAdapter,
  'review-keys': reviewKeysAdapter,
  'review-websocket': reviewWebSocketAdapter,
  lcus: lcusRelayAdapter,
  'modbus-relay': modbusRelayAdapter,
  'code-serial': codeSerialAdapter,
  'code-hid': codeHidAdapter,
  pcsc: pcscAdapter,
  escl: esclScannerAdapter,
  'vendor-service': vendorServiceAdapter,
  'vendor-library': vendorLibraryAdapter,
}

/**
 * Opens the device that a configuration describes, once, without supervision.
 * @throws DeviceError if it does not come up
 */
export function openDevice(
  config: DeviceConfig,
  context: AdapterContext,
  signal: AbortSignal,
): Promise<OpenDevice> {
  // The table ties each name to the adapter of its own configuration, which the compiler loses on looking it up.
  const adapter = adapters[config.adapter] as DeviceAdapter
  return adapter.open(config, context, signal)
}

/** What the hall calls a device: its label, else the name of its kind. */
export function labelOf(config: DeviceConfig): string {
  return config.label ?? deviceKindNames[config.kind]
}

/** The paper that a receipt printer is configured for; null for any other device. */
export function paperOf(config: DeviceConfig): DeviceSnapshot['paper'] | null {
  if (config.adapter !== 'escpos') return null
  const { paperWidthMm, linesPerPart } = config.options ?? {}
  return { widthMm: paperWidthMm ?? 80, linesPerPart: linesPerPart ?? defaultLinesPerPart }
}
