import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createCanvas } from '@napi-rs/canvas'
import { z } from 'zod'
import { startControlServer } from '../control/control-server.ts'
import { esclScannerPanel } from './panel.ts'

/** What can be done with the scanner by hand. */
export interface EsclScannerCommands {
  /** Puts sheets into the feeder. */
  load: { args: { sheets: number }; result: null }
  /** The feeder jams when it draws this sheet, counted from the next. */
  'jam-at': { args: { sheet: number }; result: null }
  'open-cover': { args: object; result: null }
  /** Jam cleared, cover shut. */
  restore: { args: object; result: null }
  /** 503 for so many requests of a kind. */
  'not-ready': { args: { what: 'job' | 'page'; times: number }; result: null }
  /** The next picture: cut off half-way, something else altogether, or sent elsewhere. */
  'spoil-next': { args: { how: 'cut' | 'garbage' | 'redirect' | 'silence' }; result: null }
  unplug: { args: object; result: null }
  plug: { args: object; result: null }
  status: {
    args: object
    result: { sheets: number; jobs: number; scanned: number; lastSettings: string | null }
  }
}

export interface EsclScannerSimulator {
  readonly transport: string
  readonly controlPort: number
  close(): Promise<void>
}

/** What a job asked for, read from its settings by plain search: this side shares no parser with the other. */
interface Job {
  readonly source: 'Platen' | 'Feeder'
  readonly duplex: boolean
  readonly isGray: boolean
  readonly widthPx: number
  readonly heightPx: number
  /** Sides of the sheet under way that are still to be given out. */
  sidesLeft: number
  given: number
}

const hp = 'http://schemas.hp.com/imaging/escl/2011/05/03'
const pwg = 'http://www.pwg.org/schemas/2010/12/sm'

/** Starts a scanner that speaks eSCL from the scanner's side: glass, and a feeder for both sides. */
export async function startEsclScannerSimulator(
  options: {
    readonly port?: number
    readonly controlPort?: number
    /** Speaks TLS with this certificate, both as PEM. */
    readonly tls?: { readonly key: string; readonly cert: string }
  } = {},
): Promise<EsclScannerSimulator> {
  const machine = new Machine()
  let server: Server | null = null
  const listen = (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const serve = (request: IncomingMessage, response: ServerResponse): void => {
        machine.answer(request, response).catch(() => response.destroy())
      }
      const next = options.tls === undefined ? createServer(serve) : createSecureServer(options.tls, serve)
      next.once('error', reject)
      next.listen(port, '127.0.0.1', () => {
        server = next
        const address = next.address()
        resolve(typeof address === 'object' && address !== null ? address.port : port)
      })
    })
  const unplug = async (): Promise<void> => {
    const open = server
    server = null
    if (open === null) return
    open.closeAllConnections()
    await new Promise((resolve) => open.close(resolve))
  }
  const port = await listen(options.port ?? 0)
  const control = await startControlServer(
    options.controlPort ?? 0,
    {
      ...machine.commands,
      unplug,
      plug: async () => {
        if (server === null) await listen(port)
      },
    },
    esclScannerPanel,
  )
  return {
    transport: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${String(port)}/eSCL`,
    controlPort: control.port,
    close: async () => {
      await control.close()
      await unplug()
    },
  }
}

class Machine {
  #sheets = 0
  #jamAt: number | null = null
  #jammed = false
  #coverOpen = false
  #notReady = { job: 0, page: 0 }
  #spoil: 'cut' | 'garbage' | 'redirect' | 'silence' | null = null
  #scanned = 0
  #lastSettings: string | null = null
  #lastJob = 0
  readonly #jobs = new Map<string, Job>()

  readonly commands = {
    load: (args: unknown): void => {
      this.#sheets += z.object({ sheets: z.int().min(1) }).parse(args).sheets
    },
    'jam-at': (args: unknown): void => {
      this.#jamAt = z.object({ sheet: z.int().min(1) }).parse(args).sheet
    },
    'open-cover': (): void => {
      this.#coverOpen = true
    },
    restore: (): void => {
      this.#coverOpen = this.#jammed = false
      this.#jamAt = null
    },
    'not-ready': (args: unknown): void => {
      const { what, times } = z.object({ what: z.enum(['job', 'page']), times: z.int().min(1) }).parse(args)
      this.#notReady[what] = times
    },
    'spoil-next': (args: unknown): void => {
      this.#spoil = z.object({ how: z.enum(['cut', 'garbage', 'redirect', 'silence']) }).parse(args).how
    },
    status: () => ({
      sheets: this.#sheets,
      jobs: this.#jobs.size,
      scanned: this.#scanned,
      lastSettings: this.#lastSettings,
    }),
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://scanner').pathname.replace(/^\/eSCL\//, '')
    const body = await bodyOf(request)
    const [first, job, last] = path.split('/')
    if (request.method === 'GET' && path === 'ScannerCapabilities') sendXml(response, capabilities())
    else if (request.method === 'GET' && path === 'ScannerStatus') sendXml(response, this.#status())
    else if (request.method === 'POST' && path === 'ScanJobs')
      this.#begin(body, request.headers.host ?? '', response)
    else if (first === 'ScanJobs' && job !== undefined && last === 'NextDocument') this.#next(job, response)
    else if (request.method === 'DELETE' && first === 'ScanJobs' && job !== undefined) {
      response.writeHead(this.#jobs.delete(job) ? 200 : 404).end()
    } else response.writeHead(404).end()
  }

  #begin(settings: string, host: string, response: ServerResponse): void {
    this.#lastSettings = settings
    if (this.#notReady.job > 0) {
      this.#notReady.job -= 1
      response.writeHead(503).end()
      return
    }
    const number = (name: string): number =>
      Number(new RegExp(`<[^>]*:${name}>(\\d+)<`).exec(settings)?.[1] ?? 0)
    const dpi = number('XResolution')
    if (![75, 100, 200, 300].includes(dpi)) {
      response.writeHead(409).end()
      return
    }
    this.#lastJob += 1
    const id = `job-${String(this.#lastJob)}`
    this.#jobs.set(id, {
      source: settings.includes('Feeder<') ? 'Feeder' : 'Platen',
      duplex: /Duplex>true</.test(settings),
      isGray: settings.includes('Grayscale8'),
      widthPx: Math.round((number('Width') * dpi) / 300),
      heightPx: Math.round((number('Height') * dpi) / 300),
      sidesLeft: 0,
      given: 0,
    })
    // Whole and with a capital, as scanners write it: SANE's driver reads no other.
    response.writeHead(201, { Location: `http://${host}/eSCL/ScanJobs/${id}`, 'Content-Length': 0 }).end()
  }

  #next(id: string, response: ServerResponse): void {
    const job = this.#jobs.get(id)
    if (job === undefined) {
      response.writeHead(404).end()
      return
    }
    if (this.#notReady.page > 0) {
      this.#notReady.page -= 1
      response.writeHead(503).end()
      return
    }
    if (this.#coverOpen || this.#jammed || this.#drawJams(job)) {
      response.writeHead(409).end()
      return
    }
    if (!this.#draw(job)) {
      this.#jobs.delete(id)
      response.writeHead(404).end()
      return
    }
    job.given += 1
    this.#scanned += 1
    this.#send(page(job, this.#scanned), response)
  }

  #drawJams(job: Job): boolean {
    if (job.source !== 'Feeder' || job.sidesLeft > 0 || this.#jamAt === null) return false
    this.#jamAt -= 1
    if (this.#jamAt > 0) return false
    this.#jamAt = null
    this.#jammed = true
    return true
  }

  /** @returns whether there is another side to give out */
  #draw(job: Job): boolean {
    if (job.source === 'Platen') return job.given === 0
    if (job.sidesLeft === 0) {
      if (this.#sheets === 0) return false
      this.#sheets -= 1
      job.sidesLeft = job.duplex ? 2 : 1
    }
    job.sidesLeft -= 1
    return true
  }

  #send(picture: Buffer, response: ServerResponse): void {
    const how = this.#spoil
    this.#spoil = null
    if (how === 'silence') return
    if (how === 'redirect') {
      response.writeHead(302, { location: 'http://127.0.0.1:9/elsewhere' }).end()
      return
    }
    response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': picture.length })
    if (how === 'cut') {
      response.write(picture.subarray(0, picture.length / 2), () => response.destroy())
      return
    }
    response.end(how === 'garbage' ? Buffer.alloc(picture.length, 0x20) : picture)
  }

  #status(): string {
    const adf = this.#jammed
      ? 'ScannerAdfJam'
      : this.#coverOpen
        ? 'ScannerAdfDoorOpen'
        : this.#sheets > 0
          ? 'ScannerAdfLoaded'
          : 'ScannerAdfEmpty'
    const state = this.#jobs.size > 0 ? 'Processing' : 'Idle'
    return `<?xml version="1.0" encoding="UTF-8"?><scan:ScannerStatus xmlns:scan="${hp}" xmlns:pwg="${pwg}"><pwg:Version>2.6</pwg:Version><pwg:State>${state}</pwg:State><scan:AdfState>${adf}</scan:AdfState></scan:ScannerStatus>`
  }
}

function sendXml(response: ServerResponse, xml: string): void {
  response.writeHead(200, { 'content-type': 'text/xml' }).end(xml)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const piece of request.setEncoding('utf8')) body += piece as string
  return body
}

/** A page with the number of the scan on it, so that two are never the same. */
function page({ widthPx, heightPx, isGray }: Job, number: number): Buffer {
  const canvas = createCanvas(Math.max(1, widthPx), Math.max(1, heightPx))
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#fdfdfb'
  pen.fillRect(0, 0, widthPx, heightPx)
  pen.fillStyle = isGray ? '#404040' : '#204080'
  pen.font = `${String(Math.round(heightPx / 12))}px sans-serif`
  pen.fillText(String(number), widthPx / 10, heightPx / 5)
  for (let line = 0; line < 12; line += 1)
    pen.fillRect(widthPx / 10, heightPx * (0.3 + line * 0.045), widthPx * 0.75, Math.max(1, heightPx / 200))
  return canvas.toBuffer('image/jpeg', 85)
}

function capabilities(): string {
  const caps = (tag: string): string => `<scan:${tag}>
<scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth><scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>3508</scan:MaxHeight>
<scan:MaxScanRegions>1</scan:MaxScanRegions><scan:SettingProfiles><scan:SettingProfile>
<scan:ColorModes><scan:ColorMode>Grayscale8</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>
<scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat><scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>
<scan:SupportedResolutions><scan:DiscreteResolutions>${[75, 100, 200, 300]
    .map(
      (dpi) =>
        `<scan:DiscreteResolution><scan:XResolution>${String(dpi)}</scan:XResolution><scan:YResolution>${String(dpi)}</scan:YResolution></scan:DiscreteResolution>`,
    )
    .join('')}</scan:DiscreteResolutions></scan:SupportedResolutions>
</scan:SettingProfile></scan:SettingProfiles></scan:${tag}>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerCapabilities xmlns:scan="${hp}" xmlns:pwg="${pwg}">
<pwg:Version>2.6</pwg:Version><pwg:MakeAndModel>Yichuang Simulated Scanner</pwg:MakeAndModel><pwg:SerialNumber>SIM0001</pwg:SerialNumber>
<scan:Platen>${caps('PlatenInputCaps')}</scan:Platen>
<scan:Adf>${caps('AdfSimplexInputCaps')}${caps('AdfDuplexInputCaps')}<scan:FeederCapacity>50</scan:FeederCapacity></scan:Adf>
</scan:ScannerCapabilities>`
}
