import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { z } from 'zod'
import type { DeviceConfig } from '#devices/contract'
import { terminalConfigSchema } from '#shell/contract'

/** What the hall knows only when its devices and its hub run. */
export interface HallWiring {
  hubUrl: string
  hubEncryptionKey: z.input<typeof terminalConfigSchema>['hub']['encryptionKey']
  /** Where the devices are reached, `serial:…` or `tcp:…`. */
  readerTransport: string
  printerTransport: string
  a4PrinterTransport: string
  codeScannerTransport: string
  saneConfigDir: string
  /** Devices beyond those of the demonstration. */
  further?: readonly DeviceConfig[]
}

/**
 * Writes `terminal.yaml` for a window in the demonstration hall and answers its path.
 *
 * @throws ZodError when the shell would refuse it
 */
export function writeTerminalConfig(hallDir: string, wiring: HallWiring): string {
  const config: z.input<typeof terminalConfigSchema> = {
    schema: 1,
    mode: 'window',
    demonstration: true,
    // 430102: 长沙市芙蓉区, as a plausible place; the hall is invented.
    site: { code: '430102', name: '示范政务服务中心', place: '3号综合窗口', phone: '12345' },
    terminal: { id: 'T01' },
    hub: { url: wiring.hubUrl, encryptionKey: wiring.hubEncryptionKey, pollSeconds: 2 },
    operatorsFile: 'operators.yaml',
    // A build machine has no key store of its own; a real station keeps this file on a separate medium.
    keys: { custody: 'file', file: 'station.key' },
    devices: [
      {
        id: 'id-card-reader',
        kind: 'id-card-reader',
        adapter: 'sdt',
        label: '身份证阅读机',
        transport: wiring.readerTransport,
      },
      {
        id: 'receipt-printer',
        kind: 'receipt-printer',
        adapter: 'escpos',
        label: '凭条打印机',
        transport: wiring.printerTransport,
        options: { paperWidthMm: 80 },
      },
      {
        id: 'document-printer',
        kind: 'document-printer',
        adapter: 'ipp',
        label: 'A4 打印机',
        transport: wiring.a4PrinterTransport,
      },
      {
        id: 'code-scanner',
        kind: 'code-scanner',
        adapter: 'code-serial',
        label: '扫码器',
        transport: wiring.codeScannerTransport,
      },
      {
        id: 'document-scanner',
        kind: 'document-scanner',
        adapter: 'sane',
        label: '文档扫描仪',
        transport: 'test:0',
        options: { configDir: wiring.saneConfigDir, backendOptions: { 'test-picture': 'Color pattern' } },
      },
      ...(wiring.further ?? []),
    ],
  }
  const path = join(hallDir, 'terminal.yaml')
  terminalConfigSchema.parse(config)
  writeFileSync(path, stringify(config))
  return path
}
