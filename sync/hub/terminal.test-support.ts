import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { bodyBytes, HubClient, type HubPort, type HubRequest, type HubResponse, signRequest } from '#sync/api'
import { formatReceiptNumber, type Intake } from '#sync/model'
import { type HubPublicKey, sealPacket, type SealedPacket } from '#sync/packet'

/** Packets of a test terminal, signed and ready to be announced. */
export interface TestPacket extends SealedPacket {
  readonly intakeId: string
  readonly receiptNumber: string
  readonly signature: Uint8Array
}

/** A terminal for the hub's tests: its own key, real HTTP, and a hand on what is sent. */
export class TestTerminal {
  readonly terminalId: string
  readonly client: HubClient
  readonly port: HubPort
  /** Overrides for the next requests' signatures. */
  moment: { now?: Date; nonce?: string } = {}
  readonly #url: () => string
  readonly #keys = generateKeyPairSync('ed25519')
  #sequence = 0

  /** @param url where the hub is, or how to find out: a hub that restarts may move. */
  constructor(url: string | (() => string), terminalId = 'T01') {
    this.#url = typeof url === 'string' ? () => url : url
    this.terminalId = terminalId
    this.port = { send: (request, signal) => this.#send(request, signal) }
    this.client = new HubClient(this.port)
  }

  /** 32 raw bytes. */
  get publicKey(): Uint8Array {
    const { x } = this.#keys.publicKey.export({ format: 'jwk' })
    return new Uint8Array(Buffer.from(x as string, 'base64url'))
  }

  sign(data: Uint8Array): Uint8Array {
    return new Uint8Array(sign(null, data, this.#keys.privateKey))
  }

  enrol(): Promise<HubResponse> {
    const { x } = this.#keys.publicKey.export({ format: 'jwk' })
    return this.port.send({
      method: 'PUT',
      path: `/terminals/${this.terminalId}`,
      contentType: 'application/json',
      body: Buffer.from(JSON.stringify({ siteCode: '430102', name: '试验终端', publicKey: x })),
    })
  }

  /** An invented birth intake with one attachment, or with `files` where the test brings its own, sealed and signed. */
  async packet(
    hub: HubPublicKey,
    overrides: Partial<Intake> = {},
    files?: ReadonlyMap<string, Uint8Array>,
  ): Promise<TestPacket> {
    this.#sequence += 1
    const at = new Date().toISOString()
    const intakeId = overrides.intakeId ?? randomUUID()
    const attachment = new Uint8Array(5000).map((_, index) => index % 251)
    const intake: Intake = {
      schema: 1,
      intakeId,
      receiptNumber: formatReceiptNumber({
        siteCode: '430102',
        terminalId: this.terminalId,
        day: '20261123',
        sequence: this.#sequence,
      }),
      themeId: 'birth',
      catalogueVersion: '1',
      answers: { parents: 'married', settle: 'mother' },
      values: {
        'mother.name': { value: '欧试样', source: 'card' },
        'service.cardBank': { value: '示范银行', source: 'typed' },
      },
      matters: [
        'birth-certificate',
        'household-registration',
        'vaccination-record',
        'medical-insurance-registration',
        'medical-insurance-premium',
        'social-security-card',
      ],
      materials: [{ materialId: 'mother-id', status: 'attached', grade: 'B', attachments: ['scan-1'] }],
      attachments: [
        {
          id: 'scan-1',
          kind: 'scan',
          mediaType: 'image/png',
          size: attachment.length,
          sha256: '0'.repeat(64),
          label: '母亲身份证',
        },
      ],
      signature: {
        signer: 'mother',
        image: 'scan-1',
        statement: '属实',
        signedDigest: '0'.repeat(64),
        signedAt: at,
      },
      operator: { id: '1001', name: '演示员' },
      terminal: { id: this.terminalId, siteCode: '430102' },
      startedAt: at,
      submittedAt: at,
      audit: [],
      overrides: [],
      representation: null,
      supplement: null,
      ...overrides,
    }
    const sealed = await sealPacket(
      { intake, attachments: new Map(files ?? [['scan-1', attachment]]) },
      { terminal: { keyId: 'k1', key: new Uint8Array(32) }, hub },
    )
    return {
      ...sealed,
      intakeId,
      receiptNumber: intake.receiptNumber,
      signature: this.sign(sealed.headerBytes),
    }
  }

  /** Announces and uploads everything; the commit is left to the test. */
  async deliver(packet: TestPacket): Promise<void> {
    await this.client.announce(packet)
    for (const part of packet.parts) {
      await this.client.uploadPart({
        intakeId: packet.intakeId,
        partId: part.id,
        read: async () => part.bytes,
      })
    }
  }

  /** The same terminal, speaking to another of the hubs behind a balancer. */
  at(hub: { readonly url: string }): { readonly client: HubClient; readonly port: HubPort } {
    const port: HubPort = { send: (request, signal) => this.#send(request, signal, hub.url) }
    return { client: new HubClient(port), port }
  }

  /** The signed headers of one request, to be sent by hand. */
  signed({
    method,
    path,
    body,
    contentEncoding,
  }: {
    method: HubRequest['method']
    path: string
    body: Uint8Array | null
    contentEncoding?: string
  }): Promise<Record<string, string>> {
    const signer = { keyId: this.terminalId, sign: (data: Uint8Array) => Promise.resolve(this.sign(data)) }
    return signRequest({ method, path, body, contentEncoding }, signer, this.moment)
  }

  async #send(request: HubRequest, signal?: AbortSignal, url = this.#url()): Promise<HubResponse> {
    const { method, path } = request
    const body = await bodyBytes(request.body)
    const signed = await this.signed({ method, path, body })
    const response = await fetch(url + path, {
      method,
      headers: {
        ...request.headers,
        ...(request.contentType === undefined ? {} : { 'content-type': request.contentType }),
        ...signed,
      },
      body: body === null ? null : new Uint8Array(body),
      signal: signal ?? null,
    })
    const headers: Record<string, string> = {}
    response.headers.forEach((value, name) => (headers[name] = value))
    return { status: response.status, headers, body: new Uint8Array(await response.arrayBuffer()) }
  }
}
