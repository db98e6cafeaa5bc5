import { type TerminalBridge, valueOf } from '#shell/contract'
import type { ShellPorts } from '#renderer/workers'

declare global {
  interface Window {
    /** Put there by the preload script; the page's only way out. */
    readonly terminal: TerminalBridge
  }
}

/** The preload API of this page. */
export const bridge = (): TerminalBridge => window.terminal

/** The bridge in the form that the worker is given: values or a thrown ShellError. */
export function shellPorts(terminal: TerminalBridge): ShellPorts {
  return {
    reserveNumber: async (intakeId) => valueOf(await terminal.reserveNumber({ intakeId })),
    writePacket: async (input) => valueOf(await terminal.writePacket(input)),
    listPackets: async () => valueOf(await terminal.listPackets()),
    readPacket: async (intakeId) => valueOf(await terminal.readPacket({ intakeId })),
    discardPacket: async (intakeId) => void valueOf(await terminal.discardPacket({ intakeId })),
    expirePackets: async (intakeIds) => valueOf(await terminal.expirePackets({ intakeIds })).gone,
    acknowledgePacket: async (input) => void valueOf(await terminal.acknowledgePacket(input)),
    resealRow: async (row) => valueOf(await terminal.resealRow(row)),
    settleKeys: async (keyId) => void valueOf(await terminal.settleKeys({ keyId })),
    hubSend: async (request) => valueOf(await terminal.hubSend(request)),
    hubSendPart: async (request) => valueOf(await terminal.hubSendPart(request)),
    hubSendPacket: async (request) => valueOf(await terminal.hubSendPacket(request)),
    hubCancel: async (requestId) => void valueOf(await terminal.hubCancel({ requestId })),
  }
}
