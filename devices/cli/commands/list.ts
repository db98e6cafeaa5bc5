import { deviceBusNames, type DeviceProposal } from '#devices/contract'
import { proposeDevices } from '#devices/runtime'
import { configuredDevices, entryLines } from '../configuration.ts'
import type { Options, Report } from './command.ts'

/** `device list`: what hangs on this machine, and how each would be written into `terminal.yaml`. */
export async function list(options: Options, signal: AbortSignal): Promise<Report> {
  const proposals = await proposeDevices(await configuredDevices(options['config']), signal)
  const lines = Object.entries(deviceBusNames).flatMap(([bus, title]) => {
    const found = proposals.filter((proposal) => proposal.bus === bus)
    return [`${title}：`, ...(found.length === 0 ? ['  （没有）'] : found.flatMap(show))]
  })
  return { json: { devices: proposals }, lines }
}

function show(proposal: DeviceProposal): string[] {
  const { address, usbId, description, name, entry } = proposal
  const where = [address ?? `usb ${usbId ?? ''}`, address === null ? null : usbId, description]
  return [
    `  ${where.filter(Boolean).join('  ')}`,
    `    ${[name, verdict(proposal)].filter(Boolean).join('：')}`,
    ...(entry === null ? [] : entryLines(entry).map((line) => `      ${line}`)),
  ]
}

function verdict({ configuredAs, entry, confidence, bus, address }: DeviceProposal): string {
  if (configuredAs !== null) return `已配置为 ${configuredAs}`
  if (entry !== null) return '可以在 terminal.yaml 的 devices 里写：'
  if (bus === 'serial') return `不知道接的是什么，可以问：device probe --transport ${address ?? ''}`
  return confidence === 'unknown' ? '不认识' : '认得，但没有它的驱动'
}
