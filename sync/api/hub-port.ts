/** A request to the hub, before the terminal's signature is added. */
export interface HubRequest {
  readonly method: 'GET' | 'PUT' | 'POST'
  /** Begins with `/`; has the query with it. */
  readonly path: string
  readonly body: Uint8Array | null
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
