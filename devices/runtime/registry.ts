import type { AdapterName, DeviceConfig } from '#devices/contract'
import {
  escposReceiptAdapter,
  saneScannerAdapter,
  sdtIdCardAdapter,
  type AdapterContext,
  type DeviceAdapter,
  type OpenDevice,
} from '#devices/adapters'

/** Every adapter by the name that `terminal.yaml` uses. A new protocol is one more line. */
const adapters: { readonly [A in AdapterName]: DeviceAdapter<A> } = {
  sdt: sdtIdCardAdapter,
  escpos: escposReceiptAdapter,
  sane: saneScannerAdapter,
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
  // The switch ties each configuration to its own adapter's type.
  switch (config.adapter) {
    case 'sdt':
      return adapters.sdt.open(config, context, signal)
    case 'escpos':
      return adapters.escpos.open(config, context, signal)
    case 'sane':
      return adapters.sane.open(config, context, signal)
  }
}

const kindNames = {
  'id-card-reader': '身份证阅读机',
  'receipt-printer': '凭条打印机',
  'document-scanner': '扫描仪',
} as const

/** What the hall calls a device: its label, else the name of its kind. */
export function labelOf(config: DeviceConfig): string {
  return config.label ?? kindNames[config.kind]
}
