import { join } from 'node:path'
import type { DeviceConfig } from '#devices/contract'
import { startSimulator } from './hall-devices.ts'

/** A device that the demonstration does not need, for who wants to try it: its process, and how the terminal knows it. */
export interface FurtherDevice {
  readonly name: string
  readonly controlPort: number
  readonly entry: DeviceConfig
  stop(): Promise<void>
}

/** Starts one of each kind and protocol that {@link startHall} does not start anyway, as far as it needs no daemon of the system. */
export async function startFurtherDevices(hallDir: string): Promise<FurtherDevice[]> {
  const started = await Promise.allSettled([
    startOne('escl-scanner', [], (transport) => ({
      id: 'network-scanner',
      kind: 'document-scanner',
      adapter: 'escl',
      label: '网络扫描仪',
      transport,
    })),
    startOne('vendor-service', [], (transport) => ({
      id: 'vendor-reader',
      kind: 'id-card-reader',
      adapter: 'vendor-service',
      label: '身份证阅读机（厂家服务）',
      transport,
      options: {
        success: { path: 'resultFlag', values: [0] },
        noCard: [-1],
        fields: {
          name: 'resultContent.partyName',
          number: 'resultContent.certNumber',
          sex: 'resultContent.gender',
          nation: 'resultContent.nation',
          birth: 'resultContent.bornDay',
          address: 'resultContent.certAddress',
          authority: 'resultContent.certOrg',
          validFrom: 'resultContent.effDate',
          validUntil: 'resultContent.expDate',
        },
      },
    })),
    startOne('review-pad', ['--pty', join(hallDir, 'review-pad.tty')], (transport) => ({
      id: 'review-pad',
      kind: 'review-pad',
      adapter: 'review-keys',
      label: '评价器',
      transport,
      options: { keys: '54321' },
    })),
    startOne('relay-board', ['--pty', join(hallDir, 'status-light.tty')], (transport) => ({
      id: 'status-light',
      kind: 'status-light',
      adapter: 'modbus-relay',
      label: '状态灯',
      transport,
      options: { channels: { red: 1, yellow: 2, green: 3 } },
    })),
  ])
  const devices = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const failed = started.find((one) => one.status === 'rejected')
  if (failed === undefined) return devices
  await Promise.all(devices.map((device) => device.stop()))
  throw failed.reason

  async function startOne(
    name: string,
    args: readonly string[],
    entryOf: (transport: string) => DeviceConfig,
  ): Promise<FurtherDevice> {
    const { transport, control, controlPort, stop } = await startSimulator(name, hallDir, args)
    control.close()
    return { name, controlPort, entry: entryOf(transport), stop }
  }
}
