/**
 * A sealed part of this terminal's own as a body. The line may take the bytes from nearer than `read`, as from the packet
 * file beside it: scans need not cross processes to be sent.
 */
export interface PartBody {
  readonly intakeId: string
  readonly partId: string
  /** Some of it may be at the hub: the line asks how much before it sends. */
  readonly resume?: boolean
  /** The part's ciphertext, from the local store. */
  read(): Promise<Uint8Array>
}

/** A sealed packet of this terminal's own as a body, as its file has it: the line takes it from there. */
export interface PacketBody {
  readonly intakeId: string
  readonly whole: true
  read(): Promise<Uint8Array>
}

/** A request to the hub, before the terminal's signature is added. */
export interface HubRequest {
  readonly method: 'GET' | 'PUT' | 'POST'
  /** Begins with `/`; has the query with it. */
  readonly path: string
  readonly body: Uint8Array | PartBody | PacketBody | null
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** What came back, whatever it is. */
export interface HubResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** The line to the hub. It signs and sends; it does not judge. Rejects when there was no answer. */
export interface HubPort {
  send(request: HubRequest, signal?: AbortSignal): Promise<HubResponse>
}

/** A body's bytes, for a line that has no nearer place to take them from. */
export async function bodyBytes(body: HubRequest['body']): Promise<Uint8Array | null> {
  return body === null || body instanceof Uint8Array ? body : body.read()
}
