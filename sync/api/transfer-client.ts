import type { HubClient, HubResult } from './hub-client.ts'
import { operations } from './operations.ts'
import type { TransferClaim, TransferState } from './transfer-schemas.ts'

/** The hub's questions about drafts on their way between terminals. Each may be repeated. */
export class TransferClient {
  readonly #hub: HubClient

  constructor(hub: HubClient) {
    this.#hub = hub
  }

  /** Puts a sealed draft there. */
  store(transferId: string, bytes: Uint8Array, signal?: AbortSignal): Promise<HubResult<TransferState>> {
    const contentType = 'application/octet-stream'
    const request = {
      method: 'PUT',
      path: `/draft-transfers/${transferId}`,
      body: bytes,
      contentType,
    } as const
    return this.#hub.ask(request, operations.storeTransfer.response, signal)
  }

  /** How it stands, for the terminal that put it there. */
  state(transferId: string, signal?: AbortSignal): Promise<HubResult<TransferState>> {
    const request = { method: 'GET', path: `/draft-transfers/${transferId}`, body: null } as const
    return this.#hub.ask(request, operations.readTransfer.response, signal)
  }

  /** Takes it back, for the terminal that put it there. What was taken stays taken. */
  recall(transferId: string, signal?: AbortSignal): Promise<HubResult<TransferState>> {
    return this.#hub.ask(step(transferId, 'recall'), operations.recallTransfer.response, signal)
  }

  /** Says that this terminal takes it. */
  claim(transferId: string, signal?: AbortSignal): Promise<HubResult<TransferClaim>> {
    return this.#hub.ask(step(transferId, 'claim'), operations.claimTransfer.response, signal)
  }

  /** A piece of what was claimed. */
  piece(
    transferId: string,
    offset: number,
    signal?: AbortSignal,
  ): Promise<HubResult<{ offset: number; bytes: string }>> {
    const path = `/draft-transfers/${transferId}/content?offset=${String(offset)}`
    return this.#hub.ask({ method: 'GET', path, body: null }, operations.readTransferPiece.response, signal)
  }

  /** It is stored here: the hub may forget it. */
  confirm(transferId: string, signal?: AbortSignal): Promise<HubResult<TransferState>> {
    return this.#hub.ask(step(transferId, 'confirm'), operations.confirmTransfer.response, signal)
  }
}

function step(transferId: string, name: 'recall' | 'claim' | 'confirm') {
  return { method: 'POST', path: `/draft-transfers/${transferId}/${name}`, body: null } as const
}
