import { request as plainRequest, type IncomingMessage } from 'node:http'
import { request as secureRequest } from 'node:https'
import { connect } from 'node:tls'
import { DeviceError } from '#devices/contract'
import { cancelled, disconnected, openError } from './open-errors.ts'

/** One question over HTTP. */
export interface HttpQuestion {
  readonly url: string
  /** POST if absent. */
  readonly method?: 'GET' | 'POST' | 'DELETE'
  /** Of the body; none is sent if absent. */
  readonly contentType?: string
  /** Sent piece by piece, so that a document is not copied to stand behind its header. */
  readonly body: readonly Uint8Array[]
  /** Silence of this length ends it; a slow device that goes on sending or taking is not silent. */
  readonly silenceMs: number
  readonly maxAnswerBytes: number
  /** Of an https device with a certificate of its own making: SHA-256, 64 hexadecimal digits. */
  readonly certificateSha256?: string
  readonly signal: AbortSignal
}

export interface HttpAnswer {
  readonly status: number
  readonly contentType: string
  /** Where the device says that something was made; never followed by itself. */
  readonly location: string | null
  readonly body: Uint8Array<ArrayBuffer>
}

/**
 * Asks and waits for the whole answer, whatever its status.
 * @throws DeviceError `device.open-failed` if nothing was sent, `device.disconnected` or `device.timeout` if it may have
 *   been, `device.cancelled`, `device.protocol` for an answer beyond all measure, `device.certificate`
 */
export async function askHttp(question: HttpQuestion): Promise<HttpAnswer> {
  if (question.signal.aborted) throw cancelled(question.url)
  const { certificateSha256 } = question
  const trust =
    certificateSha256 === undefined || !question.url.startsWith('https:')
      ? {}
      : await pinnedTrust(new URL(question.url), certificateSha256)
  return exchange(question, trust)
}

interface Trust {
  readonly ca?: string
  readonly checkServerIdentity?: (host: string, certificate: { fingerprint256: string }) => Error | undefined
}

function exchange(question: HttpQuestion, trust: Trust): Promise<HttpAnswer> {
  const { url, signal, body } = question
  return new Promise((resolve, reject) => {
    let connected = false
    const request = (url.startsWith('https:') ? secureRequest : plainRequest)(url, {
      method: question.method ?? 'POST',
      agent: false,
      headers:
        question.contentType === undefined
          ? {}
          : {
              'content-type': question.contentType,
              'content-length': body.reduce((sum, piece) => sum + piece.length, 0),
            },
      ...trust,
    })
    const fail = (error: DeviceError): void => {
      signal.removeEventListener('abort', abort)
      request.on('error', () => undefined)
      request.destroy()
      reject(error)
    }
    const abort = (): void => {
      fail(cancelled(url))
    }
    signal.addEventListener('abort', abort)
    request.setTimeout(question.silenceMs, () => {
      fail(new DeviceError('device.timeout', `${url} was silent for ${String(question.silenceMs)} ms`))
    })
    request.on('socket', (socket) => {
      socket.once(url.startsWith('https:') ? 'secureConnect' : 'connect', () => (connected = true))
    })
    request.on('error', (error) => {
      fail(connected ? disconnected(url, error) : openingFailed(url, error))
    })
    request.on('response', (response) => {
      readAnswer(response, question).then((answer) => {
        signal.removeEventListener('abort', abort)
        resolve(answer)
      }, fail)
    })
    for (const piece of body) request.write(piece)
    request.end()
  })
}

function openingFailed(url: string, error: Error): DeviceError {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)
    ? new DeviceError('device.certificate', `${url}: ${error.message}`, { cause: error })
    : openError(url, error)
}

async function readAnswer(response: IncomingMessage, question: HttpQuestion): Promise<HttpAnswer> {
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of response as AsyncIterable<Buffer>) {
      size += piece.length
      if (size > question.maxAnswerBytes) {
        throw new DeviceError('device.protocol', `${question.url} answered with over ${String(size)} bytes`)
      }
      pieces.push(piece)
    }
  } catch (error) {
    throw error instanceof DeviceError ? error : disconnected(question.url, error)
  }
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'] ?? '',
    location: response.headers.location ?? null,
    body: Uint8Array.from(Buffer.concat(pieces)),
  }
}

/** Looks at the device's certificate before anything is sent, and then trusts that one and no other. */
function pinnedTrust(url: URL, wanted: string): Promise<Trust> {
  const same = (fingerprint: string): boolean => plain(fingerprint) === plain(wanted)
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: url.hostname,
      port: Number(url.port === '' ? 443 : url.port),
      rejectUnauthorized: false,
    })
    const end = (settle: () => void): void => {
      socket.destroy()
      settle()
    }
    socket.setTimeout(5000, () => {
      end(() => {
        reject(new DeviceError('device.open-failed', `${url.host}: no TLS after 5000 ms`))
      })
    })
    socket.once('error', (error) => {
      end(() => {
        reject(openError(url.host, error))
      })
    })
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerCertificate()
      end(() => {
        if (!same(certificate.fingerprint256)) {
          reject(new DeviceError('device.certificate', `${url.host} shows ${certificate.fingerprint256}`))
        } else {
          const pem = certificate.raw.toString('base64').replace(/(.{64})/g, '$1\n')
          resolve({
            ca: `-----BEGIN CERTIFICATE-----\n${pem}\n-----END CERTIFICATE-----\n`,
            checkServerIdentity: (_host, shown) =>
              same(shown.fingerprint256) ? undefined : new Error('another certificate than a moment ago'),
          })
        }
      })
    })
  })
}

function plain(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toLowerCase()
}
